import { collectDiagnostics } from '../../../../lib/core/diagnostics';
import { PriorityClass } from '../../../../lib/kubernetes/cluster/priority-class';
import { object, testChart } from '../../../support/manifests';

describe('priority class', () => {
  test('PriorityClass: applies to pods that name it only', () => {
    const chart = testChart();
    new PriorityClass(chart, 'serving', { name: 'serving' });
    expect(object(chart, 'PriorityClass')).toMatchObject({
      metadata: { name: 'serving' },
      value: 1000000,
      globalDefault: false,
    });
    expect(collectDiagnostics(chart)).toEqual([]);
  });
});
