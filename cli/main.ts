import { Command, CommanderError } from 'commander';
import { ValidationError } from '../lib/core/diagnostics';
import { synth } from './synth';

/**
 * The `adamant` command.
 *
 * @param root the project's folder, below which `dist/` is written
 * @returns the exit code: 0 done, 1 something is wrong with the program, 2 something is wrong with the command
 */
export async function main(root: string, argv: readonly string[]): Promise<number> {
  const program = new Command('adamant')
    .description('Immutable AWS infrastructure and the Kubernetes workloads on it, as one typed program.')
    .exitOverride()
    .showHelpAfterError('(adamant --help shows what there is)');
  program
    .command('synth')
    .description('write dist/: Terraform and Kubernetes objects of every environment, or of those named')
    .argument('[environment...]', 'environments to write; the others in dist/ stay as they are')
    .addHelpText('after', '\nExamples:\n  adamant synth\n  adamant synth lab\n  adamant synth staging production')
    .action((names: string[]) => {
      console.log(synth(root, names));
    });
  try {
    await program.parseAsync(argv, { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (!(error instanceof ValidationError)) throw error;
    const { diagnostics, message } = error;
    console.error(
      `${message}\n\n${diagnostics.length} ${diagnostics.length === 1 ? 'problem' : 'problems'}; nothing was written`,
    );
    return 1;
  }
}
