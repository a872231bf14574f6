import { Database, databasePort } from '../../lib/aws/database/database';
import { egressScope } from '../../lib/aws/network/address-plan';
import { serviceAddresses } from '../../lib/aws/network/prefix-list';
import type { INetwork } from '../../lib/aws/network/props';
import { SecurityGroup } from '../../lib/aws/network/security-group';
import { SecurityGroupRule } from '../../lib/aws/network/security-group-rule';
import type { Stack } from '../../lib/aws/stack/stack';
import { resourceNames } from '../../lib/platform/infrastructure/resource-names';
import type { Environment } from '../../environments/environment';
import { environmentNetwork } from './data-tier-acl';

/** The security group of nodes: traffic among them, to the database, and to 443 as far as their network has routes. */
export function nodeSecurityGroup(stack: Stack, environment: Environment, network: INetwork): SecurityGroup {
  const names = resourceNames(environment);
  const nodes = new SecurityGroup(stack, 'nodes', {
    displayName: 'nodes',
    name: names.nodes,
    egressScope: egressScope(environmentNetwork(environment), 'private'),
    vpcId: network.vpcId,
  });
  const database = SecurityGroup.existing(
    stack,
    'database',
    Database.securityGroupProps({ name: names.database, network }),
  );
  // Pods have addresses of their own behind this group; NetworkPolicies decide which of them connect to each other.
  new SecurityGroupRule(stack, 'nodes-to-nodes', {
    from: nodes,
    port: 'all',
    description: 'pods and kubelets',
    to: nodes,
  });
  new SecurityGroupRule(stack, 'nodes-to-database', {
    from: nodes,
    port: databasePort,
    description: 'PostgreSQL',
    to: database,
  });
  if (nodes.egressScope === 'internet') {
    const description = 'AWS, registries and sources';
    new SecurityGroupRule(stack, 'nodes-to-internet', { from: nodes, port: 443, description, to: '0.0.0.0/0' });
  } else {
    restrictEgressToVpc(stack, environment, nodes);
  }
  return nodes;
}

/** Egress without NAT: the AWS APIs and the API server inside the network, S3 and DynamoDB through gateway endpoints. */
function restrictEgressToVpc(
  stack: Stack,
  { network, region }: Pick<Environment, 'network' | 'region'>,
  from: SecurityGroup,
): void {
  const description = 'AWS and the API server';
  new SecurityGroupRule(stack, 'nodes-to-network', { from, port: 443, description, to: network.cidr });
  for (const service of ['dynamodb', 's3'] as const) {
    const to = serviceAddresses(stack, `addresses-${service}`, { region, service });
    new SecurityGroupRule(stack, `nodes-to-${service}`, {
      from,
      port: 443,
      description: 'by the gateway endpoint',
      to,
    });
  }
}
