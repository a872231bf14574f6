import type { Explanations } from '../../core/explanation';

export const explanations = {
  'load-balancer-certificate': {
    reason: 'An HTTPS listener has exactly one default certificate, and each other certificate once.',
    example: "certificate, certificateDomain: 'example.com'",
    fix: "certificateDomain: 'example.com'",
    see: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/https-listener-certificates.html',
  },
  'load-balancer-certificate-quota': {
    reason: 'A load balancer has at most 25 certificates in addition to the default certificates of its listeners.',
    example: 'additionalCertificates: { a, b, … } // 26 certificates',
    fix: 'additionalCertificates: { a, b, … } // 25 certificates, one of them for several domains',
    see: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html',
  },
  'load-balancer-name': {
    reason: 'The name of a load balancer is unique among the application and network load balancers of a region.',
    example: "name: 'lab-public' // of two load balancers",
    fix: "name: 'lab-internal'",
    see: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html',
  },
  'load-balancer-allowed-ranges': {
    reason:
      'Each range is a rule of the security group for each listener. Clients prefer IPv6, so a name with IPv6 addresses needs ranges of both families.',
    example: "ipAddressType: 'dualstack', allowedRanges: { office: '203.0.113.0/24' }",
    fix: "ipAddressType: 'dualstack', allowedRanges: { office: '203.0.113.0/24', officeIpv6: '2001:db8:1::/48' }",
    see: 'https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html#vpc-limits-security-groups',
  },
  'load-balancer-ipv6': {
    reason: 'AWS creates a dual-stack load balancer only in subnets with an IPv6 range.',
    example: "ipAddressType: 'dualstack', tier: 'public' // in a tier without ipv6",
    fix: "ipv6: 'amazon-provided', tiers: { public: { access: 'public', ipv6: true, slot: 0 } }",
    see: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html#ip-address-type',
  },
  'load-balancer-idle-timeout': {
    reason:
      'An application load balancer closes a connection that is idle for this time; AWS accepts 1 to 4000 seconds.',
    example: "idleTimeout: '2h'",
    fix: "idleTimeout: '1h'",
    see: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html',
  },
  'load-balancer-scheme': {
    reason:
      'An internet-facing load balancer needs subnets with a route to an internet gateway. An internal one in a public tier would have its targets next to the internet.',
    example: "scheme: 'internet-facing', tier: 'private'",
    fix: "scheme: 'internet-facing', tier: 'public'",
    see: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/how-elastic-load-balancing-works.html',
  },
  'load-balancer-zones': {
    reason: 'AWS creates an application load balancer only with subnets in at least two Availability Zones.',
    example: "tier: 'public' // with one zone",
    fix: 'zones: { a: { slot: 0 }, b: { slot: 1 } }',
    see: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html',
  },
  'load-balancer-quota': {
    reason: 'AWS rejects rules, target groups and targets above the quotas of a load balancer, during the apply.',
    example: 'maxSizePerZone: 900 // with two services on the load balancer',
    fix: 'maxSizePerZone: 400',
    see: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html',
  },
  'load-balancer-hairpin': {
    reason:
      'An instance that connects to itself through an internal load balancer gets packets with its own address as their source, and drops them.',
    example: "scheme: 'internal', listeners: { api: { preserveClientIp: true, … } }",
    fix: "scheme: 'internal', listeners: { api: { … } }",
    see: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-troubleshooting.html',
  },
  'network-load-balancer-security-groups': {
    reason:
      'AWS adds security groups only to a network load balancer that was created with one, so the first one replaces the load balancer and its addresses.',
    example: 'securityGroups: []',
    fix: 'securityGroups: [clients]',
    see: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-security-groups.html',
  },
  'network-load-balancer-nodes': {
    reason:
      'Instances drop the connections and health checks of a network load balancer that their security group does not admit, so that all targets are unhealthy.',
    example: 'listeners: { api: { nodeGroups: { general }, … } }',
    fix: 'listeners: { api: { nodeGroups: { general }, … } }, nodes',
    see: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-security-groups.html',
  },
  'network-load-balancer-logs': {
    reason: 'A network load balancer logs TLS requests only, so the bucket would stay empty.',
    example: 'accessLogs: logs, listeners: { api: { protocol: ListenerProtocol.tcp(6443), … } }',
    fix: 'listeners: { api: { protocol: ListenerProtocol.tcp(6443), … } }',
    see: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-access-logs.html',
  },
  'listener-port': {
    reason: 'A load balancer has one listener for each port from 1 to 65535.',
    example:
      'listeners: { a: { protocol: ListenerProtocol.tcp(443), … }, b: { protocol: ListenerProtocol.tcp(443), … } }',
    fix: 'listeners: { a: { protocol: ListenerProtocol.tcp(443), … }, b: { protocol: ListenerProtocol.tcp(8443), … } }',
    see: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-listeners.html',
  },
  'listener-protocol': {
    reason:
      'A TCP listener forwards bytes unchanged, TLS included. Only a TLS listener can encrypt connections to targets again.',
    example: "protocol: ListenerProtocol.tcp(443), targetProtocol: 'TLS'",
    fix: "protocol: ListenerProtocol.tls(443, certificate), targetProtocol: 'TLS'",
    see: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-listeners.html',
  },
  'listener-rule-priority': {
    reason:
      'A listener evaluates its rules by priority, from 1 to 50000, and AWS rejects a second rule of the same priority, also for the moment of an apply in which the other rule moves.',
    example: 'exposure: { priority: 10, … } // of two services',
    fix: 'exposure: { priority: 20, … }',
    see: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-rules.html',
  },
  'listener-rule-unreachable': {
    reason:
      'The first rule that matches a request forwards it. A rule whose requests all match an earlier one gets none.',
    example: "{ host, paths: ['/*'], priority: 10 } and { host, paths: ['/v1/*'], priority: 20 }",
    fix: "{ host, paths: ['/*'], priority: 30 } and { host, paths: ['/v1/*'], priority: 20 }",
    see: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-rules.html',
  },
  'exposure-scheme': {
    reason:
      'A service on a load balancer of the other scheme is unreachable for its clients, or exposed to the internet.',
    example: "exposure: { scheme: 'internal', … }, loadBalancer: internetFacing",
    fix: "exposure: { scheme: 'internal', … }, loadBalancer: internal",
  },
  'exposure-idle-timeout': {
    reason: 'The load balancer closes idle connections after its own timeout, even if the service keeps them longer.',
    example: "exposure: { idleTimeout: '10m', … } // on a load balancer with 60s",
    fix: "new ApplicationLoadBalancer(…, { idleTimeout: '10m', … })",
    see: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html',
  },
  'exposure-host': {
    reason:
      'The wildcard of a certificate matches one label, and browsers reject it for other hosts. A listener rule accepts at most 128 characters, and only letters after the last dot.',
    example: "host: 'v1.api.example.com' // with a certificate for *.example.com",
    fix: "host: 'api-v1.example.com'",
    see: 'https://docs.aws.amazon.com/acm/latest/userguide/acm-certificate-characteristics.html',
  },
  'exposure-paths': {
    reason:
      'A listener rule compares with few values and wildcards. A pattern that matches nothing of its own is a mistake.',
    example: "paths: ['/v1/*', '/v1/orders']",
    fix: "paths: ['/v1/*']",
    see: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html',
  },
  'node-port': {
    reason:
      'Every node listens on the node ports of all services, so each of them belongs to one service or variant. Kubernetes assigns 30000 to 32767.',
    example: 'nodePort: 8080',
    fix: 'nodePort: 30080',
    see: 'https://kubernetes.io/docs/concepts/services-networking/service/#type-nodeport',
  },
  'variant-weight': {
    reason: 'Weights are relative to their sum. If all are 0, the load balancer responds with 503.',
    example: 'weight: 0, variants: { green: { nodePort: 30181, weight: 0 } }',
    fix: 'weight: 0, variants: { green: { nodePort: 30181, weight: 100 } }',
    see: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroupTuple.html',
  },
  'variant-count': {
    reason: 'A listener rule forwards to at most five target groups: that of the service and four variants.',
    example: 'variants: { a, b, c, d, e }',
    fix: 'variants: { a, b, c, d }',
    see: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html',
  },
  'target-group-quota': {
    reason: 'AWS attaches at most 50 target groups to an Auto Scaling group, and does not raise this quota.',
    example: '51 services on one node group',
    fix: '30 services on one node group, 21 on another',
    see: 'https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-quotas.html',
  },
  'target-group-name': {
    reason:
      'A target group is named by the prop and a hash of its port, protocol and type. AWS rejects a second group of one name.',
    example: "name: 'lab-api', port: 30080 // of two target groups",
    fix: "name: 'lab-api-2', port: 30080",
    see: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html',
  },
  'target-group-port': {
    reason: 'Targets listen on a TCP port from 1 to 65535.',
    example: 'port: 0',
    fix: 'port: 30080',
    see: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html',
  },
  'target-group-delay': {
    reason: 'A load balancer waits at most an hour for the requests of a deregistering target.',
    example: "deregistrationDelay: '2h'",
    fix: "deregistrationDelay: '1h'",
    see: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html',
  },
  'target-group-protocol': {
    reason:
      'Targets of an application load balancer are checked by HTTP or HTTPS, gRPC targets by gRPC. Client addresses are an option of TCP and TLS targets only.',
    example: "protocol: 'HTTP', healthCheck: HealthCheck.tcp()",
    fix: "protocol: 'HTTP', healthCheck: HealthCheck.http({ path: '/health/ready' })",
    see: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html',
  },
  'health-check-timing': {
    reason: 'AWS rejects other intervals, timeouts and thresholds. A check must end before the next one begins.',
    example: "HealthCheck.http({ path: '/', interval: '10s', timeout: '10s' })",
    fix: "HealthCheck.http({ path: '/', interval: '10s', timeout: '5s' })",
    see: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html',
  },
  'health-check-path': {
    reason:
      'An HTTP health check requests an absolute path, and a gRPC health check calls a method. Other paths always fail.',
    example: "healthPath: 'ready'",
    fix: "healthPath: '/ready'",
    see: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html',
  },
  'health-check-port': {
    reason: 'A health check connects to a TCP port from 1 to 65535.',
    example: "HealthCheck.http({ path: '/', port: 0 })",
    fix: "HealthCheck.http({ path: '/' })",
    see: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html',
  },
  'health-check-matcher': {
    reason:
      'A matcher is a list or an ascending range of status codes: 200 to 499 for application load balancers, 200 to 599 for network load balancers. Patterns such as 2xx are rejected.',
    example: "matcher: '2xx'",
    fix: "matcher: '200-299'",
    see: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Matcher.html',
  },
  'error-rate-alarm': {
    reason:
      'The alarm is named after its load balancer, and CloudWatch overwrites an alarm of the same name without an error.',
    example: 'two ErrorRateAlarms of one load balancer',
    fix: 'one ErrorRateAlarm, for the topic and for instance refreshes',
    see: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html',
  },
  'error-rate': {
    reason:
      'The error rate is a percentage of all requests, and counts from a number of failed requests on. An alarm at 0 % would go off with the first failed request.',
    example: 'maxErrorRatePercent: 500',
    fix: 'maxErrorRatePercent: 5',
    see: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html',
  },
} as const satisfies Explanations;
