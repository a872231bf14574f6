import type { DeployedService } from '../../lib/platform/definitions/deployed-services';
import { environmentContract } from '../../lib/platform/infrastructure/infrastructure-contract';
import type { Environment } from '../../environments/environment';
import type { PlatformOutput } from '../support/platforms';
import type { Json } from '../support/terraform';

export type { Json };
import { parse } from 'yaml';

/** A Kubernetes object with its wave. */
export interface Applied {
  readonly wave: string;
  readonly object: Json;
}

/** The synthesized output of an environment. */
export interface Platform {
  readonly environment: Environment;
  readonly waves: readonly string[];
  readonly applied: readonly Applied[];
  /** Resources of the cluster stack by type and name. */
  readonly resources: Json;
  /** Definitions and exposures of services and variants. */
  readonly workloads: readonly Pick<DeployedService, 'definition' | 'exposure'>[];
}

export function readPlatform(output: PlatformOutput): Platform {
  const { environment, files, workloads } = output;
  return {
    environment,
    applied: output
      .filesBelow('kubernetes', '.yaml')
      .map(([file, text]) => ({ object: parse(text), wave: file.split('/')[2] ?? '' })),
    resources: structuredClone(output.stack('cluster').resource),
    waves: (files.get(`kubernetes/${environment.name}/WAVES`) ?? '').split('\n').filter((line) => line !== ''),
    workloads: workloads.map(({ definition, exposure }) => ({ definition, ...(exposure && { exposure }) })),
  };
}

export function objects({ applied }: Platform, ...kinds: readonly string[]): Json[] {
  return applied.map(({ object }) => object).filter(({ kind }) => kinds.includes(kind));
}

/** A workload with its pod template. */
export interface PodOwner {
  readonly workload: Json;
  readonly template: Json;
  readonly pod: Json;
}

export function podOwners(platform: Platform): PodOwner[] {
  return objects(platform, 'Deployment', 'DaemonSet', 'StatefulSet', 'Job', 'CronJob').map((workload) => {
    const template = workload.kind === 'CronJob' ? workload.spec.jobTemplate.spec.template : workload.spec.template;
    return { pod: template.spec, template, workload };
  });
}

/** True for a pod owner of an operator, which is applied before everything that it serves. */
export function isOperator({ applied }: Platform, workload: Json): boolean {
  return applied.some(({ object, wave }) => object === workload && wave.endsWith('-operators'));
}

/** Returns true if a selector is not empty and matches labels. */
export function selects(selector: Json, labels: Json): boolean {
  const required = Object.entries(selector ?? {});
  return required.length > 0 && required.every(([key, value]) => labels?.[key] === value);
}

/** Deployments behind a Service, with the Service. */
export function servedWorkloads(platform: Platform): (PodOwner & { readonly service: Json })[] {
  return objects(platform, 'Service').flatMap((service) =>
    podOwners(platform)
      .filter(
        ({ template, workload }) =>
          workload.kind === 'Deployment' && selects(service.spec.selector, template.metadata.labels),
      )
      .map((found) => ({ ...found, service })),
  );
}

/** Deployments with their autoscalers. */
export function scaledDeployments(platform: Platform): { readonly deployment: Json; readonly autoscaler: Json }[] {
  return objects(platform, 'Deployment').map((deployment) => ({
    autoscaler: objects(platform, 'HorizontalPodAutoscaler').find(
      ({ spec }) => spec.scaleTargetRef.name === deployment.metadata.name,
    ),
    deployment,
  }));
}

/** Returns true if the workload is annotated as a singleton. */
export function isSingleton(workload: Json): boolean {
  return (workload.metadata.annotations?.['adamant.dev/singleton'] ?? '') !== '';
}

export function objectName(object: Json): string {
  return `${object.kind} ${object.metadata.name}`;
}

/** Target groups of exposed services and variants, each with the definition of the service. */
export function targetGroups({ resources, workloads }: Platform) {
  return workloads.flatMap(({ definition, exposure }) =>
    Object.values<Json>(resources.aws_lb_target_group ?? {})
      .filter(({ port }) => port === exposure?.nodePort)
      .map((group) => ({ definition, group })),
  );
}

/** Source addresses of requests to node ports. */
export function nodeAddresses({ environment }: Platform): readonly string[] {
  return environmentContract(environment).nodeAddresses;
}
