import { type Diagnostic, locate } from '../../core/diagnostics';
import { infrastructureTargets, serviceTargets } from '../constructs/connectivity';
import type { ServicesChart } from '../constructs/services-chart';
import { suggestion } from './check-services';

/** Node groups that the contract of a service's chart does not have. */
export function checkNodeGroups(charts: readonly ServicesChart[]): Diagnostic[] {
  return charts.flatMap((chart) => {
    const { node, services } = chart;
    const nodeGroups = Object.keys(chart.nodeGroups);
    return services
      .filter(({ definition }) => !nodeGroups.includes(definition.nodeGroup))
      .map(({ definition: { nodeGroup }, settingLocation }) =>
        locate(
          {
            id: 'service-node-group',
            setting: [],
            message: `nodeGroup must be a node group of the contract (${nodeGroups.join(', ') || 'none'}); got '${nodeGroup}'`,
            hint:
              nodeGroups.length === 0
                ? `create the node group '${nodeGroup}', and pass it to infrastructureContract`
                : suggestion(nodeGroup, nodeGroups),
          },
          node.path,
          settingLocation('nodeGroup'),
        ),
      );
  });
}

/** Targets of connections that no chart of the program has. */
export function checkTargets(charts: readonly ServicesChart[]): Diagnostic[] {
  const services = charts.flatMap((chart) => chart.services);
  const names = services.flatMap(({ definition }) => serviceTargets(definition));
  const known = [...new Set([...charts.flatMap(({ targets }) => targets), ...infrastructureTargets, ...names])];
  const rejected = charts.flatMap(({ rejectedNames }) => rejectedNames);
  return charts.flatMap((chart) =>
    chart.services.flatMap(({ definition: { connectsTo }, settingLocation }) =>
      connectsTo.flatMap((target, index) => {
        if (known.includes(target) || rejected.includes(target.split(':')[0] ?? '')) return [];
        const finding = {
          id: 'connection-target',
          setting: [],
          message: `connectsTo must contain web services and targets of the platform (${known.join(', ')}); got '${target}'`,
          hint: suggestion(target, known),
        };
        return [locate(finding, chart.node.path, settingLocation('connectsTo', String(index)))];
      }),
    ),
  );
}
