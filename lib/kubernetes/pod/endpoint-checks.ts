import { isIP } from 'node:net';
import { Address4, Address6 } from 'ip-address';
import type { AddressPeer, Endpoint } from '../../core/contract';
import type { Finding } from '../../core/diagnostics';
import { checkName } from '../../core/naming';
import type { PolicyPort } from './network-policy';

/** Checks ports, namespaces and address ranges of endpoints, which the API server or the network plugin would reject. */
export function checkEndpoints(endpoints: readonly Endpoint[], setting: string): Finding[] {
  return endpoints.flatMap(({ name, peer, ports }) => [
    ...ports.flatMap((port) => checkPort(port, name, setting)),
    ...('addresses' in peer ? checkAddresses(peer, name, setting) : []),
    ...('pods' in peer && peer.namespace !== undefined ? checkName('namespace', peer.namespace, setting) : []),
  ]);
}

function checkPort(port: PolicyPort, endpoint: string, setting: string): Finding[] {
  const { endPort, port: first } = typeof port === 'number' ? { endPort: undefined, port } : port;
  const isPort = (number: number) => Number.isInteger(number) && number >= 1 && number <= 65_535;
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
  const invalid = [...addresses, ...except].filter((range) => parse(range) === undefined);
  const report = (constraint: string, range: string, hint: string): Finding => ({
    id: 'endpoint-addresses',
    setting,
    message: `addresses of ${endpoint} in ${setting} must ${constraint}; got ${range}`,
    hint,
  });
  if (invalid.length > 0) {
    return invalid.map((range) =>
      report(
        'be ranges in CIDR notation',
        `'${range}'`,
        "write a range such as '10.0.0.0/16', or '10.0.0.1/32' for one",
      ),
    );
  }
  // The API server rejects an exception that is not strictly within its range.
  return addresses.flatMap((range) =>
    except
      .filter((excluded) => !isStrictlyWithin(excluded, range))
      .map((excluded) =>
        report('contain each range of except', `${excluded} outside of ${range}`, 'give each range its own endpoint'),
      ),
  );
}

/** Returns the first and the last address of a range, or undefined if it is not in CIDR notation. */
function parse(range: string): { readonly version: number; readonly first: bigint; readonly last: bigint } | undefined {
  const [address = '', prefix = '', ...rest] = range.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0 || !/^\d+$/.test(prefix) || Number(prefix) > (version === 4 ? 32 : 128)) {
    return undefined;
  }
  const parsed = version === 4 ? new Address4(range) : new Address6(range);
  return { version, first: parsed.startAddress().bigInt(), last: parsed.endAddress().bigInt() };
}

function isStrictlyWithin(inner: string, outer: string): boolean {
  const [small, large] = [parse(inner), parse(outer)];
  if (large === undefined || small?.version !== large.version) return false;
  const isSame = small.first === large.first && small.last === large.last;
  return !isSame && large.first <= small.first && small.last <= large.last;
}
