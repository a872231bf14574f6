import { synthesize } from '../apps/synthesize';
import { environments } from '../environments';
import { ValidationError } from '../lib/core/diagnostics';

const { lab } = environments;
if (!lab) throw new Error('there is no lab');

const lock = (version: string) =>
  `provider "registry.terraform.io/hashicorp/aws" {\n  version = "${version}"\n  hashes = [\n${'    "h1:x",\n'.repeat(4)}  ]\n}\n`;
const version = (JSON.parse(synthesize([lab]).get('terraform/lab/network/main.tf.json') ?? '') as Asked).terraform
  .required_providers.aws.version;

interface Asked {
  readonly terraform: { readonly required_providers: { readonly aws: { readonly version: string } } };
}

test('a lock of the right version stands beside every stack', () => {
  const files = synthesize([lab], [], lock(version));
  const beside = [...files].filter(([file]) => file.endsWith('/.terraform.lock.hcl'));
  expect(beside).toEqual(
    ['bootstrap', 'network', 'data', 'cluster'].map((stack) => [
      `terraform/lab/${stack}/.terraform.lock.hcl`,
      lock(version),
    ]),
  );
});

test('a lock of another version is refused, with what to run', () => {
  expect(() => synthesize([lab], [], lock('5.0.0'))).toThrow(ValidationError);
  expect(() => synthesize([lab], [], lock('5.0.0'))).toThrow(
    [
      'environments/terraform.lock.hcl',
      `  the lock must hold hashicorp/aws ${version}, got 5.0.0`,
      '  environments/terraform.lock.hcl → hashicorp/aws',
      '  run scripts/lock-providers.sh, and commit the file',
    ].join('\n'),
  );
});

test('without a lock there is none', () => {
  expect([...synthesize([lab]).keys()].filter((file) => file.endsWith('.hcl'))).toEqual([]);
});
