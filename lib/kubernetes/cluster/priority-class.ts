import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { addFindings, type Finding } from '../../core/diagnostics';
import { checkName } from '../../core/naming';
import { maxInt32 } from '../../core/units';
import { managedBy } from '../pod/labels';

/**
 * Maximum priority of a user's PriorityClass. The system's own classes have higher ones.
 *
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/#priorityclass
 */
const maxPriority = 1_000_000_000;

/** Minimum priority: an int32. */
const minPriority = -maxInt32 - 1;

export interface PriorityClassProps {
  /**
   * Name of the class, as `priorityClass` of workloads refers to it.
   *
   * @replaces the class
   */
  readonly name: string;
  /**
   * Priority. Pods of a higher one are scheduled first, and preempt pods of a lower one. Pods without a class have 0, among them
   * those of most operators.
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
  /**
   * Pods of a lower priority that are evicted if no node has room: those of every lower one, or none (`Never`).
   *
   * @default 'PreemptLowerPriority'
   * @replaces the class: its policy is immutable
   */
  readonly preemptionPolicy?: 'Never' | 'PreemptLowerPriority';
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
    const { name, preemptionPolicy, value = 1_000_000, description = 'pods that answer requests' } = props;
    addFindings(this, [...checkName('priority-class', name), ...checkReserved(name), ...checkPriority(value)]);
    new k8s.KubePriorityClass(this, 'Resource', {
      metadata: { name, labels: managedBy },
      value,
      description,
      globalDefault: false,
      ...(preemptionPolicy && { preemptionPolicy }),
    });
  }
}

function checkReserved(name: string): Finding[] {
  if (!name.startsWith('system-')) return [];
  return [
    {
      id: 'priority-class-name',
      setting: 'name',
      message: `name must not start with system-, which is reserved for Kubernetes; got '${name}'`,
      hint: `rename it, for example to '${name.slice('system-'.length) || 'serving'}'`,
    },
  ];
}

function checkPriority(value: number): Finding[] {
  if (Number.isInteger(value) && value !== 0 && value >= minPriority && value <= maxPriority) return [];
  return [
    {
      id: 'priority-class-value',
      setting: 'value',
      message: `value must be a whole number from ${minPriority} to ${maxPriority}, and not 0; got ${value}`,
      hint: 'choose one from this range: the system uses higher ones, and pods without a class have 0',
    },
  ];
}
