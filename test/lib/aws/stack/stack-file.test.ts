import { StackFile } from '../../../../lib/aws/stack/stack-file';
import { renderedFiles } from '../../../support/terraform';

describe('stack file', () => {
  it('content: is written unchanged, and read by Terraform from the folder of the stack', () => {
    let base64 = '';
    const files = renderedFiles((stack) => {
      base64 = new StackFile(stack, 'file', { content: 'echo $HOME ${x}\n', path: 'user-data/a.sh' }).base64;
    });
    expect(files.get('user-data/a.sh')).toBe('echo $HOME ${x}\n');
    expect(base64).toBe('${filebase64("${path.module}/user-data/a.sh")}');
  });
});
