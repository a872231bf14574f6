import { readFileSync } from 'node:fs';
import { synthesize } from '../apps/synthesize';
import { resolve } from '../environments';
import { ValidationError } from '../lib/core/diagnostics';
import { definitions, locks, services } from './fixtures/project';
import { defineEnvironment } from './fixtures/project/environments/define-environment';
import { figures, updatedReadme } from './support/readme';

const readme = readFileSync('README.md', 'utf8');

describe('README', () => {
  test('figures and service: are those that npm run accept writes', () => {
    expect(updatedReadme(readme, figures())).toBe(readme);
    const other = updatedReadme(readme, 'other figures', "export const web = 'other';\n");
    expect(other).toContain('```\nother figures\n```');
    expect(other).toContain("```ts\nexport const web = 'other';\n```");
  });

  test('error: is the one that synth prints', () => {
    const production = defineEnvironment('production', {
      account: '333333333333',
      alarms: { topic: 'imp-alarms' },
      domain: 'imp.example',
      network: { cidr: '10.30.0.0/16' },
      nodeGroups: { general: { maxSizePerZone: 6, minSizePerZone: 8 } },
      region: 'eu-west-1',
      state: { bucket: 'imp-production-terraform-state' },
    });
    const { environments, diagnostics } = resolve({ ...definitions, production }, locks);
    let message = '';
    try {
      synthesize(Object.values(environments), { diagnostics, services });
    } catch (error) {
      if (!(error instanceof ValidationError)) throw error;
      message = error.message;
    }
    expect(message).not.toBe('');
    expect(readme).toContain(`\`\`\`\n${message}\n\`\`\``);
  });
});
