import { TerraformStack } from 'cdktf';
import { addCustomSynthesis } from 'cdktf/lib/synthesize/synthesizer';
import { Construct } from 'constructs';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** A file beside a stack's Terraform, in its own format, so that a review shows it as what it is. */
export class StackFile extends Construct {
  /** The path below the stack's folder. */
  readonly path: string;
  readonly content: string;

  constructor(scope: Construct, id: string, props: { readonly path: string; readonly content: string }) {
    super(scope, id);
    this.path = props.path;
    this.content = props.content;
    // For those who run cdktf's own synth; ours asks `StackFile.in`.
    addCustomSynthesis(this, {
      onSynthesize: ({ manifest, outdir }) => {
        const { workingDirectory } = manifest.forStack(TerraformStack.of(this));
        const file = path.join(outdir, workingDirectory, this.path);
        mkdirSync(path.dirname(file), { recursive: true });
        writeFileSync(file, this.content);
      },
    });
  }

  /** Terraform's expression for the content in base64. */
  get base64(): string {
    return `\${filebase64("\${path.module}/${this.path}")}`;
  }

  /** All files of a stack. */
  static in(stack: TerraformStack): StackFile[] {
    return stack.node.findAll().filter((construct) => construct instanceof StackFile);
  }
}
