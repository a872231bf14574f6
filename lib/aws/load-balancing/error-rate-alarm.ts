import {
  CloudwatchMetricAlarm,
  type CloudwatchMetricAlarmMetricQuery,
} from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { Construct } from 'constructs';
import { type Finding, addFindings } from '../../core/diagnostics';
import type { IAlarm } from '../monitoring/alarm';
import { type ITopic, notify } from '../monitoring/alarm-topic';
import type { ApplicationLoadBalancer } from './application-load-balancer';
import { earlierOwner } from '../../core/owners';

export interface ErrorRateAlarmProps {
  /**
   * The load balancer.
   *
   * @replaces the alarm, if its name changes
   */
  readonly loadBalancer: Pick<ApplicationLoadBalancer, 'metricsName' | 'name'>;
  /**
   * The percentage of failed requests above which the alarm goes off, 1 to 100.
   *
   * @inPlace
   */
  readonly maxErrorRatePercent: number;
  /**
   * The number of failed requests in a minute from which on the rate counts: one failure is a large share of few requests.
   *
   * @default 5
   * @inPlace
   */
  readonly minFailedRequests?: number;
  /**
   * The topic that is notified.
   *
   * @default none: the alarm is visible in CloudWatch only
   * @inPlace
   */
  readonly topic?: ITopic | undefined;
}

/**
 * Three of five minutes. Three tolerate one slow instance, and still stop an instance refresh at its first instance. Metrics arrive
 * late, and `FILL` makes an error-free minute of one that has no data yet: three in a row would never be reached.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
 */
const timing = { failedMinutes: 3, minutes: 5, period: 60 } as const;

const defaultMinFailedRequests = 5;

/** Failed requests of a minute. Metrics of errors have no values in a minute without errors. */
const failed = '(FILL(target_5xx, 0) + FILL(elb_5xx, 0))';

/**
 * CloudWatch alarm on the rate of 5xx responses of a load balancer and its targets, in three of five minutes. An instance refresh can
 * watch it. It goes off neither for a few failed requests nor before the first request.
 *
 * @example
 * new ErrorRateAlarm(stack, 'error-rate', { loadBalancer, maxErrorRatePercent: 5 });
 */
export class ErrorRateAlarm extends Construct implements IAlarm {
  readonly alarmName: string;

  constructor(scope: Construct, id: string, props: ErrorRateAlarmProps) {
    super(scope, id);
    addFindings(this, [...checkErrorRate(props), ...this.checkSingle(props)]);
    const { maxErrorRatePercent, minFailedRequests = defaultMinFailedRequests, loadBalancer, topic } = props;
    const alarm = new CloudwatchMetricAlarm(this, 'Resource', {
      ...notify(topic),
      alarmDescription: `${loadBalancer.name}: more than ${maxErrorRatePercent} % of requests fail`,
      alarmName: `${loadBalancer.name}-error-rate`,
      comparisonOperator: 'GreaterThanThreshold',
      datapointsToAlarm: timing.failedMinutes,
      evaluationPeriods: timing.minutes,
      metricQuery: [
        ...metricQueries(loadBalancer),
        {
          // A request without a target counts as an error of the load balancer, but not as a request.
          expression: `IF(${failed} >= ${minFailedRequests}, 100 * ${failed} / (FILL(requests, 0) + FILL(elb_5xx, 0)), 0)`,
          id: 'error_rate',
          label: 'failed requests in percent',
          returnData: true,
        },
      ],
      tags: { Name: `${loadBalancer.name}-error-rate` },
      threshold: maxErrorRatePercent,
      // Data is missing when there are no requests.
      treatMissingData: 'notBreaching',
    });
    this.alarmName = alarm.alarmName;
  }

  /** The alarm has the name of the load balancer, and CloudWatch overwrites an alarm of the same name without an error. */
  private checkSingle({ loadBalancer }: ErrorRateAlarmProps): Finding[] {
    const owner = earlierOwner(this, loadBalancer, 'error rate alarm');
    if (owner === undefined) return [];
    return [
      {
        id: 'error-rate-alarm',
        setting: 'loadBalancer',
        message: `loadBalancer must have one error rate alarm; got ${owner} and ${this.node.path}`,
        hint: 'use the first alarm for both purposes',
      },
    ];
  }
}

/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html */
function metricQueries({ metricsName }: ErrorRateAlarmProps['loadBalancer']): CloudwatchMetricAlarmMetricQuery[] {
  const metrics = {
    elb_5xx: 'HTTPCode_ELB_5XX_Count',
    requests: 'RequestCount',
    target_5xx: 'HTTPCode_Target_5XX_Count',
  };
  return Object.entries(metrics).map(([id, metricName]) => ({
    id,
    metric: {
      dimensions: { LoadBalancer: metricsName },
      metricName,
      namespace: 'AWS/ApplicationELB',
      period: timing.period,
      stat: 'Sum',
    },
  }));
}

function checkErrorRate({
  maxErrorRatePercent,
  minFailedRequests = defaultMinFailedRequests,
}: ErrorRateAlarmProps): Finding[] {
  const found: Finding[] = [];
  if (!Number.isInteger(minFailedRequests) || minFailedRequests < 1) {
    found.push({
      id: 'error-rate',
      setting: 'minFailedRequests',
      message: `minFailedRequests must be a whole number of 1 or more; got ${minFailedRequests}`,
      hint: `write ${defaultMinFailedRequests}, or a lower number for services with few requests`,
    });
  }
  if (maxErrorRatePercent >= 1 && maxErrorRatePercent <= 100) return found;
  return [
    ...found,
    {
      id: 'error-rate',
      setting: 'maxErrorRatePercent',
      message: `maxErrorRatePercent must be from 1 to 100; got ${maxErrorRatePercent}`,
      hint: 'write 5, or a higher percentage for services with few requests',
    },
  ];
}
