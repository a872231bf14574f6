import { lstatSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { resourceNames } from '../../../lib/platform/resource-names';
import type { Environment } from '../../../environments/environment';
import { Database } from '../../../lib/aws/database/database';
import type { Account } from './account';
import { cache, filesBelow, fresh } from '../support/project';
import { run } from '../support/process';
import { expect, type Step } from '../support/report';

/** What the password is looked for in. */
export interface Kept {
  /** The run. */
  readonly of: string;
  readonly account: Account;
  readonly environment: Environment;
  /** How often the database was asked for until it was there. */
  readonly attempts: number;
}

/** The password that Terraform passed on is where it must be, and nowhere else. */
export async function keepsPassword(kept: Kept, step: Step): Promise<void> {
  const { account, attempts, environment } = kept;
  const password = await step('the password of the database is in its secret', async () => {
    const secret = await account.secret(secretOf(environment));
    // What is looked for below is the password, and not nothing.
    expect(/^[A-Za-z0-9]{40}$/.test(secret), 'the secret does not hold 40 letters and digits', account.log);
    return secret;
  });
  await step('only Secrets Manager and RDS were told it', () => {
    const told = account.gateway.saying(password).sort().join(', ');
    // Each time the same, although what is generated is another one at every run: a failure leaves no two passwords.
    const wanted = [...Array<string>(attempts).fill('CreateDBInstance'), 'PutSecretValue'].join(', ');
    expect(told === wanted, `the calls that say it must be ${wanted}, and are ${told}`, account.log);
  });
  await step('no version of a state, no plan and no log has it', () => isNowhere(kept, password));
}

/** It is in no version of a state, no plan and no log, however it is written there. */
async function isNowhere({ account, environment, of }: Kept, password: string): Promise<void> {
  // What its first apply left.
  const firstState = cache(of, `${environment.name}-bootstrap.tfstate`);
  const places: Readonly<Record<string, ReadonlyMap<string, Buffer>>> = {
    states: await account.states(),
    plans: await plansOf(of, environment),
    logs: read(cache(of, environment.name), '.log'),
    files: new Map([
      ...read(cache(of, 'work', 'terraform', environment.name), '.tfstate'),
      [firstState, readFileSync(firstState)],
    ]),
  };
  for (const [kind, contents] of Object.entries(places)) {
    // The same search finds the secret's name, so it would find the password.
    const known = found(contents, secretOf(environment));
    expect(kind === 'files' || known.length > 0, `no ${kind} name the secret`, account.log);
    const leaks = [password, Buffer.from(password).toString('base64')].flatMap((text) => found(contents, text));
    expect(leaks.length === 0, `the password is in ${kind}: ${leaks.join(', ')}`);
  }
}

function secretOf(environment: Environment): string {
  return Database.passwordSecretName(resourceNames(environment).database);
}

function found(contents: ReadonlyMap<string, Buffer>, text: string): string[] {
  return [...contents].filter(([, bytes]) => bytes.includes(text)).map(([name]) => name);
}

function read(folder: string, ending: string): Map<string, Buffer> {
  const files = filesBelow(folder, ending).filter((file) => lstatSync(file).isFile());
  return new Map(files.map((file) => [file, readFileSync(file)]));
}

/** A saved plan is an archive: its own bytes, and what is in it. */
async function plansOf(of: string, environment: Environment): Promise<Map<string, Buffer>> {
  const contents = read(cache(of, environment.name), '.plan');
  for (const plan of [...contents.keys()]) {
    const folder = fresh(cache(of, 'work', 'plans', environment.name, path.basename(plan)));
    await run({
      program: 'python3',
      arguments: ['-m', 'zipfile', '-e', plan, folder],
      folder,
      seconds: 60,
      log: cache(of, environment.name, 'plans.log'),
    });
    for (const [file, bytes] of read(folder, '')) contents.set(`${plan} ${path.basename(file)}`, bytes);
  }
  return contents;
}
