import { TerraformStack } from 'cdktf';
import { addCustomSynthesis } from 'cdktf/lib/synthesize/synthesizer';
import { Construct } from 'constructs';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * File in a stack's folder, in its own format, so that a review shows it as such: user data as a shell script.
 *
 * @example
 * const file = new StackFile(stack, 'user-data', { path: 'user-data/general.sh', content: '#!/bin/sh\n' });
 * file.base64; // ${filebase64("${path.module}/user-data/general.sh")}
 */
export class StackFile extends Construct {
  /** The path in the stack's folder. */
  readonly path: string;
  readonly content: string;

  constructor(scope: Construct, id: string, props: { readonly path: string; readonly content: string }) {
    super(scope, id);
    this.path = props.path;
    this.content = props.content;
    // Only for cdktf's own synth: this library's synthesis reads `StackFile.in`.
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

  /** Returns all files of a stack. */
  static in(stack: TerraformStack): StackFile[] {
    return stack.node.findAll().filter((construct) => construct instanceof StackFile);
  }
}
