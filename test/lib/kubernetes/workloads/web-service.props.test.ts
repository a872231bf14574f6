import { workloadEndpoint } from '../../../../lib/kubernetes/workloads/workload';
import { WebService, type WebServiceProps } from '../../../../lib/kubernetes/workloads/web-service';
import { object } from '../../../support/manifests';
import { chartWith, webChart, webSample } from '../../../support/workload-samples';

// Mistakes that the props do not allow: the compiler rejects them (`npm run types`), or the objects exclude them.

describe('props of a web service', () => {
  test('replicas: are no prop, because the autoscaler owns them', () => {
    // @ts-expect-error the range is autoscaling.minReplicas to autoscaling.maxReplicas
    const counted: WebServiceProps = { ...webSample, replicas: 3 };
    expect(object(webChart(counted), 'Deployment').spec).not.toHaveProperty('replicas');
  });

  test('minAvailable: is no prop, because a budget of zero evictions blocks node drains', () => {
    // @ts-expect-error the budget follows from autoscaling.minReplicas
    const stuck: WebServiceProps = { ...webSample, minAvailable: 3 };
    const { spec } = object(webChart(stuck), 'PodDisruptionBudget');
    expect(spec).not.toHaveProperty('minAvailable');
    expect(spec.maxUnavailable).toBe('25%');
  });

  test('resources: have no default', () => {
    const { resources, ...rest } = webSample;
    // @ts-expect-error resources are required
    const unsized: WebServiceProps = rest;
    // @ts-expect-error CPU and memory are required
    const half: WebServiceProps = { ...webSample, resources: { cpu: '1' } };
    expect([unsized.resources, half.resources.memory, resources.memory]).toEqual([undefined, undefined, '512Mi']);
    expect(object(webChart(), 'Deployment').spec.template.spec.containers[0].resources).toEqual({
      limits: { 'ephemeral-storage': '512Mi', 'memory': '512Mi' },
      requests: { 'cpu': '250m', 'ephemeral-storage': '512Mi', 'memory': '512Mi' },
    });
  });

  test('Service: has a named port, and labels that include its selector', () => {
    const { metadata, spec } = object(webChart(), 'Service');
    expect(spec.ports.map(({ name }: { name: string }) => name)).toEqual(['http']);
    expect(metadata.labels).toMatchObject(spec.selector);
  });

  test('selector: follows from the name, not from the construct id', () => {
    const moved = chartWith((chart) => new WebService(chart, 'moved-in-code', webSample));
    const { selector } = object(moved, 'Deployment').spec;
    expect(selector).toEqual(object(webChart(), 'Deployment').spec.selector);
    expect(workloadEndpoint('api', 8080).peer).toEqual({ isolated: true, pods: selector.matchLabels });
  });
});
