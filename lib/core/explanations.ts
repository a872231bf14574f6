import type { Explanations } from './explanation';

/** Explanations of the checks in this folder. */
export const explanations = {
  'promql': {
    reason:
      'Prometheus loads none of the rules of a file in which it cannot parse one, and a dashboard with such a query is empty. A load of an autoscaler is an instant vector, whose values are added up: `rate(x[5m])`, not `x[5m]` or `scalar(x)`.',
    example: "query: 'rate(imports_total[5m]'",
    fix: "query: 'rate(imports_total[5m])'",
    see: 'https://prometheus.io/docs/prometheus/latest/querying/basics/',
  },
  'cidr': {
    reason:
      'AWS accepts an IPv4 range only in CIDR notation and only if it begins with the first address of the range.',
    example: `cidr: '10.20.1.0/16'`,
    fix: `cidr: '10.20.0.0/16'`,
    see: 'https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html',
  },
  'cidr-overlap': {
    reason:
      'Networks that share addresses cannot be peered, and a pod or Service address that is also an address of the network is unreachable.',
    example: `cidr: '10.10.0.0/16', reservedCidrs: { services: '10.10.128.0/17' }`,
    fix: `cidr: '10.10.0.0/16', reservedCidrs: { services: '172.20.0.0/16' }`,
    see: 'https://docs.aws.amazon.com/vpc/latest/peering/invalid-peering-configurations.html',
  },
  'cidr-public': {
    reason:
      'A network that has public addresses of others cannot reach their owners: 8.8.8.8 would be an address inside of it. Waive the check for addresses that the company owns.',
    example: `serviceCidr: '8.8.0.0/16'`,
    fix: `serviceCidr: '172.20.0.0/16'`,
    see: 'https://www.rfc-editor.org/rfc/rfc1918',
  },
  'cidr-special-use': {
    reason:
      'Instances use link-local addresses for metadata, DNS and time. Loopback and multicast addresses are never routed, and 172.17.0.0/16 belongs to the bridge of Docker on every machine that runs it, services of AWS included.',
    example: `cidr: '169.254.0.0/16'`,
    fix: `cidr: '10.20.0.0/16'`,
    see: 'https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html',
  },
  'cidr-size': {
    reason:
      'A network that is too small has no room for subnets of 16 addresses, the minimum of AWS. A VPC is at most a /16.',
    example: `cidr: '10.20.0.0/24'`,
    fix: `cidr: '10.20.0.0/16'`,
    see: 'https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html',
  },
  'cron-days': {
    reason:
      'Cron runs an expression on its days of the month and also on its days of the week. A date that no month has never comes.',
    example: `schedule: '0 0 1-7 * MON'`,
    fix: `schedule: '0 0 * * MON', with a test of the date in the program`,
    see: 'https://pkg.go.dev/github.com/robfig/cron/v3#hdr-CRON_Expression_Format',
  },
  'cron-schedule': {
    reason:
      'CronJobs and EC2 Auto Scaling read five fields, without seconds. The API rejects others only when it is applied.',
    example: `cron: '0 0 7 * * *'`,
    fix: `cron: '0 7 * * *'`,
    see: 'https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#schedule-syntax',
  },
  'region': {
    reason:
      'Names of zones, endpoints and ARNs contain the region, so a misspelt one appears in all of them. An AMI exists in the regions that it was copied to, and in no other.',
    example: "region: 'eu-west1'",
    fix: "region: 'eu-west-1'",
    see: 'https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html',
  },
  'region-partition': {
    reason:
      'In China, GovCloud and the sovereign clouds, ARNs begin with another partition (arn:aws-cn:), and services have other names and domains. The library writes those of the partition aws.',
    example: "region: 'us-gov-west-1'",
    fix: "region: 'us-west-2'",
    see: 'https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html',
  },
  'region-zone': {
    reason:
      'Most regions have the zones a, b and c, and some have others: ap-northeast-1 has a, c and d. A subnet in a zone that does not exist fails at apply.',
    example: `zones: { d: { slot: 3 } } // in eu-west-1`,
    fix: `zones: { c: { slot: 2 } }`,
    see: 'https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-availability-zones.html',
  },
  'rename-across-stacks': {
    reason: 'A moved block of Terraform moves addresses within one state. Another stack has another state.',
    example: `renamedFrom: 'lab-data/general'`,
    fix: `renamedFrom: 'general'`,
    see: 'https://developer.hashicorp.com/terraform/language/moved',
  },
  'rename-chain': {
    reason:
      'A construct has one previous address in the state of each environment. A second rename before the first is applied everywhere has two.',
    example: `renamedFrom: 'main' // while 'general' is not applied everywhere`,
    fix: `renamedFrom: 'general'`,
    see: 'https://developer.hashicorp.com/terraform/language/moved',
  },
  'rename-conflict': {
    reason: 'Terraform cannot move a resource away from an address that is still in the configuration.',
    example: `nodeGroups: { web: { renamedFrom: 'general' }, general: {} }`,
    fix: `nodeGroups: { web: { renamedFrom: 'general' }, batch: {} }`,
    see: 'https://developer.hashicorp.com/terraform/language/moved',
  },
  'rename-to-itself': {
    reason: 'Terraform rejects a moved block whose two addresses are equal.',
    example: `nodeGroups: { web: { renamedFrom: 'web' } }`,
    fix: `nodeGroups: { web: {} }`,
    see: 'https://developer.hashicorp.com/terraform/language/moved',
  },
  'resource-name': {
    reason: 'The API rejects a name with other characters, some APIs only when the configuration is applied.',
    example: `name: 'my network'`,
    fix: `name: 'my-network'`,
  },
  'resource-name-length': {
    reason:
      'The API rejects a longer name. Controllers of Kubernetes append suffixes to names, and the result must fit in a label of 63 characters.',
    example: `name: 'production-europe-public-customers'`,
    fix: `name: 'production-europe-public'`,
  },
  'subnet-slot': {
    reason:
      'A slot is an eighth of the network or of a tier. A wide tier begins at a multiple of its width, so that its range is one CIDR block.',
    example: `tiers: { pods: { slot: 3, width: 2 } }`,
    fix: `tiers: { pods: { slot: 4, width: 2 } }`,
  },
  'subnet-slot-conflict': {
    reason:
      'A slot determines the addresses of its subnets. Two tiers or zones in one slot would have subnets with the same range.',
    example: `zones: { a: { slot: 0 }, b: { slot: 0 } }`,
    fix: `zones: { a: { slot: 0 }, b: { slot: 1 } }`,
  },
  'tcp-port': {
    reason: 'TCP has ports from 1 to 65535.',
    example: 'port: 65_536',
    fix: 'port: 8080',
  },
  'time-zone': {
    reason:
      'A schedule follows a time zone of the IANA database. Names with an area change to daylight saving time; abbreviations are ambiguous.',
    example: `timeZone: 'local'`,
    fix: `timeZone: 'Europe/Berlin'`,
    see: 'https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#time-zones',
  },
} as const satisfies Explanations;
