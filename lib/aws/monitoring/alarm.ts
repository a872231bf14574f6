/** A CloudWatch alarm as other constructs use it. */
export interface IAlarm {
  readonly alarmName: string;
}
