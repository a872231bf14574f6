import { PrivateZone } from '../../../../lib/aws/dns/private-zone';
import { only, terraformJson } from '../../../support/terraform';

describe('private zone', () => {
  const zone = (deletionProtection?: boolean) =>
    only(
      terraformJson((stack) => {
        const protection = deletionProtection === undefined ? {} : { deletionProtection };
        new PrivateZone(stack, 'private-zone', { name: 'lab.internal', vpcId: 'vpc-1', ...protection });
      }),
      'aws_route53_zone',
    );

  it('zone: is associated with its VPC, and has deletion protection if set', () => {
    const unprotected = {
      comment: 'private names',
      name: 'lab.internal',
      tags: { Name: 'lab.internal' },
      vpc: [{ vpc_id: 'vpc-1' }],
    };
    expect(zone()).toEqual(unprotected);
    expect(zone(false)).toEqual(unprotected);
    expect(zone(true)).toEqual({ ...unprotected, lifecycle: { prevent_destroy: true } });
  });
});
