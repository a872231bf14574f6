import { readFileSync } from 'node:fs';
import { synthesize } from '../apps/synthesize';
import { resolve } from '../environments';
import { defineEnvironment } from '../environments/define-environment';
import imagesLock from '../environments/machine-images.lock.json';
import releasesLock from '../environments/container-images.lock.json';
import { figures, withFigures } from './support/readme';

const readme = readFileSync('README.md', 'utf8');

function blocks(text: string, language: string): string[] {
  return [...text.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map(([, block = '']) => block);
}

describe('README', () => {
  test('service: is the definition of web', () => {
    expect(blocks(readme, 'ts')).toEqual([readFileSync('apps/services/web.ts', 'utf8')]);
  });

  test('figures: are those that synth prints', () => {
    expect(withFigures(readme, figures())).toBe(readme);
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
