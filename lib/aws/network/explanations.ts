import type { Explanations } from '../../core/explanation';

/** Explanations of the checks in this folder. */
export const explanations = {
  'default-network-acl': {
    reason:
      'A subnet without an own network ACL has the default one. An empty network ACL denies all traffic of the subnet.',
    example: `defaultAcl: 'empty', tiers: { data: { access: 'isolated', slot: 1 } }`,
    fix: `defaultAcl: 'open', tiers: { data: { access: 'isolated', slot: 1 } }`,
    see: 'https://docs.aws.amazon.com/vpc/latest/userguide/default-network-acl.html',
  },
  'dhcp-server-address': {
    reason: 'DHCP options name DNS and time servers by their IP addresses.',
    example: `dhcp: { domainNameServers: ['dns.example'] }`,
    fix: `dhcp: { domainNameServers: ['10.10.0.2'] }`,
    see: 'https://docs.aws.amazon.com/vpc/latest/userguide/VPC_DHCP_Options.html',
  },
  'dhcp-server-count': {
    reason: 'DHCP options have at most four DNS servers and four time servers.',
    example: `dhcp: { domainNameServers: ['10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.0.4', '10.0.0.5'] }`,
    fix: `dhcp: { domainNameServers: ['10.0.0.1', '10.0.0.2'] }`,
    see: 'https://docs.aws.amazon.com/vpc/latest/userguide/VPC_DHCP_Options.html',
  },
  'egress-ipv6': {
    reason: 'Security group rules of this library are for IPv4 ranges.',
    example: `to: '::/0'`,
    fix: `to: '0.0.0.0/0'`,
  },
  'egress-without-nat': {
    reason:
      'Without NAT, a private tier has no route to the internet. The rule would allow a connection that times out.',
    example: `from: { ...nodes, egressScope: 'network' }, to: '0.0.0.0/0'`,
    fix: `from: { ...nodes, egressScope: 'network' }, to: '10.10.0.0/16'`,
    see: 'https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html',
  },
  'endpoint-conflict': {
    reason: 'A private DNS name of a service resolves to one endpoint in a VPC. AWS rejects a second one.',
    example: `services: { keys: 'kms', kms: 'kms' }`,
    fix: `services: { kms: 'kms' }`,
    see: 'https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html',
  },
  'endpoint-gateway-service': {
    reason:
      'Every network has gateway endpoints for S3 and DynamoDB, which cost nothing. An interface endpoint costs money.',
    example: `services: { storage: 's3' }`,
    fix: `services: { kms: 'kms' }`,
    see: 'https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html',
  },
  'endpoint-service-name': {
    reason: 'The service name of an endpoint is com.amazonaws, the region and the service. The first two are added.',
    example: `services: { kms: 'com.amazonaws.eu-west-1.kms' }`,
    fix: `services: { kms: 'kms' }`,
    see: 'https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html',
  },
  'endpoint-zones': {
    reason: 'AWS rejects an endpoint in a zone that does not have its service, and two subnets of one zone.',
    example: "codeartifact: { service: 'codeartifact.api', zones: ['a', 'd'] }, in a network with the zones a, b and c",
    fix: "codeartifact: { service: 'codeartifact.api', zones: ['a', 'b'] }",
    see: 'https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html',
  },
  'endpoint-tier': {
    reason: 'An interface endpoint has an address in a subnet of each zone.',
    example: `tier: 'endpoint' // the network has no such tier`,
    fix: `tier: 'endpoints'`,
    see: 'https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html',
  },
  'nat-placement': {
    reason: 'A zonal NAT gateway is in a subnet with a route to the internet gateway, in a zone of the network.',
    example: `natPlacement: { tier: 'data', zone: 'f' }`,
    fix: `natPlacement: { tier: 'public', zone: 'a' }`,
    see: 'https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html',
  },
  'nat-public-tier': {
    reason: 'A zonal NAT gateway is in a subnet with a route to the internet gateway. A regional one needs no subnet.',
    example: `nat: 'per-zone', tiers: { private: { access: 'private', slot: 0 } }`,
    fix: `nat: 'regional', tiers: { private: { access: 'private', slot: 0 } }`,
    see: 'https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html',
  },
  'network-acl-cidr': {
    reason: 'A rule of a network ACL applies to a range in CIDR notation, which begins with its first address.',
    example: `cidr: '10.10.1.0/16'`,
    fix: `cidr: '10.10.0.0/16'`,
    see: 'https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html',
  },
  'network-acl-ports': {
    reason: 'A rule of a network ACL has a range of ports for TCP or UDP, and none for all protocols.',
    example: `ports: '65535-1024'`,
    fix: `ports: '1024-65535'`,
    see: 'https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html',
  },
  'network-acl-return-traffic': {
    reason:
      'A network ACL is stateless: the return traffic of an allowed connection needs a rule in the other direction, usually for ephemeral ports.',
    example: `acl: { postgres: { cidr: '10.10.0.0/16', direction: 'ingress', ports: 5432, protocol: 'tcp', ruleAction: 'allow', ruleNumber: 100 } }`,
    fix: `acl: { answers: { cidr: '10.10.0.0/16', direction: 'egress', ports: '1024-65535', protocol: 'tcp', ruleAction: 'allow', ruleNumber: 100 }, … }`,
    see: 'https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html',
  },
  'network-acl-rule-conflict': {
    reason:
      'The rule number decides which rule applies. AWS rejects a second rule with a number in the same direction.',
    example: `acl: { postgres: { direction: 'ingress', ruleNumber: 100, … }, ssh: { direction: 'ingress', ruleNumber: 100, … } }`,
    fix: `acl: { postgres: { direction: 'ingress', ruleNumber: 100, … }, ssh: { direction: 'ingress', ruleNumber: 110, … } }`,
    see: 'https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html',
  },
  'network-acl-rule-number': {
    reason: 'AWS accepts rule numbers from 1 to 32766.',
    example: 'number: 40_000',
    fix: 'number: 100',
    see: 'https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html',
  },
  'network-acl-size': {
    reason: 'A network ACL has a quota of 20 rules in a direction, of which AWS needs two.',
    example: 'acl with 19 inbound rules',
    fix: 'acl with 18 inbound rules',
    see: 'https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html',
  },
  'network-ipv6': {
    reason: 'The IPv6 range of a subnet is part of the IPv6 block of its VPC.',
    example: `tiers: { private: { access: 'private', ipv6: true, slot: 4 } }`,
    fix: `ipv6: 'amazon-provided', tiers: { private: { access: 'private', ipv6: true, slot: 4 } }`,
    see: 'https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html',
  },
  'peering-route-tables': {
    reason: 'A packet and its answer each need a route, so both networks of a peering need one.',
    example: `to: { network: tools, routeTables: {} }`,
    fix: `to: { network: tools, routeTables: tools.routeTables }`,
    see: 'https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-routing.html',
  },
  'public-ingress-port': {
    reason:
      'Only an internet-facing load balancer accepts connections from every address, on its HTTP and HTTPS listeners.',
    example: `from: 'internet', port: 5432`,
    fix: `from: 'internet', port: 443`,
  },
  'security-group-rule-conflict': {
    reason:
      'AWS rejects a second rule with the same group, direction, ports and peer, even if its description differs: InvalidPermission.Duplicate.',
    example: `two rules from web to database on port 5432: one for 'queries', one for 'reports'`,
    fix: `one rule with the description 'queries and reports'`,
    see: 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AuthorizeSecurityGroupIngress.html',
  },
  'security-group-rule-description': {
    reason:
      'AWS rejects other characters in a description. It is completed with the name of the other side, up to 255 characters.',
    example: `description: "the team's queries"`,
    fix: `description: 'queries of the team'`,
    see: 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpRange.html',
  },
  'wide-egress-port': {
    reason:
      'Egress to ranges wider than any private network is limited to TLS, so that a compromised instance cannot send data by arbitrary protocols.',
    example: `port: 80, to: '0.0.0.0/0'`,
    fix: `port: 443, to: '0.0.0.0/0'`,
  },
  'wide-ingress': {
    reason: 'A range wider than any private network (10.0.0.0/8) contains public addresses.',
    example: `from: '0.0.0.0/0', port: 22`,
    fix: `from: '10.10.0.0/16', port: 22`,
    see: 'https://www.rfc-editor.org/rfc/rfc1918',
  },
  'zone-letter': {
    reason: 'The availability zone is the region with a letter: eu-west-1a. Zones have their letter as key.',
    example: `zones: { 'eu-west-1a': { slot: 0 } }`,
    fix: `zones: { a: { slot: 0 } }`,
    see: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-regions-availability-zones.html',
  },
} as const satisfies Explanations;
