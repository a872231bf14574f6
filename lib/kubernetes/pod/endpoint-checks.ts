import { isIP } from 'node:net';
import { Address4, Address6 } from 'ip-address';
import { sortedEntries } from '../../core/canonical';
import type { AddressPeer, Endpoint, EndpointPort } from '../../core/contract';
import type { Finding } from '../../core/diagnostics';
import { checkName } from '../../core/naming';
import { isPort } from '../../core/ports';
import { checkLabels } from './label-checks';
import { endpointPort, type PolicyPort } from './network-policy';
import { checkContainerPort } from './pod-checks';

/** Checks names, labels, ports, namespaces and address ranges of endpoints, which the API server or the network plugin would reject. */
export function checkEndpoints(endpoints: readonly Endpoint[], setting: string): Finding[] {
  return endpoints.flatMap(({ name, peer, ports }) => [
    ...('pods' in peer && Object.keys(peer.pods).length === 0 ? [everyPod(name, setting)] : []),
    ...checkName('endpoint', name, setting),
    ...('pods' in peer ? checkLabels(peer.pods, setting) : []),
    ...ports.flatMap((port) => checkPort(port, name, setting)),
    ...('addresses' in peer ? checkAddresses(peer, name, setting) : []),
    ...('pods' in peer && peer.namespace !== undefined ? checkName('namespace', peer.namespace, setting) : []),
  ]);
}

/** Checks that each endpoint has a port: a rule without one would permit all ports, so none is made. */
export function checkEndpointPorts(endpoints: readonly Endpoint[], setting: string): Finding[] {
  return endpoints
    .filter(({ ports }) => ports.length === 0)
    .map(({ name }) => ({
      id: 'endpoint-port',
      setting,
      message: `ports of ${name} in ${setting} must contain a port; got none`,
      hint: 'write the ports that it listens on: without one, nothing is permitted',
    }));
}

function everyPod(endpoint: string, setting: string): Finding {
  return {
    id: 'endpoint-pods',
    setting,
    message: `pods of ${endpoint} in ${setting} must have a label; got none, which selects every pod`,
    hint: "write the labels of the pods, such as { 'app.kubernetes.io/name': 'search' }",
  };
}

function checkPort(port: PolicyPort, endpoint: string, setting: string): Finding[] {
  const { endPort, port: first } = endpointPort(port);
  if (isPort(first) && (endPort === undefined || (isPort(endPort) && endPort >= first))) return [];
  return [
    {
      id: 'endpoint-port',
      setting,
      message: `ports of ${endpoint} in ${setting} must be whole numbers from 1 to 65535, and endPort at least port; got ${first}${endPort === undefined ? '' : ` to ${endPort}`}`,
      hint: 'write the port that the endpoint listens on',
    },
  ];
}

function checkAddresses({ addresses, except = [] }: AddressPeer, endpoint: string, setting: string): Finding[] {
  const report = (constraint: string, range: string, hint: string): Finding => ({
    id: 'endpoint-addresses',
    setting,
    message: `addresses of ${endpoint} in ${setting} must ${constraint}; got ${range}`,
    hint,
  });
  if (addresses.length === 0) {
    return [
      report('contain a range', 'none', 'write the range, or remove the endpoint: without a range it permits nothing'),
    ];
  }
  const invalid = checkRanges([...addresses, ...except], setting, `addresses of ${endpoint} in ${setting}`);
  if (invalid.length > 0) return invalid;
  // The API server rejects an exception that is not strictly within its range.
  return addresses.flatMap((range) =>
    except
      .filter((excluded) => !isStrictlyWithin(excluded, range))
      .map((excluded) =>
        report('contain each range of except', `${excluded} outside of ${range}`, 'give each range its own endpoint'),
      ),
  );
}

/**
 * Checks that a NetworkPolicy may contain ranges of addresses.
 *
 * @param subject what contains the ranges, for messages
 */
export function checkRanges(ranges: readonly string[], setting: string, subject: string = setting): Finding[] {
  return ranges.flatMap((range) => {
    const canonical = canonicalRange(range);
    // The API server warns of host bits and of other notations, and a later version rejects them.
    if (canonical === range) return [];
    const constraint =
      canonical === undefined ? 'be ranges in CIDR notation' : 'be the first address of a range and its prefix';
    return [
      {
        id: 'endpoint-addresses',
        setting,
        message: `${subject} must ${constraint}; got '${range}'`,
        hint:
          canonical === undefined
            ? "write a range such as '10.0.0.0/16', or '10.0.0.1/32' for one"
            : `write '${canonical}'`,
      },
    ];
  });
}

/** Returns a range as the API server writes it, or undefined if it is not in CIDR notation. */
export function canonicalRange(range: string): string | undefined {
  return parse(range)?.canonical;
}

interface AddressRange {
  readonly version: number;
  readonly first: bigint;
  readonly last: bigint;
  /** The range as the API server writes it: its first address, without leading zeros. */
  readonly canonical: string;
}

/** Returns a range of addresses, or undefined if it is not in CIDR notation. IPv4 addresses as IPv6 belong to neither family. */
function parse(range: string): AddressRange | undefined {
  const [address = '', prefix = '', ...rest] = range.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0 || !/^\d+$/.test(prefix) || Number(prefix) > (version === 4 ? 32 : 128)) {
    return undefined;
  }
  const parsed = version === 4 ? new Address4(range) : new Address6(range);
  const first = parsed.startAddress();
  if (first instanceof Address6 && first.isMapped4()) return undefined;
  return {
    version,
    first: first.bigInt(),
    last: parsed.endAddress().bigInt(),
    canonical: `${first.correctForm()}/${Number(prefix)}`,
  };
}

function isStrictlyWithin(inner: string, outer: string): boolean {
  const [small, large] = [parse(inner), parse(outer)];
  if (large === undefined || small?.version !== large.version) return false;
  const isSame = small.first === large.first && small.last === large.last;
  return !isSame && large.first <= small.first && small.last <= large.last;
}

/**
 * True for a name that a container port may have: an IANA_SVC_NAME.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#ports
 */
export function isPortName(name: string): boolean {
  return /^(?=.{1,15}$)(?=.*[a-z])[a-z0-9]+(?:-[a-z0-9]+)*$/.test(name);
}

/**
 * Checks further ports of a workload.
 *
 * @param taken ports of the workload itself, by name
 */
export function checkPorts(
  ports: Readonly<Record<string, EndpointPort>>,
  taken: Readonly<Record<string, number>>,
): Finding[] {
  const used = new Map(Object.values(taken).map((port) => [`${port}/TCP`, 'the port of its requests and probes']));
  return sortedEntries(ports).flatMap(([name, { port, protocol = 'TCP' }]) => {
    const setting = ['ports', name];
    const found = checkContainerPort(port, `ports.${name}.port`);
    if (!isPortName(name) || name in taken) {
      const others = Object.keys(taken).join(', ');
      found.push({
        id: 'port-name',
        setting,
        message: `ports must have names of at most 15 lower-case letters, digits and hyphens${others === '' ? '' : ` other than ${others}`}; got '${name}'`,
        hint: "choose another name, such as 'metrics'",
      });
    }
    const owner = used.get(`${port}/${protocol}`);
    used.set(`${port}/${protocol}`, name);
    if (owner !== undefined) {
      found.push({
        id: 'port-conflict',
        setting,
        message: `ports must differ from each other and from ${owner}; got ${port}/${protocol} for ${name}`,
        hint: 'give each its own port',
      });
    }
    return found;
  });
}
