import { serviceNodePorts } from '../core/service-ports';
import type { Backend } from './live-exposure';

/** Backends by the listener rule that sends them requests: `cluster service-web_listener-rule`. */
export type BackendsByRule = ReadonlyMap<string, readonly Backend[]>;

type Named<Resource> = Readonly<Record<string, Resource>>;

interface TargetGroup {
  readonly port: number;
  readonly protocol_version?: string;
  readonly health_check?: { readonly path?: string };
}

interface Action {
  readonly target_group_arn?: string;
  readonly forward?: { readonly target_group: readonly { readonly arn: string; readonly weight: number }[] };
}

interface Resources {
  readonly aws_lb_listener_rule?: Named<{ readonly action: readonly Action[] }>;
  readonly aws_lb_target_group?: Named<TargetGroup>;
}

/**
 * Returns the backends of each listener rule of an environment, as its files describe them.
 *
 * @param files the environment's files, by their path below `terraform/` or `kubernetes/`
 */
export function backendsByRule(files: {
  readonly terraform: ReadonlyMap<string, string>;
  readonly kubernetes: ReadonlyMap<string, string>;
}): BackendsByRule {
  const services = new Map(serviceNodePorts(files.kubernetes).map(({ nodePort, ...service }) => [nodePort, service]));
  return new Map(
    [...files.terraform]
      .filter(([path]) => path.endsWith('.tf.json'))
      .flatMap(([path, text]) => {
        const { resource = {} } = JSON.parse(text) as { readonly resource?: Resources };
        const groups = resource.aws_lb_target_group ?? {};
        return Object.entries(resource.aws_lb_listener_rule ?? {}).map(([rule, { action }]) => {
          const backends = action
            .flatMap(targets)
            .flatMap(({ group, weight }) => backend(group, weight, groups, services));
          return [`${path.split('/')[0]} ${rule}`, backends] as const;
        });
      }),
  );
}

/** A rule has one target group, or several with weights. */
function targets({ forward, target_group_arn: arn }: Action): { readonly group: string; readonly weight: number }[] {
  const weighted = forward?.target_group ?? (arn === undefined ? [] : [{ arn, weight: 100 }]);
  return weighted.map(({ arn: target, weight }) => ({
    group: /^\$\{aws_lb_target_group\.([^.]+)\.arn\}$/.exec(target)?.[1] ?? target,
    weight,
  }));
}

function backend(
  name: string,
  weight: number,
  groups: Named<TargetGroup>,
  services: ReadonlyMap<number, { readonly name: string; readonly port: number }>,
): Backend[] {
  const group = groups[name];
  if (!group) return [];
  const { health_check: health, port: nodePort, protocol_version: version } = group;
  const service = services.get(nodePort) ?? { name, port: nodePort };
  const protocol = version === 'GRPC' ? 'grpc' : 'http';
  return [{ ...service, healthPath: health?.path ?? '/', nodePort, protocol, weight }];
}
