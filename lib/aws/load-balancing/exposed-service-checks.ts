import { sortedEntries } from '../../core/canonical';
import { isNodePort } from '../../core/contract';
import type { Finding } from '../../core/diagnostics';
import { seconds } from '../../core/units';
import { checkDomain } from '../dns/host-name';
import type { ExposedServiceProps } from './exposed-service-props';
import { isSupersetOf, isPathPattern, wildcardsIn } from './path-pattern';

/**
 * What one rule may hold. Sources: TargetGroupTuple, "Quotas for your Application Load Balancers", "Condition types for
 * listener rules" (a condition compares with three values, a rule with five).
 */
const limits = { host: 128, paths: 3, targetGroups: 5, weight: 999, wildcards: 5 } as const;

/** A service's own share where nothing is said. */
export const defaultWeight = 100;

/** What is wrong with an exposure and its variants, seen on their own. */
export function checkExposedService(props: ExposedServiceProps): Finding[] {
  return [...checkAddress(props), ...checkPaths(props), ...checkVariants(props)];
}

function checkAddress({ exposure, loadBalancer }: ExposedServiceProps): Finding[] {
  const { scheme = 'internet-facing', host, idleTimeout = '0s', nodePort, priority } = exposure;
  const found = [...checkNodePort('nodePort', nodePort), ...checkHost(host, loadBalancer.domain)];
  if (!Number.isInteger(priority) || priority < 1 || priority > 50_000) {
    found.push({
      hint: 'choose a free one from the range',
      message: `a listener rule's priority is from 1 to 50000, got ${priority}`,
      setting: 'priority',
    });
  }
  if (scheme !== loadBalancer.scheme) {
    found.push({
      hint: `bring it to a load balancer that is ${scheme}`,
      message: `an exposure faces whom its load balancer faces (${loadBalancer.scheme}), got ${scheme}`,
      setting: 'facing',
    });
  }
  if (seconds(idleTimeout) > seconds(loadBalancer.idleTimeout)) {
    found.push({
      hint: `raise the load balancer's idleTimeout to ${idleTimeout}`,
      message: `a connection may say nothing for as long as the load balancer waits (${loadBalancer.idleTimeout}), got ${idleTimeout}`,
      setting: 'idleTimeout',
    });
  }
  return found;
}

/** A certificate's wildcard stands for one label: no browser takes it for `a.b.domain`. */
function checkHost(host: string, domain: string): Finding[] {
  const malformed = checkDomain(host, 'host');
  if (malformed.length > 0) return malformed;
  if (host.length > limits.host) {
    const rule = `a listener rule's host has at most ${limits.host} characters, got '${host}' (${host.length})`;
    return [{ hint: 'choose a shorter one', message: rule, setting: 'host' }];
  }
  if (host === domain || host.slice(host.indexOf('.') + 1) === domain) return [];
  return [
    {
      hint: `write it as 'app.${domain}'`,
      message: `a host must be the certificate's domain (${domain}) or one label below it, got '${host}'`,
      setting: 'host',
    },
  ];
}

function checkPaths({ exposure: { paths }, protocol }: ExposedServiceProps): Finding[] {
  const found = paths.flatMap((path, index) => [
    ...checkPath(path, `paths.${index}`),
    ...(protocol === 'grpc' ? checkGrpcPath(path, `paths.${index}`) : []),
    ...checkNeeded(paths, index),
  ]);
  if (paths.length < 1 || paths.length > limits.paths) {
    found.push({
      hint: `write ['/*'] for everything, or a pattern that joins some of them`,
      message: `a listener rule compares with 1 to ${limits.paths} paths, got ${paths.length}`,
      setting: 'paths',
    });
  }
  const wildcards = paths.reduce((sum, path) => sum + wildcardsIn(path), 0);
  if (wildcards > limits.wildcards) {
    found.push({
      hint: 'write fewer patterns, or simpler ones',
      message: `the paths of a listener rule have at most ${limits.wildcards} wildcards, got ${wildcards}`,
      setting: 'paths',
    });
  }
  return found;
}

function checkPath(path: string, setting: string): Finding[] {
  if (isPathPattern(path)) return [];
  return [
    {
      hint: `write '/*' for everything; a query is no part of a path`,
      message: `a path starts with / and has at most 128 letters, digits, _-.$/~"'@:+;& and wildcards * ?, got '${path}'`,
      setting,
    },
  ];
}

/** A call is always /package.Service/Method, so that other shapes match none. */
function checkGrpcPath(path: string, setting: string): Finding[] {
  if (path === '/*' || /^\/[^/]+\/[^/]+$/.test(path)) return [];
  return [
    {
      hint: `write '/orders.v1.Orders/*' for a service, '/*' for all of them`,
      message: `a path of gRPC is /package.Service/Method, got '${path}', which no call has`,
      setting,
    },
  ];
}

/** Of two that are the same, the second. */
function checkNeeded(paths: readonly string[], index: number): Finding[] {
  const path = paths[index] ?? '';
  const wider = paths.find(
    (other, at) => at !== index && isSupersetOf(other, path) && (at < index || !isSupersetOf(path, other)),
  );
  if (wider === undefined) return [];
  return [
    {
      hint: 'leave it out',
      message: `each path adds something, got '${path}' beside '${wider}'`,
      setting: `paths.${index}`,
    },
  ];
}

function checkNodePort(setting: string, nodePort: number): Finding[] {
  if (isNodePort(nodePort)) return [];
  const rule = `a node port is from 30000 to 32767, got ${nodePort}`;
  return [{ hint: 'choose a free one from the range', message: rule, setting }];
}

function checkVariants({
  exposure,
  serviceName,
  variants = {},
  weight = defaultWeight,
}: ExposedServiceProps): Finding[] {
  const others = sortedEntries(variants);
  const found = [
    ...checkWeight('weight', weight),
    ...others.flatMap(([name, revision]) => [
      ...checkNodePort(`variants.${name}.nodePort`, revision.nodePort),
      ...checkWeight(`variants.${name}.weight`, revision.weight),
    ]),
  ];
  const owner = new Map([[exposure.nodePort, serviceName]]);
  for (const [name, { nodePort }] of others) {
    const taken = owner.get(nodePort);
    if (taken === undefined) owner.set(nodePort, name);
    else {
      found.push({
        hint: 'choose a free one from 30000 to 32767',
        message: `variants must have node ports of their own, got ${nodePort} for ${taken} and ${name}`,
        setting: `variants.${name}.nodePort`,
      });
    }
  }
  if (others.length > 0 && [weight, ...others.map(([, revision]) => revision.weight)].every((share) => share === 0)) {
    found.push({
      hint: 'give the variant that serves a weight of 1 or more',
      message: 'weights must add up to more than 0, got 0 for all: every request would fail',
      setting: 'variants',
    });
  }
  if (others.length + 1 > limits.targetGroups) {
    found.push({
      hint: 'end a variant that takes no requests any more',
      message: `requests are shared among at most ${limits.targetGroups} target groups, got ${others.length + 1}`,
      setting: 'variants',
    });
  }
  return found;
}

function checkWeight(setting: string, weight: number): Finding[] {
  if (Number.isInteger(weight) && weight >= 0 && weight <= limits.weight) return [];
  const rule = `a weight is a whole number from 0 to ${limits.weight}, got ${weight}`;
  return [{ hint: 'choose one from the range', message: rule, setting }];
}
