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
describe('provider lock', () => {
  it('lock file: holds the required version for every platform', () => {
    expect(checkProviderLock(lock('6.25.0', 4), { 'hashicorp/aws': '6.25.0' })).toEqual([]);
  });
});
