import { isDeepStrictEqual } from 'node:util';
import { sortedEntries } from '../../core/canonical';
import type { Finding } from '../../core/diagnostics';
import { settingName } from '../../core/settings-location';
import { parseVersion } from '../../core/version';
import type { ElasticsearchClusterProps, NodeSet } from './props';
import { upmcNodeSets } from './upmc';

/** Checks the props for which the operator of the talk has other rules than ECK. */
export function checkUpmc(props: ElasticsearchClusterProps): Finding[] {
  return [...checkVersion(props.version), ...checkNames(props), ...checkEqualSets(props), ...checkUnsupported(props)];
}

function checkVersion(text: string): Finding[] {
  const version = parseVersion(text);
  if (version && [5, 6].includes(version[0])) return [];
  return [
    {
      id: 'upmc-version',
      setting: 'version',
      message: `version must be a full version of Elasticsearch 5 or 6 for the upmc operator; got '${text}'`,
      hint: 'use ElasticsearchBackend.eck() for later versions',
    },
  ];
}

function checkNames({ nodeSets }: ElasticsearchClusterProps): Finding[] {
  return sortedEntries(nodeSets).flatMap(([name, { roles }]) => {
    const isKnown = upmcNodeSets.some((known) => known === name);
    const wanted = name === 'client' ? roles.every((role) => role === 'ingest') : isDeepStrictEqual(roles, [name]);
    if (isKnown && wanted) return [];
    return [
      {
        id: 'upmc-node-set',
        setting: ['nodeSets', name],
        message: `nodeSets must be master, data and client for the upmc operator, each with its own role; got ${name} with ${roles.join(', ') || 'no role'}`,
        hint: "write master: { roles: ['master'], … }, data: { roles: ['data'], … }, client: { roles: [], … }",
      },
    ];
  });
}

/** The operator has one field for all nodes. */
const shared = ['resources', 'zones', 'placement'] as const satisfies readonly (keyof NodeSet)[];

function checkEqualSets({ nodeSets }: ElasticsearchClusterProps): Finding[] {
  const { data } = nodeSets;
  if (!data) return [];
  return sortedEntries(nodeSets).flatMap(([name, nodeSet]) =>
    shared
      .filter((field) => !isDeepStrictEqual(nodeSet[field], data[field]))
      .map((field) => ({
        id: 'upmc-node-set',
        setting: ['nodeSets', name, field],
        message: `${field} must be equal in all node sets for the upmc operator, which has one field; got another value than in data`,
        hint: 'repeat the value of data, or use ElasticsearchBackend.eck()',
      })),
  );
}

/** Rejects props that the operator has no field for. */
function checkUnsupported(props: ElasticsearchClusterProps): Finding[] {
  const {
    allowedFrom,
    keystoreSecrets,
    kibana,
    lifecyclePolicies,
    nodeSets,
    priorityClass,
    roleSecrets,
    snapshots,
    userSecrets,
  } = props;
  const unsupported: readonly (readonly [setting: string, value: unknown, reason: string])[] = [
    ['allowedFrom', allowedFrom, 'which has no NetworkPolicy'],
    ['lifecyclePolicies', lifecyclePolicies, 'whose Elasticsearch has no lifecycles'],
    ['priorityClass', priorityClass, 'whose pods have no priority'],
    ['keystoreSecrets', keystoreSecrets, 'which fills no keystore'],
    ['roleSecrets', roleSecrets, 'which creates no roles'],
    ['snapshots', snapshots, 'which has their credentials in clear text in the object'],
    ['userSecrets', userSecrets, 'which creates no users'],
    ...(['allowedFrom', 'placement', 'replicas', 'resources'] as const).map(
      (field) => [`kibana.${field}`, kibana?.[field], 'which has no field for it'] as const,
    ),
    ...sortedEntries(nodeSets).flatMap(([name, { config, memoryMap }]) => [
      [`nodeSets.${name}.config`, config, 'which has no field for it'] as const,
      [`nodeSets.${name}.memoryMap`, memoryMap, 'which has no field for it'] as const,
    ]),
  ];
  return unsupported
    .filter(([, value]) => value !== undefined)
    .map(([setting, , reason]) => ({
      id: 'upmc-unsupported',
      setting,
      message: `${settingName(setting)} must not be set for the upmc operator, ${reason}; got a value`,
      hint: `remove ${setting}, or use ElasticsearchBackend.eck()`,
    }));
}
