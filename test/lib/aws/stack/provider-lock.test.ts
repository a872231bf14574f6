import { checkProviderLock } from '../../../../lib/aws/stack/provider-lock';

const lock = (version: string, platforms: number) => `# This file is maintained automatically by "terraform init".

provider "registry.terraform.io/hashicorp/aws" {
  version     = "${version}"
  constraints = "${version}"
  hashes = [
${Array.from({ length: platforms }, (_, index) => `    "h1:${index}=",`).join('\n')}
    "zh:0123",
  ]
}
`;
const found = (text: string) => checkProviderLock(text, { 'hashicorp/aws': '6.25.0' }).map(({ message }) => message);

describe('the lock of providers', () => {
  it('holds the version that stacks ask for, for every platform', () => {
    expect(found(lock('6.25.0', 4))).toEqual([]);
  });

  it('is refused with another version, with none, and when it was made on one machine only', () => {
    expect(found(lock('6.24.0', 4))).toEqual(['the lock must hold hashicorp/aws 6.25.0, got 6.24.0']);
    expect(found('')).toEqual(['the lock must hold hashicorp/aws 6.25.0, got no such provider']);
    expect(checkProviderLock(lock('6.25.0', 1), { 'hashicorp/aws': '6.25.0' })).toEqual([
      {
        hint: 'run scripts/lock-providers.sh, and commit the file',
        message: 'the lock must hold 4 platforms of hashicorp/aws, got 1',
        setting: 'hashicorp/aws',
      },
    ]);
  });
});
