import fc from 'fast-check';
import { launchTimeout } from '../../../../lib/aws/compute/lifecycle-hooks';
import { maxGracePeriod } from '../../../../lib/kubernetes/pod/termination';
import { progressDeadlineSeconds } from '../../../../lib/kubernetes/workloads/rollout';
import { seconds } from '../../../../lib/core/units';
import { object } from '../../../support/manifests';
import { webChart } from '../../../support/workload-samples';

test('progress deadline: exceeds the launch of a node, or the end of an old pod, with the start of the new one', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 7200 }),
      fc.integer({ min: 1, max: maxGracePeriod - 20 }),
      (startup, drain) => {
        const props = { drainTimeout: `${drain}s`, startupTimeout: `${startup}s` } as const;
        const { spec } = object(webChart(props), 'Deployment');
        const { containers, terminationGracePeriodSeconds: grace } = spec.template.spec;
        const { failureThreshold, periodSeconds } = containers[0].startupProbe;
        const start = spec.minReadySeconds + failureThreshold * periodSeconds;
        expect(failureThreshold * periodSeconds).toBeGreaterThanOrEqual(startup);
        expect(progressDeadlineSeconds(props.startupTimeout, grace)).toBe(spec.progressDeadlineSeconds);
        expect(spec.progressDeadlineSeconds).toBeGreaterThan(seconds(launchTimeout) + start);
        expect(spec.progressDeadlineSeconds).toBeGreaterThan(grace + start);
      },
    ),
    { numRuns: 30 },
  );
});
