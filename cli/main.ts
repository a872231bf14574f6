import { Command, CommanderError } from 'commander';
import { version } from '../package.json';
import { ValidationError } from '../lib/core/diagnostics';
import { addAddonCommands } from './addons/commands';
import { ToolError } from './addons/kustomize';
import { addImageCommands } from './images/commands';
import { explain, UnknownCheckError } from './explain';
import { moveOutputFolder } from './output-folder';
import { synth } from './synth';

/**
 * The `adamant` command.
 *
 * @param root the project's folder, in which `dist/` is written
 * @returns the exit code: 0 for success, 1 for a mistake in the program, 2 for a mistake in the command
 */
export async function main(root: string, argv: readonly string[]): Promise<number> {
  moveOutputFolder();
  const program = new Command('adamant')
    .description('Immutable AWS infrastructure and the Kubernetes workloads on it, as one typed program.')
    .version(version)
    .exitOverride()
    .showHelpAfterError('(adamant --help lists the commands)');
  program
    .command('synth')
    .description('write dist/: Terraform and Kubernetes objects of all environments, or of those named')
    .argument('[environment...]', 'environments to write; the others in dist/ stay as they are')
    .addHelpText('after', '\nExamples:\n  adamant synth\n  adamant synth lab\n  adamant synth staging production')
    .action((names: string[]) => {
      console.log(synth(root, names));
    });
  program
    .command('explain')
    .description('print reason, example and fix of a check, or list all checks')
    .argument('[id]', 'the id that an error shows in brackets')
    .addHelpText('after', '\nExamples:\n  adamant explain\n  adamant explain node-group-size')
    .action((id: string | undefined) => {
      console.log(explain(id));
    });
  addAddonCommands(program);
  addImageCommands(program, root);
  try {
    await program.parseAsync(argv, { from: 'user' });
    return 0;
  } catch (error) {
    return exitCode(error);
  }
}

/** Prints a user's mistake without a stack trace. Any other error is a bug, and has one. */
function exitCode(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof UnknownCheckError) {
    console.error(`error: ${error.message}`);
    return 2;
  }
  if (error instanceof ToolError) {
    console.error(`error: ${error.message}`);
    return 1;
  }
  if (!(error instanceof ValidationError)) throw error;
  console.error(`${error.message}\n\n${footer(error)}`);
  return 1;
}

/** Returns the lines below the diagnostics of a command that writes files. */
export function footer({ diagnostics }: ValidationError): string {
  const count = `${diagnostics.length} ${diagnostics.length === 1 ? 'error' : 'errors'}`;
  return `${count}; nothing was written\nadamant explain <id> explains a check`;
}
