import {
  CloudwatchMetricAlarm,
  type CloudwatchMetricAlarmMetricQuery,
} from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { Construct } from 'constructs';
import { type Finding, addFindings } from '../../core/diagnostics';
import { type ITopic, notify } from '../monitoring/alarm-topic';
import type { ApplicationLoadBalancer } from './application-load-balancer';
import type { IAlarm } from '../monitoring/alarm';

export interface ErrorRateAlarmProps {
  /** The load balancer whose answers are counted. @replaces the alarm, where its name changes */
  readonly loadBalancer: Pick<ApplicationLoadBalancer, 'metricsName' | 'name'>;
  /** Requests that fail, in percent of all: 1 to 100. @inPlace */
  readonly maxErrorRatePercent: number;
  /** Who is told, beside the rolls that it stops. @inPlace @default nobody: the alarm is only shown */
  readonly topic?: ITopic | undefined;
}

/** How long it goes on before the alarm says so: long enough for one slow machine, short enough to stop a roll at its first. */
const timing = { minutes: 3, period: 60 } as const;

/** Too many requests of a load balancer end in an error of ours (5xx), its own or its targets'. */
export class ErrorRateAlarm extends Construct implements IAlarm {
  readonly alarmName: string;

  constructor(scope: Construct, id: string, props: ErrorRateAlarmProps) {
    super(scope, id);
    addFindings(this, checkShare(props));
    const { maxErrorRatePercent, loadBalancer, topic } = props;
    const alarm = new CloudwatchMetricAlarm(this, 'Resource', {
      ...notify(topic),
      alarmDescription: `${loadBalancer.name}: more than ${maxErrorRatePercent} % of requests fail`,
      alarmName: `${loadBalancer.name}-failures`,
      comparisonOperator: 'GreaterThanThreshold',
      evaluationPeriods: timing.minutes,
      metricQuery: [
        ...entries(loadBalancer),
        {
          // Requests that no target was found for are in the load balancer's own errors, and not among the requests.
          expression: '100 * (FILL(targets, 0) + FILL(own, 0)) / (FILL(requests, 0) + FILL(own, 0))',
          id: 'failures',
          label: 'failed requests in percent',
          returnData: true,
        },
      ],
      tags: { Name: `${loadBalancer.name}-failures` },
      threshold: maxErrorRatePercent,
      // Without requests none fails.
      treatMissingData: 'notBreaching',
    });
    this.alarmName = alarm.alarmName;
  }
}

/** Source: "CloudWatch metrics for your Application Load Balancer". */
function entries({ metricsName }: ErrorRateAlarmProps['loadBalancer']): CloudwatchMetricAlarmMetricQuery[] {
  const metrics = { own: 'HTTPCode_ELB_5XX_Count', requests: 'RequestCount', targets: 'HTTPCode_Target_5XX_Count' };
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

function checkShare({ maxErrorRatePercent }: ErrorRateAlarmProps): Finding[] {
  if (maxErrorRatePercent >= 1 && maxErrorRatePercent <= 100) return [];
  return [
    {
      hint: 'write 5, or more where there are few requests',
      message: `failures are 1 to 100 % of requests, got ${maxErrorRatePercent}`,
      setting: 'above',
    },
  ];
}
