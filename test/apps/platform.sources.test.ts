import { ApiObject, Chart } from 'cdk8s';
import { TerraformElement, TerraformStack } from 'cdktf';
import type { IConstruct } from 'constructs';
import { buildPlatform } from '../../apps/platform';
import { hasSources } from '../../lib/core/diagnostics';
import { allEnvironments, services } from '../fixtures/platform';

/** Constructs whose props are constants of the program, or looked up: no setting is copied to them. */
const withoutSettings = ['ExistingNetwork', 'SecurityGroup', 'SecurityGroupRule'];

/** Constructs of the library that the program creates: their parent is a stack or a chart. */
function created(root: IConstruct): IConstruct[] {
  return root.node
    .findAll()
    .filter((construct) => TerraformStack.isStack(construct) || Chart.isChart(construct))
    .flatMap(({ node }) => node.children)
    .filter((child) => !TerraformElement.isTerraformElement(child) && !ApiObject.isApiObject(child));
}

test.each(allEnvironments)('sources: are recorded for each construct in $name', (environment) => {
  const { infrastructure, workloads } = buildPlatform(environment, services);
  const constructs = [infrastructure, workloads].flatMap(created);
  expect(constructs.length).toBeGreaterThan(20);
  const missing = constructs.filter(
    (construct) => !hasSources(construct) && !withoutSettings.includes(construct.constructor.name),
  );
  expect(missing.map(({ constructor, node }) => `${constructor.name} ${node.path}`)).toEqual([]);
});
