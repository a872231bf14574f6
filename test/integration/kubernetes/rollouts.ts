import { setTimeout as sleep } from 'node:timers/promises';
import { environments } from '../../../environments';
import type { Environment } from '../../../environments/environment';
import { sortedEntries } from '../../../lib/core/canonical';
import { badRelease } from './bad-release';
import { zonesOf } from './nodes';
import { cache, fresh, hasTool, shared } from '../support/project';
import { sideBySide } from '../support/process';
import type { Report } from '../support/report';
import { name, Stand, type Floor } from './rollout-harness';

/** Updates, evictions, a lost zone and bad images, on a real API server: never fewer ready pods than declared. */
export async function rollouts(report: Report, full: boolean): Promise<void> {
  fresh(cache(name));
  if (!hasTool('kubectl')) return report.missing(name, 'kubectl', 'is not installed');
  if (!shared('kubernetes', 'cluster'))
    return report.missing(name, 'cluster', 'it has to be one whose nodes are played');
  const all = Object.values(environments);
  // Another zone from day to day; the same one again with the same number.
  const seed = Number(process.env['REALITY_SEED'] ?? Math.floor(Date.now() / 86_400_000));
  const stands = (full ? all : [largest(all)]).flatMap((environment) =>
    sortedEntries(scenarios).map(([called, scenario]) => ({ called, environment, scenario })),
  );
  await sideBySide(2, stands, async ({ called, environment, scenario }) => {
    const stand = new Stand(report, environment, called, full, seed);
    await report.part(name, `${environment.name}/${called}`, () => onStand(stand, scenario));
  });
}

type Scenario = (stand: Stand, objects: string) => Promise<void>;

/** They wait more than they compute, so each has a cluster of its own, and they run beside each other. */
const scenarios: Readonly<Record<string, Scenario>> = {
  updates: async (stand) => {
    await update(stand);
    await updateWhileDraining(stand);
    await drain(stand);
  },
  losses: async (stand, objects) => {
    await loseZone(stand);
    await badRelease(stand, objects);
  },
};

/** Where most pods run, most can happen to them. */
function largest(all: readonly Environment[]): Environment {
  const pods = ({ services }: Environment): number =>
    sortedEntries(services).reduce((sum, [, { minReplicas }]) => sum + minReplicas, 0);
  return all.reduce((best, environment) => (pods(environment) > pods(best) ? environment : best));
}

async function onStand(stand: Stand, scenario: Scenario): Promise<void> {
  const objects = await stand.commit('what is committed');
  try {
    await stand.start(objects);
    await everythingRuns(stand, objects);
    await scenario(stand, objects);
  } finally {
    await stand.cluster.down();
  }
}

async function everythingRuns(stand: Stand, objects: string): Promise<void> {
  await stand.step('every wave applies without a warning', () => stand.apply(objects));
  await stand.lookUp();
  await stand.step(`${stand.replicated.length} workloads have all pods that are declared`, async () => {
    await stand.complete(180);
    await stand.rolledOut(stand.workloads);
  });
  await jobsComplete(stand);
  await stand.plant(objects);
}

/** Of each schedule one is started by hand, so that nobody waits for its time. */
async function jobsComplete(stand: Stand): Promise<void> {
  const { cluster } = stand;
  const complete = (job: string, namespace: string) =>
    cluster.kubectl(['wait', `job/${job}`, '-n', namespace, '--for=condition=Complete', '--timeout=90s']);
  for (const { metadata } of await cluster.get('jobs')) {
    const { name: job, namespace = '' } = metadata;
    await stand.step(`${job}: the job completes`, () => complete(job, namespace));
  }
  for (const { metadata } of await cluster.get('cronjobs')) {
    const { name: schedule, namespace = '' } = metadata;
    await stand.step(`${schedule}: a job of the schedule completes`, async () => {
      const job = `${schedule}-by-hand`;
      await cluster.kubectl(['create', 'job', job, `--from=cronjob/${schedule}`, '-n', namespace]);
      await complete(job, namespace);
      await cluster.kubectl(['delete', 'job', job, '-n', namespace]);
    });
  }
}

async function update(stand: Stand): Promise<void> {
  const objects = await stand.commit('the next release', (checkout) => checkout.release('next'));
  await stand.measure('update every service', stand.updating, 'while it rolls', stand.plantedDeclared, async () => {
    await stand.apply(objects);
    await stand.rollPlanted(2);
    await stand.rolledOut(stand.workloads);
  });
}

async function loseZone(stand: Stand): Promise<void> {
  const { fleet, pods, zone } = stand;
  const zones = zonesOf(stand.environment).length;
  const floorOf = (declared: number): number => declared - Math.ceil(declared / zones);
  const floors = stand.replicated.map((service): Floor => ({ service, floor: floorOf(service.declared) }));
  let added = 0;
  const told = (): string =>
    `${zone} and its machines are gone: all pods are ready elsewhere, ${added === 0 ? 'on the machines left' : `after the autoscaler brought ${added} machines`}`;
  await stand.measure(told, floors, 'without a zone', floorOf(stand.plantedDeclared), async () => {
    pods.lose(fleet.inZone(zone));
    await fleet.lose(zone);
    added = await stand.complete(240);
  });
  await stand.step(`${zone} is there again`, async () => {
    await fleet.regain();
    pods.regain(fleet.inZone(zone));
    await stand.rolledOut(stand.workloads);
  });
}

async function updateWhileDraining(stand: Stand): Promise<void> {
  const objects = await stand.commit('a later release', (checkout) => checkout.release('later'));
  await stand.measure(
    `update every service while ${stand.zone} is drained`,
    budgetFloors(stand),
    'its budget keeps',
    stand.plantedDeclared - 1,
    async () => {
      await stand.apply(objects);
      // The first new pods are starting, the others are still the old ones.
      await sleep(5000);
      await drainZone(stand);
      await stand.rolledOut(stand.workloads);
    },
  );
}

async function drain(stand: Stand): Promise<void> {
  await stand.measure(
    `drain ${stand.zone}, one machine after the other`,
    budgetFloors(stand),
    'its budget keeps',
    stand.plantedDeclared - 1,
    () => drainZone(stand),
  );
}

function budgetFloors({ budgets }: Stand): Floor[] {
  return budgets.map((budget) => ({ service: budget, floor: budget.keeps }));
}

/** Each machine is drained before its replacement is there, which is the harder case: a group brings the new one first. */
async function drainZone(stand: Stand): Promise<void> {
  for (const node of stand.fleet.inZone(stand.zone)) {
    const given = ['drain', node, '--ignore-daemonsets', '--delete-emptydir-data', '--timeout=180s'];
    await stand.cluster.kubectl(given, { seconds: 190 });
    await stand.complete(120);
    await stand.cluster.kubectl(['uncordon', node]);
  }
}
