import { readFileSync } from 'node:fs';
import { examples } from '../apps/examples';
import { synthesize } from '../apps/synthesize';
import { summary } from '../cli/summary';
import { estimates } from '../cli/cost';
import { committed, resolve } from '../environments';
import { defineEnvironment } from '../environments/define-environment';
import imagesLock from '../environments/machine-images.lock.json';
import releasesLock from '../environments/container-images.lock.json';

const readme = readFileSync('README.md', 'utf8');

function blocks(text: string, language: string): string[] {
  return [...text.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map(([, block = '']) => block);
}

describe('README', () => {
  test('service: is the definition of web', () => {
    expect(blocks(readme, 'ts')).toEqual([readFileSync('apps/services/web.ts', 'utf8')]);
  });

  test('figures: are those that synth prints', () => {
    const environments = Object.values(committed.environments);
    const files = new Map([...synthesize(environments), ...examples()]);
    const printed = summary(files, environments, estimates(files, environments), 0);
    const [, figures] = /<!-- figures -->\s*```\n([\s\S]*?)\n```\s*<!-- \/figures -->/.exec(readme) ?? [];
    expect(figures).toBe(printed.split('\n').slice(0, -1).join('\n'));
  });

  test('error: is the one that synth prints', () => {
    const production = defineEnvironment('production', {
      account: '333333333333',
      alarms: { topic: 'imp-alarms' },
      domain: 'imp.example',
      network: { cidr: '10.30.0.0/16' },
      nodeGroups: { general: { maxSize: 18, minSize: 20 } },
      region: 'eu-west-1',
      state: { bucket: 'imp-production-terraform-state' },
    });
    const { environments, diagnostics } = resolve([production], { images: imagesLock, releases: releasesLock });
    let message = '';
    try {
      synthesize(Object.values(environments), { diagnostics });
    } catch (error) {
      message = String(error instanceof Error ? error.message : error);
    }
    expect(message).not.toBe('');
    expect(readme).toContain(`\`\`\`\n${message}\n\`\`\``);
  });
});
