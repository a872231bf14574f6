import { collectDiagnostics } from '../../../../lib/core/diagnostics';
import { secretValues } from '../../../mistakes/workload-secrets';
import { workerChart } from '../../../support/workload-samples';

describe('secrets in config', () => {
  test.each(secretValues)('message: does not contain the value of %s', (name, value) => {
    const diagnostics = collectDiagnostics(workerChart({ config: { [name]: value } }));
    expect(diagnostics).toHaveLength(1);
    expect(JSON.stringify(diagnostics)).not.toContain(value);
    expect(JSON.stringify(diagnostics)).not.toContain('hunter2');
  });

  test('names and values: similar ones are accepted', () => {
    const config = {
      API_URL: 'https://user@api.example.com/path:8080@home',
      PASSWORD_MIN_LENGTH: '12',
      SECRET_NAME: 'api',
      SORT_KEY: 'date',
      TOKEN_TTL: '1h',
    };
    expect(collectDiagnostics(workerChart({ config }))).toEqual([]);
  });
});
