import type { IConstruct } from 'constructs';
import { sortedEntries } from '../../core/canonical';
import { isNodePort } from '../../core/contract';
import type { Finding } from '../../core/diagnostics';
import { seconds } from '../../core/units';
import { maxDomainLength } from '../dns/certificate';
import { checkDomain } from '../dns/host-name';
import type { ExposedServiceProps } from './exposed-service-props';
import { isPort } from '../../core/ports';
import { earlierOwner } from '../../core/owners';
import { isPathPattern, isSupersetOf, wildcardCount } from './path-pattern';

/**
 * Limits of a listener rule. A condition has at most three values here, since a rule has at most five in all.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroupTuple.html
 */
const limits = { host: 128, paths: 3, priority: 50_000, targetGroups: 5, weight: 999, wildcards: 5 } as const;

/** The weight of a service itself among its variants. */
export const defaultWeight = 100;

/** Returns findings about the props of an exposed service, without those of its listener rule among others. */
export function checkExposedService(construct: IConstruct, props: ExposedServiceProps): Finding[] {
  return [...checkAddress(props), ...checkPaths(props), ...checkVariants(props), ...checkNodePorts(construct, props)];
}

function checkAddress({ exposure, loadBalancer }: ExposedServiceProps): Finding[] {
  const { scheme = 'internet-facing', host, idleTimeout = '0s', nodePort, priority } = exposure;
  const found = [...checkNodePort('exposure.nodePort', nodePort), ...checkHost(host, loadBalancer.domains)];
  if (!Number.isInteger(priority) || priority < 1 || priority > limits.priority) {
    found.push({
      id: 'listener-rule-priority',
      setting: 'exposure.priority',
      message: `priority must be a whole number from 1 to ${limits.priority}; got ${priority}`,
      hint: 'choose an unused number from the range',
    });
  }
  if (scheme !== loadBalancer.scheme) {
    found.push({
      id: 'exposure-scheme',
      setting: 'exposure.scheme',
      message: `scheme must be that of the load balancer ('${loadBalancer.scheme}'); got '${scheme}'`,
      hint: `write '${loadBalancer.scheme}', or use a load balancer that is ${scheme}`,
    });
  }
  if (seconds(idleTimeout) > seconds(loadBalancer.idleTimeout)) {
    found.push({
      id: 'exposure-idle-timeout',
      setting: 'exposure.idleTimeout',
      message: `idleTimeout must be at most that of the load balancer (${loadBalancer.idleTimeout}); got ${idleTimeout}`,
      hint: `raise the idleTimeout of the load balancer to ${idleTimeout}`,
    });
  }
  return found;
}

/** A certificate's wildcard matches one label: browsers reject it for `a.b.domain`. */
function checkHost(host: string, domains: readonly string[]): Finding[] {
  const setting = 'exposure.host';
  const malformed = checkDomain(host, setting);
  if (malformed.length > 0) return malformed;
  // The certificate reports a domain that is too long.
  if (domains.some((domain) => domain.length > maxDomainLength && host.endsWith(domain))) return [];
  if (host.length > limits.host) {
    const message = `host must have at most ${limits.host} characters; got '${host}' (${host.length})`;
    return [{ id: 'exposure-host', setting, message, hint: `shorten it by ${host.length - limits.host}` }];
  }
  // https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_HostHeaderConditionConfig.html
  if (!/\.[a-z]+$/.test(host)) {
    const message = `host must end in letters only, since a listener rule accepts no others after the last dot; got '${host}'`;
    return [{ id: 'exposure-host', setting, message, hint: `choose another top-level domain` }];
  }
  if (domains.some((domain) => host === domain || host.slice(host.indexOf('.') + 1) === domain)) return [];
  const all = domains.length === 1 ? `the domain of the certificate` : 'a domain of a certificate';
  return [
    {
      id: 'exposure-host',
      setting,
      message: `host must be ${all} (${domains.join(', ')}) or one label below it; got '${host}'`,
      hint: `write it as 'app.${domains[0]}', or add a certificate of its domain to the load balancer`,
    },
  ];
}

function checkPaths({ exposure: { paths }, protocol }: ExposedServiceProps): Finding[] {
  const id = 'exposure-paths';
  const found = paths.flatMap((path, index) => checkPath(path, paths, index, protocol === 'grpc'));
  if (paths.length < 1 || paths.length > limits.paths) {
    found.push({
      id,
      setting: 'exposure.paths',
      message: `paths must be 1 to ${limits.paths} patterns; got ${paths.length}`,
      hint: `write ['/*'] for all paths, or a pattern that joins some of them`,
    });
  }
  const wildcards = paths.reduce((sum, path) => sum + wildcardCount(path), 0);
  if (wildcards > limits.wildcards) {
    found.push({
      id,
      setting: 'exposure.paths',
      message: `paths must have at most ${limits.wildcards} wildcards; got ${wildcards}`,
      hint: 'write fewer or simpler patterns',
    });
  }
  return found;
}

/** Reports one mistake of a path. Of two equal paths it reports the second. */
function checkPath(path: string, paths: readonly string[], index: number, grpc: boolean): Finding[] {
  const id = 'exposure-paths';
  const setting = `exposure.paths.${index}`;
  if (!isPathPattern(path)) {
    const message = `path must begin with / and have at most 128 letters, digits, _-.$/~"'@:+;& and wildcards * ?; got '${path}'`;
    return [{ id, setting, message, hint: `write '/*' for all paths; a query is not part of a path` }];
  }
  // The path of a gRPC call is always /package.Service/Method.
  if (grpc && path !== '/*' && !/^\/[^/]+\/[^/]+$/.test(path)) {
    const message = `path must match gRPC calls, /package.Service/Method; got '${path}'`;
    return [{ id, setting, message, hint: `write '/orders.v1.Orders/*' for one service, or '/*' for all` }];
  }
  const wider = paths.find(
    (other, at) => at !== index && isSupersetOf(other, path) && (at < index || !isSupersetOf(path, other)),
  );
  if (wider === undefined) return [];
  const message = `path must match requests that '${wider}' does not; got '${path}'`;
  return [{ id, setting, message, hint: `remove '${path}'` }];
}

/** Numbers that are no port at all are reported by the target group. */
function checkNodePort(setting: string, nodePort: number): Finding[] {
  if (isNodePort(nodePort) || !isPort(nodePort)) return [];
  const message = `nodePort must be from 30000 to 32767; got ${nodePort}`;
  return [{ id: 'node-port', setting, message, hint: 'choose an unused port from the range' }];
}

function checkVariants(props: ExposedServiceProps): Finding[] {
  const { variants = {}, weight = defaultWeight } = props;
  const entries = sortedEntries(variants);
  const found = [
    ...checkWeight('weight', weight),
    ...entries.flatMap(([name, variant]) => [
      ...checkNodePort(`variants.${name}.nodePort`, variant.nodePort),
      ...checkWeight(`variants.${name}.weight`, variant.weight),
    ]),
  ];
  if (entries.length > 0 && [weight, ...entries.map(([, variant]) => variant.weight)].every((each) => each === 0)) {
    found.push({
      id: 'variant-weight',
      setting: 'variants',
      message: 'weights must add up to more than 0; got 0 for the service and all of its variants',
      hint: 'give the service or a variant a weight of 1 or more',
    });
  }
  if (entries.length + 1 > limits.targetGroups) {
    found.push({
      id: 'variant-count',
      setting: 'variants',
      message: `variants must be at most ${limits.targetGroups - 1} (a rule forwards to ${limits.targetGroups} target groups); got ${entries.length}`,
      hint: 'remove variants with a weight of 0',
    });
  }
  return found;
}

/** Every node listens on the node ports of the services of all load balancers. */
function checkNodePorts(construct: IConstruct, { exposure, nodes, serviceName, variants = {} }: ExposedServiceProps) {
  const own = new Set<number>();
  const ports = [
    { nodePort: exposure.nodePort, setting: 'exposure.nodePort', user: serviceName },
    ...sortedEntries(variants).map(([name, { nodePort }]) => ({
      nodePort,
      setting: `variants.${name}.nodePort`,
      user: `${name} of ${serviceName}`,
    })),
  ];
  return ports.flatMap(({ nodePort, setting, user }): Finding[] => {
    const owner = earlierOwner(construct, nodes, `node port ${nodePort}`);
    const isOwn = own.has(nodePort);
    own.add(nodePort);
    if (owner === undefined && !isOwn) return [];
    return [
      {
        id: 'node-port',
        setting,
        message: `nodePort must be unique in the cluster; got ${nodePort} for ${isOwn ? serviceName : String(owner)} and ${user}`,
        hint: 'choose an unused port from 30000 to 32767',
      },
    ];
  });
}

function checkWeight(setting: string, weight: number): Finding[] {
  if (Number.isInteger(weight) && weight >= 0 && weight <= limits.weight) return [];
  const message = `weight must be a whole number from 0 to ${limits.weight}; got ${weight}`;
  return [{ id: 'variant-weight', setting, message, hint: 'choose a weight from the range' }];
}
