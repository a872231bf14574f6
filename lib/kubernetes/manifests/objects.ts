import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';

/** Returns the objects below a construct, at any depth: `chart.apiObjects` contains direct children only. */
export function objectsIn(scope: IConstruct): ApiObject[] {
  return scope.node.findAll().filter((construct): construct is ApiObject => ApiObject.isApiObject(construct));
}
