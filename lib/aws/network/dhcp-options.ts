import { VpcDhcpOptions } from '@cdktf/provider-aws/lib/vpc-dhcp-options';
import { VpcDhcpOptionsAssociation } from '@cdktf/provider-aws/lib/vpc-dhcp-options-association';
import { Construct } from 'constructs';
import { Address4 } from 'ip-address';
import { addFindings, type Finding } from '../../core/diagnostics';

/** DHCP options of a network. A change creates a new set, which instances get with their next lease, within hours. */
export interface DhcpProps {
  /**
   * Domain of unqualified host names. Kubernetes' cloud provider identifies a node by the host name that AWS assigns, so keep
   * the default unless the kubelets set their node names.
   *
   * @default the domain of AWS: `<region>.compute.internal`
   * @replaces the options
   */
  readonly domainName?: string;
  /**
   * DNS servers in the order of their use, at most 4. Only the AWS server resolves private zones and endpoints, so another
   * server must forward to it.
   *
   * @default the server of AWS: `AmazonProvidedDNS`
   * @replaces the options
   */
  readonly domainNameServers?: readonly string[];
  /**
   * NTP servers, at most 4.
   *
   * @default the Amazon Time Sync Service at its link-local address: `169.254.169.123`
   * @replaces the options
   */
  readonly ntpServers?: readonly string[];
}

/**
 * DHCP options and their association with a network. Each network has its own set: destroying a shared one would affect both.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/VPC_DHCP_Options.html
 *
 * @example
 * new DhcpOptions(stack, 'dhcp-options', { name: 'shop', domainNameServers: ['10.10.0.2'], vpcId: network.vpcId });
 */
export class DhcpOptions extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { name, vpcId, ...props }: DhcpProps & { readonly name: string; readonly vpcId: string },
  ) {
    super(scope, id);
    addFindings(this, checkDhcp(props));
    const { domainName, domainNameServers = ['AmazonProvidedDNS'], ntpServers = ['169.254.169.123'] } = props;
    const options = new VpcDhcpOptions(this, 'Resource', {
      ...(domainName !== undefined && { domainName }),
      domainNameServers: [...domainNameServers],
      ntpServers: [...ntpServers],
      tags: { Name: name },
    });
    new VpcDhcpOptionsAssociation(this, 'association', { dhcpOptionsId: options.id, vpcId });
  }
}

function checkDhcp({ domainNameServers = [], ntpServers = [] }: DhcpProps): Finding[] {
  return [
    ...checkServers('domainNameServers', domainNameServers, ['AmazonProvidedDNS']),
    ...checkServers('ntpServers', ntpServers, []),
  ];
}

function checkServers(setting: string, servers: readonly string[], words: readonly string[]): Finding[] {
  const invalid = servers.filter(
    (server) => !words.includes(server) && (server.includes('/') || !Address4.isValid(server)),
  );
  const findings: Finding[] = invalid.map((server) => ({
    id: 'dhcp-server-address',
    setting,
    message: `${setting} must be ${['IPv4 addresses', ...words].join(' or ')}; got '${server}'`,
    hint: `write it as '10.20.0.2'`,
  }));
  if (servers.length <= 4) return findings;
  const message = `${setting} must be at most 4 servers; got ${servers.length}`;
  return [...findings, { id: 'dhcp-server-count', setting, message, hint: 'remove the servers that are used last' }];
}
