import type { NetworkProps } from '../../../../lib/aws/network/props';
import { type Json, network, only, resources, terraformJson } from '../../../support/terraform';

const terraform = (props: Partial<NetworkProps> = {}): Json => terraformJson((stack) => network(stack, props));

describe('DHCP options', () => {
  it('options: are those of AWS unless a setting differs', () => {
    expect(resources(terraform(), 'aws_vpc_dhcp_options')).toEqual({});
    const configured = terraform({ dhcp: { domainNameServers: ['10.10.0.2', '10.90.0.2'] } });
    expect(only(configured, 'aws_vpc_dhcp_options')).toEqual({
      domain_name_servers: ['10.10.0.2', '10.90.0.2'],
      ntp_servers: ['169.254.169.123'],
      tags: { Name: 'lab' },
    });
    expect(only(configured, 'aws_vpc_dhcp_options_association')).toEqual({
      dhcp_options_id: '${aws_vpc_dhcp_options.network_dhcp-options.id}',
      vpc_id: '${aws_vpc.network_vpc.id}',
    });
  });
});
