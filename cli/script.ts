import { Command, InvalidArgumentError } from 'commander';
import { moveOutputFolder } from './output-folder';

/**
 * The command line of a script. `--help` prints its description; an unknown argument is rejected with exit code 2. Both end
 * the process before the script does anything.
 *
 * @param name the command as it is typed
 */
export function script(name: string, description: string): Command {
  moveOutputFolder();
  return new Command(name)
    .description(description)
    .showHelpAfterError()
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2));
}

/** A parser of arguments: a whole number from 1. */
export function wholeNumber(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError('It must be a whole number from 1.');
  return Number(text);
}
