import { databasePort } from '../../lib/aws/database/database';
import { vpcPrefixes } from '../../lib/aws/network/address-plan';
import type { AclRules, NetworkProps } from '../../lib/aws/network/props';
import { checkAddressPlan, checkCidr, tierCidr } from '../../lib/core/cidr';
import { networkProps } from '../../lib/platform/infrastructure/network-props';
import type { Environment } from '../../environments/environment';

/** The network of an environment, with the network ACL of its data tier. */
export function environmentNetwork(environment: Environment): NetworkProps {
  return networkProps(environment, { data: dataAcl(environment.network) });
}

/**
 * Only pods may connect to the database, besides the instances of the data tier among themselves: neither nodes nor agents on
 * their network have a reason to. NetworkPolicies decide which pods may.
 */
function dataAcl({ cidr, tiers, zones }: Environment['network']): AclRules {
  // The network reports an invalid plan.
  if (checkCidr(cidr, 'cidr', vpcPrefixes).length > 0 || checkAddressPlan({ tiers, zones }).length > 0) return {};
  const clients = {
    cidr: tierCidr(cidr, tiers.pods),
    protocol: 'tcp',
    ruleAction: 'allow',
    ruleNumber: 100,
  } as const;
  const within = {
    cidr: tierCidr(cidr, tiers.data),
    protocol: 'all',
    ruleAction: 'allow',
    ruleNumber: 110,
  } as const;
  return {
    'answers': { ...clients, direction: 'egress', ports: '1024-65535' },
    'clients': { ...clients, direction: 'ingress', ports: databasePort },
    'within-in': { ...within, direction: 'ingress' },
    'within-out': { ...within, direction: 'egress' },
  };
}
