import { checkInstanceType, instanceTypes } from '../../../../lib/aws/compute/instance-types';

describe('instance types', () => {
  // Rows of EC2's DescribeInstanceTypes, as moto 5.2.5 records them; max pods as
  // max-pods-calculator.sh --cni-prefix-delegation-enabled --cni-custom-networking-enabled prints them.
  it.each([
    ['m6i.xlarge', 4, 16, 'x86_64', false, 110],
    ['c6i.2xlarge', 8, 16, 'x86_64', false, 110],
    ['c5.9xlarge', 36, 72, 'x86_64', false, 250],
    ['r6g.16xlarge', 64, 512, 'arm64', false, 250],
    ['m7g.medium', 1, 4, 'arm64', false, 50],
    ['t3.micro', 2, 1, 'x86_64', true, 18],
    ['t3.small', 2, 2, 'x86_64', true, 98],
    ['t4g.2xlarge', 8, 32, 'arm64', true, 110],
    ['m7i.48xlarge', 192, 768, 'x86_64', false, 250],
  ])('instance type: %s has the specification of EC2', (type, vCpu, memoryGib, architecture, burstable, maxPods) => {
    expect(instanceTypes[type]).toMatchObject({ architecture, burstable, maxPods, memoryGib, vCpu });
  });

  it('pod interfaces: hold the prefixes of all pods and a warm one, and are those beside the first', () => {
    const interfaces = (type: string) => instanceTypes[type]?.podInterfaces;
    // 110 pods need 7 prefixes, and one more is warm: 9, 5 and 3 fit on an interface.
    expect([interfaces('m6i.large'), interfaces('t3.medium'), interfaces('t3.small')]).toEqual([1, 2, 2]);
    expect([interfaces('m7g.medium'), interfaces('c5.9xlarge')]).toEqual([1, 1]);
  });

  it('instance types: have room for the pods of every node', () => {
    for (const { maxPods } of Object.values(instanceTypes)) expect(maxPods).toBeGreaterThanOrEqual(18);
  });

  it.each(['t4g.4xlarge', 'm4.large', 'toString'])('instance type: rejects %s', (type) => {
    expect(checkInstanceType(type, 'instanceType').map(({ id, setting }) => [id, setting])).toEqual([
      ['instance-type', 'instanceType'],
    ]);
  });

  it('instance type: accepts a known one', () => {
    expect(checkInstanceType('t4g.2xlarge', 'instanceType')).toEqual([]);
  });
});
