import { lstatSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { resourceNames } from '../../../lib/platform/infrastructure/resource-names';
import type { Environment } from '../../../environments/environment';
import { Database } from '../../../lib/aws/database/database';
import type { Account } from './account';
import { cachePath, filesBelow, emptyFolder } from '../support/project';
import { run } from '../support/process';
import { expect, type Step } from '../support/report';

/** Places to search for the password. */
export interface PasswordSearch {
  /** The name of the run. */
  readonly runName: string;
  readonly account: Account;
  readonly environment: Environment;
  /** Number of CreateDBInstance calls until the database existed. */
  readonly attempts: number;
}

/** Requires that the database password is only in its secret. */
export async function checkPasswordLeak(search: PasswordSearch, step: Step): Promise<void> {
  const { account, attempts, environment } = search;
  const password = await step('the password of the database is in its secret', async () => {
    const secret = await account.secret(secretName(environment));
    // The search below needs a real password.
    expect(/^[A-Za-z0-9]{40}$/.test(secret), 'the secret must contain 40 letters and digits', account.log);
    return secret;
  });
  await step('only Secrets Manager and RDS receive the password', () => {
    const actions = account.proxy.actionsContaining(password).sort().join(', ');
    // A failed apply and its retry use the same password, although the generator is ephemeral.
    const wanted = [...Array<string>(attempts).fill('CreateDBInstance'), 'PutSecretValue'].join(', ');
    expect(actions === wanted, `calls with the password must be ${wanted}; got ${actions}`, account.log);
  });
  await step('no state version, plan or log contains the password', () => expectNotLeaked(search, password));
}

/** Fails if a state version, plan or log contains the password, as text or in base64. */
async function expectNotLeaked({ account, environment, runName }: PasswordSearch, password: string): Promise<void> {
  // The local state of the first apply.
  const firstState = cachePath(runName, `${environment.name}-bootstrap.tfstate`);
  const places: Readonly<Record<string, ReadonlyMap<string, Buffer>>> = {
    states: await account.stateVersions(),
    plans: await savedPlans(runName, environment),
    logs: readFiles(cachePath(runName, environment.name), '.log'),
    files: new Map([
      ...readFiles(cachePath(runName, 'work', 'terraform', environment.name), '.tfstate'),
      [firstState, readFileSync(firstState)],
    ]),
  };
  for (const [kind, contents] of Object.entries(places)) {
    // The search finds the secret's name, which proves that it would find the password.
    const known = filesContaining(contents, secretName(environment));
    expect(kind === 'files' || known.length > 0, `no ${kind} contain the name of the secret`, account.log);
    const leaks = [password, Buffer.from(password).toString('base64')].flatMap((text) =>
      filesContaining(contents, text),
    );
    expect(leaks.length === 0, `the password is in ${kind}: ${leaks.join(', ')}`);
  }
}

function secretName(environment: Environment): string {
  return Database.passwordSecretName(resourceNames(environment).database);
}

function filesContaining(contents: ReadonlyMap<string, Buffer>, text: string): string[] {
  return [...contents].filter(([, bytes]) => bytes.includes(text)).map(([name]) => name);
}

function readFiles(folder: string, ending: string): Map<string, Buffer> {
  const files = filesBelow(folder, ending).filter((file) => lstatSync(file).isFile());
  return new Map(files.map((file) => [file, readFileSync(file)]));
}

/** Contents of the saved plans: the archives and the files in them. */
async function savedPlans(runName: string, environment: Environment): Promise<Map<string, Buffer>> {
  const contents = readFiles(cachePath(runName, environment.name), '.plan');
  for (const plan of [...contents.keys()]) {
    const folder = emptyFolder(cachePath(runName, 'work', 'plans', environment.name, path.basename(plan)));
    await run({
      program: 'python3',
      arguments: ['-m', 'zipfile', '-e', plan, folder],
      folder,
      seconds: 60,
      log: cachePath(runName, environment.name, 'plans.log'),
    });
    for (const [file, bytes] of readFiles(folder, '')) contents.set(`${plan} ${path.basename(file)}`, bytes);
  }
  return contents;
}
