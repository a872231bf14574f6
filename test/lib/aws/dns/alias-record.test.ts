import { AliasRecord } from '../../../../lib/aws/dns/alias-record';
import { PublicZone } from '../../../../lib/aws/dns/public-zone';
import type { Stack } from '../../../../lib/aws/stack/stack';
import { resources, terraformJson } from '../../../support/terraform';

const domain = 'lab.imp.example';

describe('alias record', () => {
  const target = { addresses: 'ipv4', dnsName: 'lab-1.elb.amazonaws.com', hostedZoneId: 'Z32O12XQLNTSW2' } as const;

  function describeAlias(host: string, addresses: 'ipv4' | 'dualstack' = 'ipv4') {
    return (stack: Stack) => {
      const zone = new PublicZone(stack, 'public-zone', { name: domain });
      new AliasRecord(stack, 'record', { host, target: { ...target, addresses }, zone });
    };
  }

  it('records: A, and AAAA if the target has IPv6', () => {
    const record = {
      alias: { evaluate_target_health: true, name: target.dnsName, zone_id: target.hostedZoneId },
      name: 'api.lab.imp.example',
      zone_id: '${data.aws_route53_zone.public-zone.zone_id}',
    };
    expect(resources(terraformJson(describeAlias('api.lab.imp.example')), 'aws_route53_record')).toEqual({
      record_ipv4: { ...record, type: 'A' },
    });
    expect(resources(terraformJson(describeAlias('api.lab.imp.example', 'dualstack')), 'aws_route53_record')).toEqual({
      record_ipv4: { ...record, type: 'A' },
      record_ipv6: { ...record, type: 'AAAA' },
    });
  });

  it('construct id: follows from the host, and differs between hosts', () => {
    expect(AliasRecord.constructId('lab.imp.example', domain)).toBe('apex');
    expect(AliasRecord.constructId('api.lab.imp.example', domain)).toBe('api');
    expect(AliasRecord.constructId('v1.api.lab.imp.example', domain)).toBe('v1--api');
    expect(AliasRecord.constructId('v1-api.lab.imp.example', domain)).toBe('v1-api');
  });
});
