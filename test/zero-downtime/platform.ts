import { parse } from 'yaml';
import { services } from '../../apps/services';
import type { Files } from '../../apps/synthesize';
import { serviceExposure } from '../../lib/platform/exposures';
import { environmentContract } from '../../lib/platform/infrastructure-contract';
import type { Environment } from '../../environments/environment';
import type { Json } from '../support/terraform';

export type { Json };

/** An object, and the wave that it is applied with. */
export interface Applied {
  readonly wave: string;
  readonly object: Json;
}

/** An environment as it is written. */
export interface Platform {
  readonly environment: Environment;
  readonly waves: readonly string[];
  readonly applied: readonly Applied[];
  /** Resources of the cluster's stack by type and name. */
  readonly resources: Json;
}

export function platformOf(files: Files, environment: Environment): Platform {
  const folder = `kubernetes/${environment.name}/`;
  return {
    environment,
    applied: [...files]
      .filter(([file]) => file.startsWith(folder) && file.endsWith('.yaml'))
      .map(([file, text]) => ({ object: parse(text), wave: file.split('/')[2] ?? '' })),
    resources: JSON.parse(files.get(`terraform/${environment.name}/cluster/main.tf.json`) ?? '{}').resource,
    waves: (files.get(`${folder}WAVES`) ?? '').split('\n').filter((line) => line !== ''),
  };
}

export function of({ applied }: Platform, ...kinds: readonly string[]): Json[] {
  return applied.map(({ object }) => object).filter(({ kind }) => kinds.includes(kind));
}

/** Whatever starts pods, and the pods that it starts. */
export interface Started {
  readonly workload: Json;
  readonly template: Json;
  readonly pod: Json;
}

export function started(platform: Platform): Started[] {
  return of(platform, 'Deployment', 'DaemonSet', 'StatefulSet', 'Job', 'CronJob').map((workload) => {
    const template = workload.kind === 'CronJob' ? workload.spec.jobTemplate.spec.template : workload.spec.template;
    return { pod: template.spec, template, workload };
  });
}

/** Whether labels have all that a selector asks for. */
export function selects(selector: Json, labels: Json): boolean {
  const asked = Object.entries(selector ?? {});
  return asked.length > 0 && asked.every(([key, value]) => labels?.[key] === value);
}

/** Workloads behind a Service, each with it. */
export function served(platform: Platform): (Started & { readonly service: Json })[] {
  return of(platform, 'Service').flatMap((service) =>
    started(platform)
      .filter(
        ({ template, workload }) =>
          workload.kind === 'Deployment' && selects(service.spec.selector, template.metadata.labels),
      )
      .map((found) => ({ ...found, service })),
  );
}

/** Deployments with their autoscalers. */
export function scaled(platform: Platform): { readonly deployment: Json; readonly autoscaler: Json }[] {
  return of(platform, 'Deployment').map((deployment) => ({
    autoscaler: of(platform, 'HorizontalPodAutoscaler').find(
      ({ spec }) => spec.scaleTargetRef.name === deployment.metadata.name,
    ),
    deployment,
  }));
}

/** Whether there may never be two of its pods, as it says itself with a reason. */
export function isSingleton(workload: Json): boolean {
  return (workload.metadata.annotations?.['adamant.dev/singleton'] ?? '') !== '';
}

export function called(object: Json): string {
  return `${object.kind} ${object.metadata.name}`;
}

/** Target groups of exposed services, each with the service that it exposes. */
export function targetGroups({ environment, resources }: Platform) {
  return services.flatMap(({ definition: service }) => {
    const exposure = serviceExposure(service, environment.domain);
    return Object.values<Json>(resources.aws_lb_target_group ?? {})
      .filter(({ port }) => port === exposure?.nodePort)
      .map((group) => ({ group, service }));
  });
}

/** Where exposed requests seem to come from. */
export function nodeAddresses({ environment }: Platform): readonly string[] {
  return environmentContract(environment).nodeAddresses;
}
