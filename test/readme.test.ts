import { existsSync, readFileSync } from 'node:fs';
import { examples } from '../apps/examples';
import { synthesize } from '../apps/platform';
import { summary } from '../cli/summary';
import { estimates } from '../cli/cost';
import { committed, resolve } from '../environments';
import { defineEnvironment } from '../environments/define-environment';
import imagesLock from '../environments/machine-images.lock.json';
import releasesLock from '../environments/container-images.lock.json';

const readme = readFileSync('README.md', 'utf8');
const contributing = readFileSync('CONTRIBUTING.md', 'utf8');
const scripts = Object.keys((JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: object }).scripts);

function blocks(text: string, language: string): string[] {
  return [...text.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map(([, block = '']) => block);
}

describe('the README', () => {
  test('shows a service as it is', () => {
    expect(blocks(readme, 'ts')).toEqual([readFileSync('apps/services/web.ts', 'utf8')]);
  });

  test('shows what synth prints', () => {
    const environments = Object.values(committed.environments);
    const files = new Map([...synthesize(environments), ...examples()]);
    const printed = summary(files, environments, estimates(files, environments), 0);
    expect(readme).toContain(printed.split('\n').slice(0, -1).join('\n'));
  });

  test('shows an error as it is', () => {
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
      synthesize(Object.values(environments), diagnostics);
    } catch (error) {
      message = String(error instanceof Error ? error.message : error);
    }
    expect(message).not.toBe('');
    expect(readme).toContain(`\`\`\`\n${message}\n\`\`\``);
  });

  test('names folders and files that exist', () => {
    const named = [...readme.matchAll(/`((?:apps|cli|decisions|environments|lib|test)\/[\w./-]*)`/g)].map(
      ([, file = '']) => file,
    );
    expect(named.length).toBeGreaterThan(8);
    // Terraform's own file, which the registry is needed for.
    const made = ['environments/terraform.lock.hcl'];
    expect(named.filter((file) => !existsSync(file) && !made.includes(file))).toEqual([]);
  });
});

test.each([
  ['README.md', readme],
  ['CONTRIBUTING.md', contributing],
])('%s names commands that exist', (_, text) => {
  const commands = [...text.matchAll(/npm run ([\w:]+)/g)].map(([, script = '']) => script);
  expect(commands.length).toBeGreaterThan(2);
  expect(commands.filter((script) => !scripts.includes(script))).toEqual([]);
});
