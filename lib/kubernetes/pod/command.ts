import type { Finding } from '../../core/diagnostics';
import { hasHalfSurrogatePair } from '../../core/unicode';
import { maxArgument } from './config-checks';

/**
 * Returns a word of a command that reaches the program as it is. The kubelet replaces `$$` by `$` and `$(NAME)` by a variable,
 * also by one from a Secret, which then is readable in the list of processes. It breaks a character beyond ASCII after `$`.
 * A program reads variables from its environment.
 *
 * @see https://kubernetes.io/docs/tasks/inject-data-application/define-command-argument-container/
 */
export function escapeReferences(word: string): string {
  return String(word).replace(/\${2,}|\$(?=[(\u0080-\uffff])/g, (run) => run + run);
}

/** Checks the words of a command or its arguments. */
export function checkWords(words: readonly string[], setting: string): Finding[] {
  return words.flatMap((word, index) => {
    const isText = typeof word === 'string' && !word.includes('\0') && !hasHalfSurrogatePair(word);
    // A zero byte ends the word.
    if (isText && Buffer.byteLength(word) + 1 <= maxArgument) return [];
    return [
      {
        id: 'command-word',
        setting: `${setting}.${index}`,
        message: `word of ${setting} must be text of less than ${maxArgument} bytes; got ${isText ? `${Buffer.byteLength(word)} bytes` : 'none'}`,
        hint: 'write it in quotes, and pass long or binary input as a file of files',
      },
    ];
  });
}
