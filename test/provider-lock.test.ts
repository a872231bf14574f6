import { synthesize } from '../apps/synthesize';
import { ValidationError } from '../lib/core/diagnostics';
import { environments, services } from './fixtures/platform';

const { lab } = environments;

const lock = (version: string) =>
  `provider "registry.terraform.io/hashicorp/aws" {\n  version = "${version}"\n  hashes = [\n${'    "h1:x",\n'.repeat(4)}  ]\n}\n`;
const version = (JSON.parse(synthesize([lab], { services }).get('terraform/lab/network/main.tf.json') ?? '') as Asked)
  .terraform.required_providers.aws.version;

/** The sources of a synthesis' diagnostics. */
function diagnostics(synthesis: () => unknown): string[] {
  try {
    synthesis();
    return [];
  } catch (error) {
    if (!(error instanceof ValidationError)) throw error;
    return error.diagnostics.map(({ source }) => source);
  }
}

interface Asked {
  readonly terraform: { readonly required_providers: { readonly aws: { readonly version: string } } };
}

test('provider lock: is written next to every stack', () => {
  const files = synthesize([lab], { services, providerLock: lock(version) });
  const beside = [...files].filter(([file]) => file.endsWith('/.terraform.lock.hcl'));
  expect(beside).toEqual(
    ['bootstrap', 'network', 'data', 'cluster'].map((stack) => [
      `terraform/lab/${stack}/.terraform.lock.hcl`,
      lock(version),
    ]),
  );
});

test('provider lock: must have the version that the stacks require', () => {
  expect(diagnostics(() => synthesize([lab], { services, providerLock: lock('5.0.0') }))).toEqual([
    'environments/terraform.lock.hcl → hashicorp/aws',
  ]);
});

test('provider lock: is optional', () => {
  expect([...synthesize([lab], { services }).keys()].filter((file) => file.endsWith('.hcl'))).toEqual([]);
});
