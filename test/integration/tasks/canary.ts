import type { PinnedContainerImage } from '../../../environments/locks';
import { withNextPin } from '../support/lock-file';
import { freePort, withPin } from './values';
import type { ProjectCopy } from './project-copy';

/** A variant of a service that runs in an environment. */
interface RunningVariant {
  readonly environment: string;
  readonly service: string;
  readonly variant: string;
}

/** Returns a variant that runs in an environment. Starts one with weight 0 if there is none. */
export function runningVariant(copy: ProjectCopy): RunningVariant {
  return findVariant(copy) ?? startVariant(copy);
}

function findVariant(copy: ProjectCopy): RunningVariant | undefined {
  for (const environment of copy.environments) {
    const settings = copy.environment(environment);
    for (const service of settings.keys('services')) {
      const [variant] = settings.keys('services', service, 'variants');
      if (variant !== undefined) return { environment, service, variant };
    }
  }
  return undefined;
}

function startVariant(copy: ProjectCopy): RunningVariant {
  const variant = 'canary';
  const service = copy.services.find((name) => copy.service(name).get('publicAddress') !== undefined);
  const environment = copy.environments.at(-1);
  if (service === undefined || environment === undefined) throw new Error('no service has a public address');
  copy.service(service).set(['variants', variant], `{ nodePort: ${freePort(copy)} }`);
  copy.environment(environment).set(['services', service, 'variants', variant], '{ weight: 0 }');
  copy.editContainerImages((lock) =>
    withPin(lock, environment, service, (entry) => ({
      ...entry,
      variants: { [variant]: { history: [], pinned: entry.pinned } },
    })),
  );
  return { environment, service, variant };
}

export function setWeight(copy: ProjectCopy, change: (weight: number) => number): void {
  const { environment, service, variant } = runningVariant(copy);
  const setting = ['services', service, 'variants', variant, 'weight'];
  const settings = copy.environment(environment);
  settings.set(setting, String(change(Number(settings.get(...setting)))));
}

/** Promotes a variant and removes it from the environment, the lock file and, if no other environment runs it, the service. */
export function endVariant(copy: ProjectCopy): void {
  const { environment, service, variant } = runningVariant(copy);
  copy.environment(environment).remove('services', service, 'variants');
  copy.editContainerImages((lock) =>
    withPin(lock, environment, service, ({ variants, ...entry }): PinnedContainerImage =>
      withNextPin(entry, (pin) => variants?.[variant]?.pinned ?? pin),
    ),
  );
  if (findVariant(copy)?.service !== service) copy.service(service).remove('variants');
}
