/** An alarm of CloudWatch, as those who watch it use it. */
export interface IAlarm {
  readonly alarmName: string;
}
