import { createHash } from 'node:crypto';
import type { Lock } from '../../../environments/locks';
import type { ProjectCopy } from './project-copy';

// Values of settings that a task writes, chosen so that no other setting of the project has them.

/** Returns a lock file with the entry of one image changed. */
export function withPin<Entry>(
  lock: Lock<Entry>,
  environment: string,
  image: string,
  change: (entry: Entry) => Entry,
): Lock<Entry> {
  const pins = lock[environment] ?? {};
  const entry = pins[image];
  if (entry === undefined) throw new Error(`${environment} has no pin of ${image}`);
  return { ...lock, [environment]: { ...pins, [image]: change(entry) } };
}

/** Returns `length` hexadecimal digits that depend on a text. */
export function hexadecimal(text: string, length: number): string {
  return createHash('sha256').update(text).digest('hex').slice(0, length);
}

/** Returns a name that is not in a list: the preferred one, or that with a number. */
export function freeName(preferred: string, taken: readonly string[]): string {
  const names = [preferred, ...Array.from({ length: taken.length }, (_, index) => `${preferred}-${index + 2}`)];
  return names.find((name) => !taken.includes(name)) ?? preferred;
}

/** Returns a node port that no service uses. */
export function freePort(copy: ProjectCopy): number {
  const used = definitions(copy).flatMap((text) =>
    [...text.matchAll(/nodePort: (\d+)/g)].map(([, port]) => Number(port)),
  );
  return firstFree(30_200, used);
}

/** Returns a priority of a listener rule that no service uses. */
export function freePriority(copy: ProjectCopy): number {
  const used = definitions(copy).flatMap((text) =>
    [...text.matchAll(/priority: (\d+)/g)].map(([, each]) => Number(each)),
  );
  return firstFree(500, used);
}

/** Returns the address range of a network that no environment uses. */
export function freeNetwork(copy: ProjectCopy): string {
  const texts = copy.environments.map((name) => copy.read(`environments/${name}.ts`));
  const used = texts.flatMap((text) => [...text.matchAll(/'10\.(\d+)\./g)].map(([, second]) => Number(second)));
  return `10.${firstFree(40, used)}.0.0/16`;
}

/** Returns the number of an AWS account that no environment uses. */
export function freeAccount(copy: ProjectCopy): string {
  const used = copy.environments.map((name) => Number(copy.setting(name, 'account').slice(1, -1)));
  return String(firstFree(444_444_444_444, used));
}

function definitions(copy: ProjectCopy): string[] {
  return copy.services.map((name) => copy.read(`apps/services/${name}.ts`));
}

function firstFree(start: number, used: readonly number[]): number {
  let free = start;
  while (used.includes(free)) free++;
  return free;
}
