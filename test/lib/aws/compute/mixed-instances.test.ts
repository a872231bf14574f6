import { type GroupProps, type Json, nodeGroup, only, terraformJson } from '../../../support/terraform';
import { inStack } from '../../../support/mistakes';

const group = (props: GroupProps): Json =>
  only(
    terraformJson((stack) => nodeGroup(stack, props)),
    'aws_autoscaling_group',
  );
const ids = (props: GroupProps) => inStack((stack) => nodeGroup(stack, props))().map(({ id }) => id);
const spotTypes = ['m5.xlarge', 'm5a.xlarge', 'm6a.xlarge', 'm7i.xlarge'];
const spot = { alternatives: spotTypes, onDemandBase: 1, onDemandPercentageAboveBase: 0 };

describe('mixed instances', () => {
  it('mixed instances policy: keeps an On-Demand base and takes Spot Instances by price and capacity', () => {
    const { launch_template, mixed_instances_policy } = group({ mixedInstances: spot });
    expect(launch_template).toBeUndefined();
    expect(mixed_instances_policy).toEqual({
      instances_distribution: {
        on_demand_allocation_strategy: 'prioritized',
        on_demand_base_capacity: 1,
        on_demand_percentage_above_base_capacity: 0,
        spot_allocation_strategy: 'price-capacity-optimized',
      },
      launch_template: {
        launch_template_specification: {
          launch_template_id: '${aws_launch_template.node-group-general_launch-template.id}',
          version: '${aws_launch_template.node-group-general_launch-template.latest_version}',
        },
        override: ['m6i.xlarge', ...spotTypes].map((instance_type) => ({ instance_type })),
      },
    });
  });

  it('capacity rebalancing: replaces a Spot Instance before its interruption', () => {
    expect(group({ mixedInstances: spot }).capacity_rebalance).toBe(true);
  });

  it('spot diversity: is not checked for groups without Spot Instances', () => {
    const few = { ...spot, alternatives: ['m5.xlarge'] };
    expect(ids({ mixedInstances: few })).toEqual(['spot-diversity']);
    expect(ids({ mixedInstances: { ...few, onDemandPercentageAboveBase: 100 } })).toEqual([]);
    expect(ids({ maxSizePerZone: 4, mixedInstances: { ...few, onDemandBase: 4 } })).toEqual([]);
  });
});
