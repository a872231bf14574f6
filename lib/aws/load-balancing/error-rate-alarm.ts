import {
  CloudwatchMetricAlarm,
  type CloudwatchMetricAlarmMetricQuery,
} from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { Construct } from 'constructs';
import { type Finding, addFindings } from '../../core/diagnostics';
import type { IAlarm } from '../monitoring/alarm';
import { type ITopic, notify } from '../monitoring/alarm-topic';
import type { ApplicationLoadBalancer } from './application-load-balancer';

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
   * The topic that is notified.
   *
   * @default none: the alarm is visible in CloudWatch only
   * @inPlace
   */
  readonly topic?: ITopic | undefined;
}

/** Three minutes tolerate one slow instance, and still stop an instance refresh at its first instance. */
const timing = { minutes: 3, period: 60 } as const;

/**
 * CloudWatch alarm on the rate of 5xx responses of a load balancer and its targets. An instance refresh can watch it.
 *
 * @example
 * new ErrorRateAlarm(stack, 'error-rate', { loadBalancer, maxErrorRatePercent: 5 });
 */
export class ErrorRateAlarm extends Construct implements IAlarm {
  readonly alarmName: string;

  constructor(scope: Construct, id: string, props: ErrorRateAlarmProps) {
    super(scope, id);
    addFindings(this, checkErrorRate(props));
    const { maxErrorRatePercent, loadBalancer, topic } = props;
    const alarm = new CloudwatchMetricAlarm(this, 'Resource', {
      ...notify(topic),
      alarmDescription: `${loadBalancer.name}: more than ${maxErrorRatePercent} % of requests fail`,
      alarmName: `${loadBalancer.name}-error-rate`,
      comparisonOperator: 'GreaterThanThreshold',
      evaluationPeriods: timing.minutes,
      metricQuery: [
        ...metricQueries(loadBalancer),
        {
          // A request without a target counts as an error of the load balancer, but not as a request.
          expression: '100 * (FILL(target_5xx, 0) + FILL(elb_5xx, 0)) / (FILL(requests, 0) + FILL(elb_5xx, 0))',
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

function checkErrorRate({ maxErrorRatePercent }: ErrorRateAlarmProps): Finding[] {
  if (maxErrorRatePercent >= 1 && maxErrorRatePercent <= 100) return [];
  return [
    {
      id: 'error-rate',
      setting: 'maxErrorRatePercent',
      message: `maxErrorRatePercent must be from 1 to 100; got ${maxErrorRatePercent}`,
      hint: 'write 5, or a higher percentage for services with few requests',
    },
  ];
}
