import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { filesBelow, root } from '../support/project';
import type { Report } from '../support/report';
import { type OrdinaryTask, ordinaryTasks } from './ordinary-tasks';
import { ProjectCopy } from './project-copy';

/**
 * Performs ordinary tasks on copies of the project: after each one, `npm run accept` and `npm test` must succeed. Runs all
 * tasks on one copy, and one of them on its own copy; with `full`, each one on its own copy.
 */
export async function tasks(report: Report, full: boolean): Promise<void> {
  const alone = full ? ordinaryTasks : [sampleTask()];
  for (const task of alone) await perform(report, task.name, [task]);
  await perform(report, 'all tasks', ordinaryTasks);
}

/** Returns one task, which changes with the sources of the library. */
function sampleTask(): OrdinaryTask {
  const digest = createHash('sha256');
  for (const file of filesBelow(path.join(root, 'lib'), '.ts')) digest.update(readFileSync(file));
  const task = ordinaryTasks[digest.digest().readUInt32BE() % ordinaryTasks.length];
  if (!task) throw new Error('there is no task');
  return task;
}

/** Performs tasks on one copy: the first step of each, `npm run accept`, the second step of each, and so on. */
async function perform(report: Report, subject: string, performed: readonly OrdinaryTask[]): Promise<void> {
  await report.part('tasks', subject, async () => {
    const copy = new ProjectCopy(subject.replaceAll(/[^a-z]+/g, '-'));
    const rounds = Math.max(...performed.map(({ steps }) => steps.length));
    for (let round = 0; round < rounds; round++) {
      await report.step('tasks', subject, 'npm run accept', async () => {
        for (const { steps } of performed) steps[round]?.(copy);
        await copy.accept();
      });
    }
    await report.step('tasks', subject, 'npm test', () => copy.test());
  });
}
