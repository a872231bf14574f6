import { sortedEntries } from '../../../lib/core/canonical';
import { contentHash } from '../../../lib/core/content-hash';
import type { KubernetesObject } from '../../../lib/operators/metacontroller/custom-resource';
import type { ImportJob } from './import-job';

/** Fields of a Job that the hooks observe. */
export interface ObservedJob extends KubernetesObject {
  readonly status?: {
    readonly active?: number;
    readonly completionTime?: string;
    readonly conditions?: readonly JobCondition[];
    readonly failed?: number;
    readonly startTime?: string;
  };
}

interface JobCondition {
  readonly type: string;
  readonly status: string;
  readonly lastTransitionTime?: string;
  readonly message?: string;
}

/** The hooks observe nothing of a NetworkPolicy but that it exists. */
export type ObservedNetworkPolicy = KubernetesObject;

/** Returns the name of the Job: that of the ImportJob, and a hash of the part of its spec that a Job runs with. */
export function jobName({ metadata, spec }: ImportJob): string {
  // Another address changes the NetworkPolicy, and restarts no import.
  return `${metadata.name}-${contentHash({ ...spec, connectsTo: undefined })}`;
}

/** Returns the desired children of an ImportJob. */
export function importChildren(
  parent: ImportJob,
  image: string,
): { readonly job: KubernetesObject; readonly networkPolicy: KubernetesObject } {
  return { job: job(parent, image), networkPolicy: networkPolicy(parent) };
}

function podLabels({ metadata }: ImportJob): Readonly<Record<string, string>> {
  return { 'app.kubernetes.io/instance': metadata.name, 'app.kubernetes.io/name': 'import-job' };
}

function childMetadata(parent: ImportJob, name: string): KubernetesObject['metadata'] {
  const { namespace = '' } = parent.metadata;
  return { name, namespace, labels: { ...podLabels(parent), 'app.kubernetes.io/managed-by': 'import-job-operator' } };
}

const restricted = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  readOnlyRootFilesystem: true,
  runAsNonRoot: true,
  seccompProfile: { type: 'RuntimeDefault' },
};

/** Requests and limits of an import, which streams its rows. */
const quantities = { 'memory': '512Mi', 'ephemeral-storage': '512Mi' };

function job(parent: ImportJob, image: string): KubernetesObject & { readonly spec: object } {
  const { account, activeDeadlineSeconds, backoffLimit, credentialsSecret, period, source, table } = parent.spec;
  const variables = { ACCOUNT: account, FROM: period.from, SOURCE: source, TABLE: table, TO: period.to };
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: childMetadata(parent, jobName(parent)),
    spec: {
      activeDeadlineSeconds,
      backoffLimit,
      // The logs of its pods are kept elsewhere, and its result in the status of the ImportJob.
      ttlSecondsAfterFinished: 86_400,
      // A pod that loses its node does not count as a failed attempt.
      podFailurePolicy: {
        rules: [{ action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] }],
      },
      template: {
        metadata: { labels: podLabels(parent) },
        spec: {
          restartPolicy: 'Never',
          automountServiceAccountToken: false,
          enableServiceLinks: false,
          securityContext: { runAsNonRoot: true, runAsUser: 10001, seccompProfile: { type: 'RuntimeDefault' } },
          containers: [
            {
              name: 'import',
              image,
              env: sortedEntries(variables).map(([name, value]) => ({ name, value })),
              envFrom: [{ secretRef: { name: credentialsSecret } }],
              resources: { requests: { cpu: '250m', ...quantities }, limits: quantities },
              securityContext: restricted,
            },
          ],
        },
      },
    },
  };
}

function networkPolicy(parent: ImportJob): KubernetesObject & { readonly spec: object } {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: childMetadata(parent, `${parent.metadata.name}-import`),
    spec: {
      podSelector: { matchLabels: podLabels(parent) },
      policyTypes: ['Ingress', 'Egress'],
      egress: parent.spec.connectsTo.map(({ cidr, port }) => ({
        to: [{ ipBlock: { cidr } }],
        ports: [{ protocol: 'TCP', port }],
      })),
    },
  };
}
