import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Environment } from '../../../environments/environment';
import { emptyFolder, writeJson } from '../support/project';
import type { Resource } from './stack';

/** An injected error of the fake account. */
interface Fault {
  readonly op: 'create' | 'update' | 'delete' | 'read';
  readonly type: string;
  readonly match: string;
  readonly error: string;
}

/** A change outside Terraform. */
interface Drift {
  readonly type: string;
  readonly match: string;
  readonly set?: Readonly<Record<string, unknown>>;
  readonly gone?: boolean;
}

/** A machine image in the account. */
export interface Image {
  readonly id: string;
  readonly kubernetesVersion: string;
  readonly recipe: string;
  /** @default 'available' */
  readonly state?: string;
}

/** One operation in the journal. */
export interface JournalEntry {
  readonly op: string;
  readonly type: string;
  readonly id: string;
  readonly name: string;
}

interface Settings {
  readonly account?: string;
  readonly images?: readonly Image[];
  readonly faults?: readonly Fault[];
  readonly drift?: readonly Drift[];
}

/** Attributes that data sources return; the others are omitted. */
const lookupAttributes = ['id', 'arn', 'name', 'vpc_id', 'cidr_block', 'availability_zone', 'zone_id'];

/** The account that the stand-in provider emulates: its world.json and its journal. */
export class FakeAccount {
  private readonly knownResources: Record<string, Record<string, unknown>[]> = {
    aws_route53_zone: [],
    aws_security_group: [],
    aws_subnet: [],
    aws_vpc: [],
  };

  constructor(
    readonly folder: string,
    private readonly environment: Environment,
  ) {
    emptyFolder(folder);
    this.set({});
  }

  /** Resets the account to its defaults, with the given differences. */
  set({ account, images = Object.values(this.environment.machineImages), faults = [], drift = [] }: Settings): void {
    const { account: ownAccount, alarms, domain, region } = this.environment;
    const publicZone = { id: 'Z-public', name: domain, private_zone: false, zone_id: 'Z-public' };
    const topicArn = `arn:aws:sns:${region}:${ownAccount}:${alarms?.topic}`;
    writeJson(path.join(this.folder, 'world.json'), {
      account: account ?? ownAccount,
      data: {
        ...this.knownResources,
        // Prerequisites that no stack creates.
        aws_route53_zone: [...(this.knownResources['aws_route53_zone'] ?? []), publicZone],
        aws_sns_topic: alarms ? [{ arn: topicArn, id: topicArn, name: alarms.topic }] : [],
        aws_ami: images.map(({ id, kubernetesVersion, recipe, state }) => ({
          id,
          image_id: id,
          architecture: 'x86_64',
          owner_id: ownAccount,
          root_device_name: '/dev/sda1',
          state: state ?? 'available',
          tags: { kubernetes_version: kubernetesVersion, recipe },
        })),
      },
      faults,
      drift,
    });
  }

  /** Adds the resources of a stack, so that data sources of other stacks find them by name or Name tag. */
  addResources(resources: readonly Resource[]): void {
    for (const { type, values } of resources) {
      const known = this.knownResources[type];
      if (!known || known.some(({ id }) => id === values['id'])) continue;
      const name = (values['tags_all'] as Readonly<Record<string, string>> | undefined)?.['Name'];
      const attributes = Object.entries(values).filter(([key]) => lookupAttributes.includes(key));
      known.push({ ...Object.fromEntries(attributes), 'tags': { Name: name }, 'tag:Name': name });
    }
    this.set({});
  }

  /** Operations so far, in order. */
  journal(): JournalEntry[] {
    const file = path.join(this.folder, 'journal.jsonl');
    if (!existsSync(file)) return [];
    return readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as JournalEntry);
  }
}
