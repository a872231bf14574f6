import { metricNames, metricsOf } from './promql';
import { rulesOf, subjects } from './rules';

describe('metrics of rules', () => {
  test('expression: has the names of its selectors, at any depth', () => {
    const expression =
      'sum by (pod) (rate(a_total{job="b"}[5m])) / on (pod) group_left (c) d and absent(up{job="e"} == 1) unless f offset 5m';
    expect(metricNames(expression)).toEqual(['a_total', 'd', 'up', 'f']);
  });

  test.each(['sum(', 'a{b=}', '{__name__="a"}'])('%s: is rejected', (expression) => {
    expect(() => metricNames(expression)).toThrow(/syntax error|must have a name/);
  });

  test('recorded metrics: are not among them', () => {
    expect(metricsOf(rulesOf('service-level'))).toEqual(['http_requests_total']);
  });

  test('rules of the library: can all be parsed', () => {
    const metrics = metricsOf(subjects.flatMap(rulesOf));
    expect(metrics).toContain('kube_deployment_status_condition');
    expect(metrics).toContain('etcd_disk_wal_fsync_duration_seconds_bucket');
    expect(metrics.length).toBeGreaterThan(60);
  });
});
