import path from 'node:path';
import { filesBelow } from '../support/project';
import { run } from '../support/process';
import { type Finding, makesPods, parseFilePath } from './findings';
import { schemaLocation } from './schemas';
import { expectSame } from '../support/report';

/** The manifests of one environment. Each environment has its own Kubernetes version. */
export interface Objects {
  /** Folder with the layout of `dist`. */
  readonly folder: string;
  readonly environment: string;
  /** Minor version of Kubernetes: `1.34`. */
  readonly minor: string;
  readonly log: string;
}

interface KubeScoreResult {
  readonly file_name: string;
  readonly checks: readonly {
    readonly check: { readonly id: string };
    readonly comments: readonly { readonly path: string; readonly summary: string }[] | null;
    readonly grade: number;
    readonly skipped: boolean;
  }[];
}

/** kube-score's grade OK. */
const okGrade = 10;

/** Runs all checks of kube-score. */
export async function kubeScore(objects: Objects): Promise<Finding[]> {
  const { folder, log, minor } = objects;
  const { stdout } = await run({
    program: 'kube-score',
    arguments: [
      ...['score', '--all-default-optional', '--kubernetes-version', `v${minor}`, '--output-format', 'json'],
      ...objectPaths(objects),
    ],
    folder,
    seconds: 60,
    log,
    allow: [0, 1],
  });
  const scored = JSON.parse(stdout) as readonly KubeScoreResult[];
  const pods = objectPaths(objects).filter(makesPods);
  expectSame(scored.map(({ file_name: file }) => file).filter(makesPods), pods, 'files that kube-score read', log);
  return scored.flatMap(({ checks, file_name: file }) =>
    checks
      .filter(({ grade, skipped }) => !skipped && grade < okGrade)
      .flatMap(({ check, comments }) =>
        (comments ?? []).map(({ path: field, summary }) => ({
          ...parseFilePath(path.relative(folder, file)),
          check: check.id,
          message: field === '' ? summary : `${field}: ${summary}`,
          tool: 'kube-score' as const,
        })),
      ),
  );
}

interface KubeconformOutput {
  readonly resources: readonly {
    readonly filename: string;
    readonly msg: string;
    readonly status: string;
    readonly validationErrors?: readonly { readonly path: string; readonly msg: string }[];
  }[];
}

/** Validates every object against the schema of its type, which must exist in one of the folders. */
export async function kubeconform(objects: Objects, schemas: readonly string[]): Promise<Finding[]> {
  const { folder, log } = objects;
  const { stdout } = await run({
    program: 'kubeconform',
    arguments: [
      ...['-strict', '-verbose', '-output', 'json'],
      ...schemas.flatMap((location) => ['-schema-location', schemaLocation(location)]),
      ...objectPaths(objects),
    ],
    folder,
    seconds: 60,
    log,
    allow: [0, 1],
  });
  const { resources } = JSON.parse(stdout) as KubeconformOutput;
  const read = resources.map(({ filename }) => filename);
  expectSame(read, objectPaths(objects), 'files that kubeconform read', log);
  return resources
    .filter(({ status }) => status !== 'statusValid')
    .flatMap(({ filename, msg, status, validationErrors }) =>
      (validationErrors ?? [{ path: '', msg }]).map((error) => ({
        ...parseFilePath(path.relative(folder, filename)),
        check: status,
        message: error.path === '' ? error.msg : `${error.path}: ${error.msg}`,
        tool: 'kubeconform' as const,
      })),
    );
}

function objectPaths({ environment, folder }: Objects): string[] {
  return filesBelow(path.join(folder, 'kubernetes', environment), '.yaml');
}
