import { sortedEntries } from '../../core/canonical';
import type { Finding } from '../../core/diagnostics';
import { checkName } from '../../core/naming';
import { isNotBefore, parseVersion, type Version } from '../../core/version';
import { maxInt32, mebibytes } from '../../core/units';
import { checkImagePlatform, checkPodFitsNode } from '../../kubernetes/pod/pod-capacity';
import { checkAmount, checkImageDigest, checkRepository } from '../../kubernetes/pod/pod-checks';
import type { ElasticsearchBackend } from './backend';
import { checkNodeSets } from './node-set-checks';
import { checkPolicies } from './policy-checks';
import { checkUpmc } from './upmc-checks';
import { type ElasticsearchClusterProps, elasticsearchDefaults, type KibanaSettings } from './props';

/** Version of ECK with which the library is tested. */
export const eckVersion = '3.5.0';

/** The earliest version of ECK with `zoneAwareness` of node sets. */
const earliestOperator: Version = [3, 4, 0];

/** The earliest version whose images run as a numeric user, which Pod Security `restricted` requires. */
const earliestServer: Version = [8, 8, 0];

/** The latest major version that ECK 3 creates. */
const latestMajor = 9;

/**
 * Memory of Kibana, in MiB. Its heap is half of it, and three quarters of it from 9.4 on.
 *
 * @see https://github.com/elastic/cloud-on-k8s/pull/9328
 */
const minKibanaMemory = 2048;

/** Checks the props of a cluster for the operator of its backend. */
export function checkElasticsearchCluster(
  props: ElasticsearchClusterProps,
  { settings }: ElasticsearchBackend,
): Finding[] {
  const { image, keystoreSecrets = [], kibana, name, roleSecrets = [], userSecrets = [] } = props;
  return [
    ...checkName('elasticsearch-cluster', name),
    ...checkRepository(image.repository),
    ...checkImageDigest(image.digest),
    ...checkNodeSets(props),
    ...(kibana ? checkKibana(kibana) : []),
    ...checkPolicies(props),
    ...sortedEntries({ keystoreSecrets, roleSecrets, userSecrets }).flatMap(([setting, secrets]) =>
      secrets.flatMap((secret, index) =>
        checkSecret(secret, secrets.indexOf(secret) < index, [setting, String(index)]),
      ),
    ),
    ...(settings.operator === 'upmc'
      ? checkUpmc(props)
      : [
          ...checkVersion(props.version),
          ...checkPriorityClass(props),
          ...checkOperatorVersion(settings.version ?? eckVersion),
        ]),
  ];
}

function checkVersion(text: string): Finding[] {
  const version = parseVersion(text);
  if (version && isNotBefore(version, earliestServer) && version[0] <= latestMajor) return [];
  return [
    {
      id: 'elasticsearch-version',
      setting: 'version',
      message: `version must be a full version from ${earliestServer.join('.')} on, below ${latestMajor + 1}; got '${text}'`,
      hint: "write major, minor and patch version of a release, such as '9.1.3'",
    },
  ];
}

function checkOperatorVersion(text: string): Finding[] {
  const version = parseVersion(text);
  if (version?.[0] === earliestOperator[0] && isNotBefore(version, earliestOperator)) return [];
  return [
    {
      id: 'elasticsearch-operator-version',
      setting: 'backend.version',
      message: `version must be a version of ECK from ${earliestOperator.join('.')} on, below 4; got '${text}'`,
      hint: `write the version that the cluster runs, such as '${eckVersion}'`,
    },
  ];
}

function checkPriorityClass({ priorityClass }: ElasticsearchClusterProps): Finding[] {
  if (priorityClass) return [];
  return [
    {
      id: 'elasticsearch-priority',
      setting: 'priorityClass',
      message: 'priorityClass must be set for nodes with data; got none, which is priority 0',
      hint: 'name a class of a higher priority than that of its clients',
    },
  ];
}

function checkKibana(kibana: KibanaSettings): Finding[] {
  const { image, placement } = kibana;
  const { replicas = elasticsearchDefaults.kibana.replicas, resources = elasticsearchDefaults.kibana.resources } =
    kibana;
  const amounts = [
    ...checkAmount(resources.cpu, 'kibana.resources.cpu', 'cpu'),
    ...checkAmount(resources.memory, 'kibana.resources.memory', 'memory'),
  ];
  return [
    ...[
      ...checkRepository(image.repository),
      ...checkImageDigest(image.digest),
      ...checkImagePlatform(image, placement),
    ].map((finding) => ({ ...finding, setting: `kibana.${String(finding.setting)}` })),
    ...(Number.isInteger(replicas) && replicas >= 1 && replicas <= maxInt32 ? [] : [kibanaReplicas(replicas)]),
    ...amounts,
    ...(amounts.length > 0 ? [] : checkKibanaMemory(resources.memory)),
    ...checkPodFitsNode(resources, placement).map((finding) => ({ ...finding, setting: 'kibana.resources' })),
  ];
}

function kibanaReplicas(replicas: number): Finding {
  return {
    id: 'kibana-replicas',
    setting: 'kibana.replicas',
    message: `replicas must be a whole number from 1 to ${maxInt32}; got ${replicas}`,
    hint: 'remove it for 2, or remove kibana for none',
  };
}

function checkKibanaMemory(memory: NonNullable<KibanaSettings['resources']>['memory']): Finding[] {
  if (mebibytes(memory) >= minKibanaMemory) return [];
  return [
    {
      id: 'kibana-memory',
      setting: 'kibana.resources.memory',
      message: `memory must be at least 2Gi; got ${memory}`,
      hint: 'raise it to 2Gi: the heap is a share of it, and Kibana ends while it starts its plugins otherwise',
    },
  ];
}

/** A Secret is read once: a second entry would be another user or role of the same name. */
function checkSecret(secret: string, isTaken: boolean, setting: readonly string[]): Finding[] {
  if (!isTaken) return checkName('secret', secret, setting.join('.'));
  return [
    {
      id: 'elasticsearch-secret',
      setting,
      message: `Secrets must differ from each other; got '${secret}' again`,
      hint: 'remove one of them',
    },
  ];
}
