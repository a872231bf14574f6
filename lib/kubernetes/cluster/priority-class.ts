import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { addFindings, type Finding } from '../../core/diagnostics';
import { checkName } from '../../core/naming';
import { managedBy } from '../pod/labels';

/** Priorities of pods that people write; the system's own classes start at two billion. */
export const highestPriority = 1000000000;

export interface PriorityClassProps {
  /** The name that pods give in `priorityClass`. @replaces the class */
  readonly name: string;
  /** Higher is scheduled first and evicts lower. @default 1000000 @replaces the class: its value is immutable */
  readonly value?: number;
  /** What the class is for. @default 'pods that answer requests' @inPlace */
  readonly description?: string;
}

/** The priority of pods that serve, so that when machines are lost they are placed before everything else. Wave `configuration`. */
export class PriorityClass extends Construct {
  constructor(scope: Construct, id: string, props: PriorityClassProps) {
    super(scope, id);
    const { name, value = 1000000, description = 'pods that answer requests' } = props;
    addFindings(this, [...checkName('service', name), ...checkPriority(value)]);
    new k8s.KubePriorityClass(this, 'Resource', {
      metadata: { name, labels: managedBy },
      value,
      description,
      globalDefault: false,
    });
  }
}

export function checkPriority(value: number): Finding[] {
  return Number.isInteger(value) && value > 0 && value <= highestPriority
    ? []
    : [
        {
          setting: 'value',
          message: `value must be a whole number from 1 to ${highestPriority}, got ${value}`,
          hint: 'choose one in this range; higher ones are kept for the system',
        },
      ];
}
