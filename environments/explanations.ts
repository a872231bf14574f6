import type { Explanations } from '../lib/core/explanation';

export const explanations = {
  'account': {
    reason:
      'Each stack accepts only credentials of its account, so that a plan never runs in the account of another environment. An AWS account id has 12 digits.',
    example: "account: '11111111111'",
    fix: "account: '011111111111'",
    see: 'https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-identifiers.html',
  },
  'unique-account': {
    reason:
      'The account is the boundary between environments. In a shared account, credentials of the lab could change production.',
    example: "account: '333333333333', in lab.ts and in production.ts",
    fix: "account: '111111111111' in lab.ts",
    see: 'https://docs.aws.amazon.com/whitepapers/latest/organizing-your-aws-environment/organizing-your-aws-environment.html',
  },
  'domain': {
    reason:
      'The names of certificates and DNS records end in the domain. DNS names are labels of at most 63 characters.',
    example: "domain: 'https://lab.imp.example/'",
    fix: "domain: 'lab.imp.example'",
    see: 'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DomainNameFormat.html',
  },
  'unique-domain': {
    reason:
      'The parent zone delegates a domain to one hosted zone, in one account. Certificates of another environment are never validated, and its records are never read.',
    example: "domain: 'lab.imp.example', in lab.ts and in staging.ts",
    fix: "domain: 'staging.imp.example' in staging.ts",
    see: 'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/CreatingNewSubdomain.html',
  },
  'tier-access': {
    reason:
      'Nodes and pods have no public addresses, so in a public tier they reach nothing, and in an isolated one no registry. A database in a public tier has a route to the internet.',
    example: "network: { tiers: { data: { access: 'public' } } }",
    fix: "network: { tiers: { data: { access: 'isolated' } } }",
    see: 'https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html',
  },
  'web-acl-name': {
    reason: 'A web ACL is found by its name. With another text, the plan of the cluster stack fails.',
    example: "loadBalancer: { webAcl: 'arn:aws:wafv2:eu-west-1:111111111111:regional/webacl/imp/1' }",
    fix: "loadBalancer: { webAcl: 'imp' }",
    see: 'https://docs.aws.amazon.com/waf/latest/APIReference/API_CreateWebACL.html',
  },
  'alarm-topic': {
    reason:
      'An alarm without an SNS topic is shown in the console only. Alarms of protected data must reach the people on call. CloudWatch alarms cannot publish to FIFO topics.',
    example: "alarms: { topic: 'alarms.fifo' }",
    fix: "alarms: { topic: 'alarms' }",
    see: 'https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html',
  },
  'network-overlap': {
    reason: 'Networks with the same addresses cannot be peered, and a transit gateway cannot route between them.',
    example: "cidr: '10.20.0.0/16', in lab.ts and in staging.ts",
    fix: "cidr: '10.10.0.0/16' in lab.ts",
    see: 'https://docs.aws.amazon.com/vpc/latest/peering/invalid-peering-configurations.html',
  },
  'override-without-effect': {
    reason:
      'Records are merged with base.ts: an empty record, undefined or an equal value changes nothing, although it looks as if it did.',
    example: 'replicas: {}',
    fix: 'replicas: { readers: null }',
  },
  'setting-removal': {
    reason: 'null removes an entry of a record or an optional setting. A required setting cannot be removed.',
    example: 'database: null',
    fix: 'database: { replicas: { readers: null } }',
  },
  'lock-file-syntax': {
    reason: 'A lock file is strict JSON: no comments, and no comma after the last entry.',
    example: '{ "lab": {}, }',
    fix: '{ "lab": {} }',
    see: 'https://www.rfc-editor.org/rfc/rfc8259',
  },
  'duplicate-key': {
    reason: 'Of two equal keys JSON parsers use the last one and ignore the other, so its pins would be lost.',
    example: '{ "lab": { "web": … }, "lab": { "api": … } }',
    fix: '{ "lab": { "web": …, "api": … } }',
    see: 'https://www.rfc-editor.org/rfc/rfc8259#section-4',
  },
  'machine-image-pin': {
    reason:
      'Nodes start from an AMI that is pinned by its id, so that every node of a group is the same. An AMI id is valid in one region.',
    example: "image: 'nodee'",
    fix: "image: 'node', with an id for the environment's region in environments/machine-images.lock.json",
  },
  'container-image-pin': {
    reason: 'Pods run an image that is pinned by its digest, because a registry can move a tag to another image.',
    example: 'services: { reports: { … } }, without a pin',
    fix: 'reports: { pinned: { repository: …, digest: … }, history: [] } in environments/container-images.lock.json',
    see: 'https://kubernetes.io/docs/concepts/containers/images/#image-names',
  },
  'environment-pins': {
    reason: 'Each environment has pins of its own, so that a release reaches one environment after the other.',
    example: 'environments/sandbox.ts, and no "sandbox" in environments/machine-images.lock.json',
    fix: '"sandbox": { "node": { "pinned": …, "history": [] } } in both lock files',
  },
  'environment-list': {
    reason: 'Each entry of the list in environments/index.ts is what defineEnvironment returns.',
    example: 'const definitions = { lab, staging: undefined }',
    fix: 'const definitions = { lab, staging }',
  },
  'environment-name': {
    reason:
      'Accounts, pins and outputs are found by the name of an environment, and errors name its file by it. A second entry with the same environment would have another file.',
    example: "defineEnvironment('labs', { … }) in environments/lab.ts",
    fix: "defineEnvironment('lab', { … }) in environments/lab.ts",
  },
  'unique-state-bucket': {
    reason:
      'The stack bootstrap of each environment creates the bucket of its states, and the names of buckets are unique in all of AWS.',
    example: "state: { bucket: 'imp-terraform-state' }, in lab.ts and in staging.ts",
    fix: "state: { bucket: 'imp-staging-terraform-state' } in staging.ts",
    see: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html',
  },
  'pin-history': {
    reason:
      'A rollback pins an entry of the history. The pinned image among them hides the one that was pinned before it.',
    example: '{ "pinned": { "digest": "sha256:1…" }, "history": [{ "digest": "sha256:1…" }] }',
    fix: '{ "pinned": { "digest": "sha256:1…" }, "history": [{ "digest": "sha256:0…" }] }',
  },
  'kubernetes-version-step': {
    reason:
      'Kubernetes is upgraded one minor version at a time, and a kubelet may be three minor versions older than its API server. Nodes of another version do not join, or lose their pods.',
    example: '{ "pinned": { "kubernetesVersion": "1.36.0" }, "history": [{ "kubernetesVersion": "1.34.2" }] }',
    fix: '{ "pinned": { "kubernetesVersion": "1.35.1" }, "history": [{ "kubernetesVersion": "1.34.2" }] }',
    see: 'https://kubernetes.io/releases/version-skew-policy/#kubelet',
  },
  'image-promotion': {
    reason:
      'An image that no other environment has run yet meets its first fault where the data is. Environments of the list get an image in their order.',
    example: 'a recipe that is pinned in production only',
    fix: 'the recipe that lab has run',
  },
  'machine-image-conflict': {
    reason:
      'An AMI is built once, in one account. With another version than its own, or in an account that cannot see it, the plan of the cluster stack fails.',
    example: "lab's AMI id in production",
    fix: "the AMI id that Packer printed for production's account",
    see: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/sharingamis-explicit.html',
  },
  'container-image-repository': {
    reason: 'A service that runs the image of another one starts, and answers with its pages.',
    example: '"web": { "pinned": { "repository": "…/api" } }',
    fix: '"web": { "pinned": { "repository": "…/web" } }',
  },
  'container-image-region': {
    reason:
      'Interface endpoints lead to the registry of their own region, so nodes without NAT cannot pull from another one. With NAT, each pull is billed, and fails with the other region.',
    example: '"repository": "333333333333.dkr.ecr.us-east-1.amazonaws.com/web", in eu-west-1',
    fix: '"repository": "333333333333.dkr.ecr.eu-west-1.amazonaws.com/web"',
    see: 'https://docs.aws.amazon.com/AmazonECR/latest/userguide/replication.html',
  },
  'unknown-pin': {
    reason:
      'A pin under a misspelt name is used by nothing, and the environment or service that it is meant for has none.',
    example: '{ "lba": { "web": … } }',
    fix: '{ "lab": { "web": … } }',
  },
  'unknown-environment': {
    reason: 'The environments of a command are those in the list of environments/index.ts.',
    example: 'adamant synth prod',
    fix: 'adamant synth production',
  },
  'packer-manifest': {
    reason:
      "Ids, version and recipe of an image are copied from what Packer wrote, so that they belong together: the file 'output' of its post-processor manifest.",
    example: 'adamant images pin packer.log',
    fix: 'adamant images pin packer-manifest.json',
    see: 'https://developer.hashicorp.com/packer/docs/post-processors/manifest',
  },
} as const satisfies Explanations;
