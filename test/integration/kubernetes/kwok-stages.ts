import { parseAllDocuments, stringify } from 'yaml';
import { expect } from '../support/report';

/** Prefix of the digest of an image that cannot be pulled. */
export const unpullableDigest = 'sha256:0bad0bad0bad';

interface Stage {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly resourceRef: { readonly kind: string };
    readonly selector: { readonly matchExpressions: readonly MatchExpression[] };
    readonly next: object;
    readonly delay?: object;
  };
}

interface MatchExpression {
  readonly key: string;
  readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
  readonly values?: readonly string[];
}

const isUnpullable = `.spec.containers.[].image | contains("@${unpullableDigest}")`;

/**
 * Changes kwok's stages of nodes and pods for rollouts: pods become ready with a delay, terminating pods remain for a while,
 * and pods whose image cannot be pulled never become ready.
 *
 * @param termination `full` keeps terminating pods for their preStop sleep, `short` for two seconds
 */
export function rolloutStages(stages: string, termination: 'full' | 'short'): string {
  const known = parseAllDocuments(stages)
    .map((document) => document.toJS() as Stage | null)
    .filter((stage) => stage?.kind === 'Stage' && ['Node', 'Pod'].includes(stage.spec.resourceRef.kind)) as Stage[];
  for (const name of ['pod-ready', 'pod-delete'] as const) {
    expect(
      known.some(({ metadata }) => metadata.name === name),
      `kwok has no stage ${name}`,
    );
  }
  const changed = known.map((stage) => {
    if (stage.metadata.name === 'pod-ready') return delayReadiness(stage);
    return stage.metadata.name === 'pod-delete' ? delayDeletion(stage, termination) : stage;
  });
  return [...changed, imagePullFails].map((stage) => stringify(stage)).join('---\n');
}

function delayReadiness({ spec, ...stage }: Stage): Stage {
  const { matchExpressions } = spec.selector;
  const pullable: MatchExpression = { key: isUnpullable, operator: 'NotIn', values: ['true'] };
  const delay = { durationMilliseconds: 500, jitterDurationMilliseconds: 2000 };
  return { ...stage, spec: { ...spec, selector: { matchExpressions: [...matchExpressions, pullable] }, delay } };
}

function delayDeletion({ spec, ...stage }: Stage, termination: 'full' | 'short'): Stage {
  const sleep = { expressionFrom: '(.spec.containers[0].lifecycle.preStop.sleep.seconds // 2 | tostring) + "s"' };
  const delay = { durationMilliseconds: 2000, ...(termination === 'full' && { durationFrom: sleep }) };
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
