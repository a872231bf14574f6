import { VpcDhcpOptions } from '@cdktf/provider-aws/lib/vpc-dhcp-options';
import { VpcDhcpOptionsAssociation } from '@cdktf/provider-aws/lib/vpc-dhcp-options-association';
import { Address4 } from 'ip-address';
import { Construct } from 'constructs';
import type { Finding } from '../../core/diagnostics';

/** What machines are told about names and time. Each change makes a new set; machines take it at their next lease, within hours. */
export interface DhcpProps {
  /**
   * The domain of short names. Kubernetes' cloud provider finds a node by the name that its instance has in AWS, so leave
   * it to AWS unless nodes are told their names. @replaces the set @default AWS's: `<region>.compute.internal`
   */
  readonly domainName?: string;
  /**
   * DNS servers, in the order in which they are asked, at most 4. Private zones and endpoints are known only to AWS's own,
   * so another server has to ask that one. @replaces the set @default AWS's own: `AmazonProvidedDNS`
   */
  readonly nameServers?: readonly string[];
  /** Time servers, at most 4. @replaces the set @default Amazon's, by the link-local address: `169.254.169.123` */
  readonly timeServers?: readonly string[];
}

/** A network's own DHCP options, and that it uses them. Shared with another network, destroying them would take them from both. */
export class DhcpOptions extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { name, vpcId, ...props }: DhcpProps & { readonly name: string; readonly vpcId: string },
  ) {
    super(scope, id);
    const { domainName, nameServers = ['AmazonProvidedDNS'], timeServers = ['169.254.169.123'] } = props;
    const options = new VpcDhcpOptions(this, 'Resource', {
      ...(domainName !== undefined && { domainName }),
      domainNameServers: [...nameServers],
      ntpServers: [...timeServers],
      tags: { Name: name },
    });
    new VpcDhcpOptionsAssociation(this, 'association', { dhcpOptionsId: options.id, vpcId });
  }
}

/** What is wrong with the options. Source: "DHCP option sets in Amazon VPC", AWS. */
export function checkDhcp({ nameServers = [], timeServers = [] }: DhcpProps): Finding[] {
  return [
    ...checkServers('nameServers', nameServers, ['AmazonProvidedDNS']),
    ...checkServers('timeServers', timeServers, []),
  ];
}

function checkServers(setting: string, servers: readonly string[], words: readonly string[]): Finding[] {
  const wrong = servers.filter(
    (server) => !words.includes(server) && (server.includes('/') || !Address4.isValid(server)),
  );
  const allowed = ['IPv4 addresses', ...words].join(' or ');
  return [
    ...wrong.map((server) => ({
      hint: 'write it as 10.20.0.2',
      message: `${setting} are ${allowed}, got '${server}'`,
      setting: `dhcp.${setting}`,
    })),
    ...(servers.length > 4
      ? [
          {
            hint: 'leave some out',
            message: `${setting} are at most 4, got ${servers.length}`,
            setting: `dhcp.${setting}`,
          },
        ]
      : []),
  ];
}
