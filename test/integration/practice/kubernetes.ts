import path from 'node:path';
import { filesBelow } from '../support/project';
import { run } from '../support/process';
import { type Finding, makesPods, ownerOf } from './findings';
import { schemaLocation } from './schemas';
import { expectSame } from '../support/report';

/** The objects of an environment. Those of two are not meant for each other, and not for the same Kubernetes. */
export interface Objects {
  /** What is synthesized, laid out as in `dist`. */
  readonly folder: string;
  readonly environment: string;
  /** The minor of Kubernetes, `1.34`. */
  readonly minor: string;
  readonly log: string;
}

interface Scored {
  readonly file_name: string;
  readonly checks: readonly {
    readonly check: { readonly id: string };
    readonly comments: readonly { readonly path: string; readonly summary: string }[] | null;
    readonly grade: number;
    readonly skipped: boolean;
  }[];
}

/** The grade of what is as it should be. */
const best = 10;

/** Every check that kube-score has. */
export async function kubeScore(objects: Objects): Promise<Finding[]> {
  const { folder, log, minor } = objects;
  const { stdout } = await run({
    program: 'kube-score',
    arguments: [
      ...['score', '--all-default-optional', '--kubernetes-version', `v${minor}`, '--output-format', 'json'],
      ...filesOf(objects),
    ],
    folder,
    seconds: 60,
    log,
    allow: [0, 1],
  });
  const scored = JSON.parse(stdout) as readonly Scored[];
  const pods = filesOf(objects).filter(makesPods);
  expectSame(scored.map(({ file_name: file }) => file).filter(makesPods), pods, 'what kube-score has read', log);
  return scored.flatMap(({ checks, file_name: file }) =>
    checks
      .filter(({ grade, skipped }) => !skipped && grade < best)
      .flatMap(({ check, comments }) =>
        (comments ?? []).map(({ path: at, summary }) => ({
          ...ownerOf(path.relative(folder, file)),
          check: check.id,
          says: at === '' ? summary : `${at}: ${summary}`,
          tool: 'kube-score' as const,
        })),
      ),
  );
}

interface Conforming {
  readonly resources: readonly {
    readonly filename: string;
    readonly msg: string;
    readonly status: string;
    readonly validationErrors?: readonly { readonly path: string; readonly msg: string }[];
  }[];
}

/** Every object against the schema of its type, of which there must be one in a folder. */
export async function kubeconform(objects: Objects, schemas: readonly string[]): Promise<Finding[]> {
  const { folder, log } = objects;
  const { stdout } = await run({
    program: 'kubeconform',
    arguments: [
      ...['-strict', '-verbose', '-output', 'json'],
      ...schemas.flatMap((location) => ['-schema-location', schemaLocation(location)]),
      ...filesOf(objects),
    ],
    folder,
    seconds: 60,
    log,
    allow: [0, 1],
  });
  const { resources } = JSON.parse(stdout) as Conforming;
  const read = resources.map(({ filename }) => filename);
  expectSame(read, filesOf(objects), 'what kubeconform has read', log);
  return resources
    .filter(({ status }) => status !== 'statusValid')
    .flatMap(({ filename, msg, status, validationErrors }) =>
      (validationErrors ?? [{ path: '', msg }]).map((error) => ({
        ...ownerOf(path.relative(folder, filename)),
        check: status,
        says: error.path === '' ? error.msg : `${error.path}: ${error.msg}`,
        tool: 'kubeconform' as const,
      })),
    );
}

function filesOf({ environment, folder }: Objects): string[] {
  return filesBelow(path.join(folder, 'kubernetes', environment), '.yaml');
}
