import type { Explanations } from '../core/explanation';

const verify = 'adamant addons verify';

export const explanations = {
  'addon-commit': {
    reason:
      'A branch or a tag can be moved to another commit. The next apply would install another program without a review.',
    example: "commit: 'v2.20.0'",
    fix: "commit: '9dc3711b617fc77b3bbcc9e198590e33d008cbf3'",
    see: 'https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/resource/',
  },
  'addon-source': {
    reason: 'An addon is a folder of a public repository on GitHub.',
    example: "repository: 'https://github.com/rabbitmq/cluster-operator.git'",
    fix: "repository: 'rabbitmq/cluster-operator', folder: 'config/installation'",
    see: 'https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/resource/',
  },
  'addon-kubernetes-version': {
    reason: 'A release that does not support the version of the API server may use interfaces that the server lacks.',
    example: "kubernetesVersion: '1.34', with a release for 1.28 to 1.32",
    fix: 'release: a later release of the addon',
    see: 'https://kubernetes.io/releases/version-skew-policy/',
  },
  'addon-declaration': {
    reason:
      'The quota, the fit of the nodes and the images that are pulled follow from the declaration of every container.',
    example: "pods: { 'rabbitmq-cluster-operator': { containers: {} } }",
    fix: "pods: { 'rabbitmq-cluster-operator': { containers: { operator: { cpu: '200m', memory: '512Mi' } } } }",
  },
  'addon-replicas': {
    reason:
      'An addon without pods does nothing: its custom resources are stored, and nobody acts on them. The API server reads a number of 32 bits.',
    example: 'replicas: 0',
    fix: 'replicas: 1',
  },
  'addon-crd': {
    reason: 'Two addons with one custom resource definition overwrite it with every apply.',
    example: 'two addons with rabbitmqclusters.rabbitmq.com in crds',
    fix: 'one of them',
    see: 'https://kubernetes.io/docs/reference/using-api/server-side-apply/#conflicts',
  },
  'addon-undeclared': {
    reason: `The source of an addon contains something that nobody has declared, so nobody has reviewed it. Found by \`${verify}\`.`,
    example: 'objects: [], for a source with a ClusterRole',
    fix: "objects: ['ClusterRole rabbitmq-cluster-operator-role']",
  },
  'addon-missing': {
    reason: `The declaration names something that the source does not contain, such as after an upgrade. Found by \`${verify}\`.`,
    example: "crds: ['brokers.example.com']",
    fix: "crds: ['rabbitmqclusters.rabbitmq.com']",
  },
  'addon-namespace': {
    reason: `A kustomization moves all objects into one namespace. A RoleBinding gives access to a Role of its own namespace only, so one that was moved out of kube-system gives none, and the addon fails when it runs. Found by \`${verify}\`.`,
    example: "objects: ['RoleBinding metrics-auth-reader'], which the source has in kube-system",
    fix: "otherNamespaces: { 'kube-system': ['RoleBinding metrics-auth-reader'] }",
    see: 'https://kubernetes.io/docs/tasks/extend-kubernetes/setup-extension-api-server/',
  },
  'addon-image': {
    reason: `kustomize finds an image by its name without the tag. A source with two versions of one image would run both containers with one of them. Found by \`${verify}\`.`,
    example:
      "containers: { agent: 'ghcr.io/example/agent', setup: 'ghcr.io/example/agent' }, for a source with v1 and v2",
    fix: "containers: { agent: 'ghcr.io/example/agent:v2', setup: 'ghcr.io/example/agent:v1' }, and both in images",
    see: 'https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/images/',
  },
  'addon-workload': {
    reason: `Policies, quota and patches follow from the declared labels, ports and containers. With others, an addon is not reachable or runs a second container. Found by \`${verify}\`.`,
    example: "containers: { manager: '…' }, for a Deployment with the container operator",
    fix: "containers: { operator: '…' }",
  },
  'addon-webhook-port': {
    reason: `The API server calls a webhook before it stores an object. If a NetworkPolicy denies the call, the object is rejected. Found by \`${verify}\`.`,
    example: 'a source with a ValidatingWebhookConfiguration, and no webhookPort',
    fix: 'webhookPort: 9443',
    see: 'https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/',
  },
} as const satisfies Explanations;
