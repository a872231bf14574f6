import { checkInstanceType, instanceTypes } from '../../../../lib/aws/compute/instance-types';

describe('the table of instance types', () => {
  // Rows of EC2's DescribeInstanceTypes, as moto 5.2.5 records them; max pods as max-pods-calculator.sh prints them.
  it.each([
    ['m6i.xlarge', 4, 16, 'x86_64', false, 110],
    ['c6i.2xlarge', 8, 16, 'x86_64', false, 110],
    ['c5.9xlarge', 36, 72, 'x86_64', false, 250],
    ['r6g.16xlarge', 64, 512, 'arm64', false, 250],
    ['m7g.medium', 1, 4, 'arm64', false, 98],
    ['t3.micro', 2, 1, 'x86_64', true, 34],
    ['t3.small', 2, 2, 'x86_64', true, 110],
    ['t4g.2xlarge', 8, 32, 'arm64', true, 110],
    ['m7i.48xlarge', 192, 768, 'x86_64', false, 250],
  ])('knows what an %s has', (type, vCpu, memoryGib, architecture, burstable, maxPods) => {
    expect(instanceTypes[type]).toEqual({ architecture, burstable, maxPods, memoryGib, vCpu });
  });

  it('has no type that is too small for the pods of the machine itself', () => {
    for (const { maxPods } of Object.values(instanceTypes)) expect(maxPods).toBeGreaterThanOrEqual(34);
  });

  it('says which sizes a family has', () => {
    expect(checkInstanceType('t4g.4xlarge', 'instanceType')).toEqual([
      {
        hint: 'use one of t4g.2xlarge, t4g.large, t4g.medium, t4g.micro, t4g.nano, t4g.small, t4g.xlarge',
        message: `t4g has no size that makes 't4g.4xlarge'`,
        setting: 'instanceType',
      },
    ]);
    expect(checkInstanceType('t4g.2xlarge', 'instanceType')).toEqual([]);
  });

  it('says which families there are', () => {
    expect(checkInstanceType('m4.large', 'instanceType')).toEqual([
      {
        hint: 'use a family of c5, c5a, c6a, c6g, c6i, c7a, c7g, c7i, m5, m5a, m6a, m6g, m6i, m7a, m7g, m7i, r5, r5a, r6a, r6g, r6i, r7g, r7i, t3, t4g, or add it to lib/aws/compute/instance-types.ts',
        message: `an instance type must be one whose size is known, got 'm4.large'`,
        setting: 'instanceType',
      },
    ]);
    expect(checkInstanceType('toString', 'instanceType')).toHaveLength(1);
  });
});
