import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { addFindings, type Finding } from '../../core/diagnostics';
import { checkName } from '../../core/naming';
import { managedBy } from '../pod/labels';

/**
 * Maximum priority of a user's PriorityClass. The system's own classes have higher ones.
 *
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/#priorityclass
 */
const maxPriority = 1_000_000_000;

export interface PriorityClassProps {
  /**
   * Name of the class, as `priorityClass` of workloads refers to it.
   *
   * @replaces the class
   */
  readonly name: string;
  /**
   * Priority. Pods of a higher one are scheduled first, and preempt pods of a lower one.
   *
   * @default 1000000
   * @replaces the class: its value is immutable
   */
  readonly value?: number;
  /**
   * Description of the pods that use the class.
   *
   * @default 'pods that answer requests'
   * @inPlace
   */
  readonly description?: string;
}

/**
 * A PriorityClass. When nodes are lost, the scheduler places pods of a higher priority first. Wave `configuration`.
 *
 * @example
 * new PriorityClass(scope, 'priority-serving', { name: 'shop-serving', value: 1_000_000 });
 */
export class PriorityClass extends Construct {
  constructor(scope: Construct, id: string, props: PriorityClassProps) {
    super(scope, id);
    const { name, value = 1_000_000, description = 'pods that answer requests' } = props;
    addFindings(this, [...checkName('priority-class', name), ...checkPriority(value)]);
    new k8s.KubePriorityClass(this, 'Resource', {
      metadata: { name, labels: managedBy },
      value,
      description,
      globalDefault: false,
    });
  }
}

function checkPriority(value: number): Finding[] {
  if (Number.isInteger(value) && value >= 1 && value <= maxPriority) return [];
  return [
    {
      id: 'priority-class-value',
      setting: 'value',
      message: `value must be a whole number from 1 to ${maxPriority}; got ${value}`,
      hint: 'choose one from this range: the system uses higher ones',
    },
  ];
}
