import { parseAllDocuments, stringify } from 'yaml';
import { expect } from '../support/report';

/** How the digest of an image begins that cannot be pulled. */
export const unpullable = 'sha256:0bad0bad0bad';

interface Stage {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly resourceRef: { readonly kind: string };
    readonly selector: { readonly matchExpressions: readonly Match[] };
    readonly next: object;
    readonly delay?: object;
  };
}

interface Match {
  readonly key: string;
  readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
  readonly values?: readonly string[];
}

const isUnpullable = `.spec.containers.[].image | contains("@${unpullable}")`;

/**
 * The stages of nodes and pods, changed to what a rollout meets: a pod takes a moment until it is ready, one that ends
 * stays for a while, and one whose image cannot be pulled never becomes ready.
 *
 * @param stays whether pods that end stay for the whole of their preStop pause, or just long enough to be seen
 */
export function rolloutStages(stages: string, stays: 'whole' | 'short'): string {
  const known = parseAllDocuments(stages)
    .map((document) => document.toJS() as Stage | null)
    .filter((stage) => stage !== null && ['Node', 'Pod'].includes(stage.spec.resourceRef.kind)) as Stage[];
  for (const name of ['pod-ready', 'pod-delete'] as const) {
    expect(
      known.some(({ metadata }) => metadata.name === name),
      `kwok has no stage ${name} any more`,
    );
  }
  const changed = known.map((stage) => {
    if (stage.metadata.name === 'pod-ready') return readyLater(stage);
    return stage.metadata.name === 'pod-delete' ? goneLater(stage, stays) : stage;
  });
  return [...changed, imagePullFails].map((stage) => stringify(stage)).join('---\n');
}

function readyLater({ spec, ...stage }: Stage): Stage {
  const { matchExpressions } = spec.selector;
  const pullable: Match = { key: isUnpullable, operator: 'NotIn', values: ['true'] };
  const delay = { durationMilliseconds: 500, jitterDurationMilliseconds: 2000 };
  return { ...stage, spec: { ...spec, selector: { matchExpressions: [...matchExpressions, pullable] }, delay } };
}

function goneLater({ spec, ...stage }: Stage, stays: 'whole' | 'short'): Stage {
  const pause = { expressionFrom: '(.spec.containers[0].lifecycle.preStop.sleep.seconds // 2 | tostring) + "s"' };
  const delay = { durationMilliseconds: 2000, ...(stays === 'whole' && { durationFrom: pause }) };
  return { ...stage, spec: { ...spec, delay } };
}

const imagePullFails = {
  apiVersion: 'kwok.x-k8s.io/v1alpha1',
  kind: 'Stage',
  metadata: { name: 'pod-image-pull-fails' },
  spec: {
    resourceRef: { apiGroup: 'v1', kind: 'Pod' },
    selector: {
      matchExpressions: [
        { key: '.metadata.deletionTimestamp', operator: 'DoesNotExist' },
        { key: '.status.containerStatuses', operator: 'DoesNotExist' },
        { key: isUnpullable, operator: 'In', values: ['true'] },
      ],
    },
    next: {
      statusTemplate: `
{{ $now := Now }}
conditions:
- {type: Initialized, status: "True", lastTransitionTime: {{ $now | Quote }}}
- {type: Ready, status: "False", reason: ContainersNotReady, lastTransitionTime: {{ $now | Quote }}}
- {type: ContainersReady, status: "False", reason: ContainersNotReady, lastTransitionTime: {{ $now | Quote }}}
containerStatuses:
{{ range .spec.containers }}
- image: {{ .image | Quote }}
  name: {{ .name | Quote }}
  ready: false
  restartCount: 0
  state: {waiting: {reason: ImagePullBackOff}}
{{ end }}
phase: Pending
`,
    },
  },
};
