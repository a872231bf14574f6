import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Environment } from '../../../environments/environment';
import { fresh, writeJson } from '../support/project';
import type { Resource } from './stack';

/** Something that the account refuses to do. */
interface Fault {
  readonly op: 'create' | 'update' | 'delete' | 'read';
  readonly type: string;
  readonly match: string;
  readonly error: string;
}

/** Something that was changed behind Terraform's back. */
interface Drift {
  readonly type: string;
  readonly match: string;
  readonly set?: Readonly<Record<string, unknown>>;
  readonly gone?: boolean;
}

/** A machine image as the account has it. */
export interface Image {
  readonly id: string;
  readonly kubernetesVersion: string;
  readonly recipe: string;
  /** @default 'available' */
  readonly state?: string;
}

/** One line of what was done to the account. */
export interface Done {
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

/** What other resources are found by and used for; the rest of a resource is of no use to a lookup. */
const lookedUp = ['id', 'arn', 'name', 'vpc_id', 'cidr_block', 'availability_zone', 'zone_id'];

/** The account that the stand-in provider sees. */
export class World {
  private readonly found: Record<string, Record<string, unknown>[]> = {
    aws_route53_zone: [],
    aws_security_group: [],
    aws_subnet: [],
    aws_vpc: [],
  };

  constructor(
    readonly folder: string,
    private readonly environment: Environment,
  ) {
    fresh(folder);
    this.set({});
  }

  /** Makes the account as it should be, except for what is given. */
  set({ account, images = Object.values(this.environment.machineImages), faults = [], drift = [] }: Settings): void {
    const { account: own, alarms, domain, region } = this.environment;
    const publicZone = { id: 'Z-public', name: domain, private_zone: false, zone_id: 'Z-public' };
    const topicArn = `arn:aws:sns:${region}:${own}:${alarms?.topic}`;
    writeJson(path.join(this.folder, 'world.json'), {
      account: account ?? own,
      data: {
        ...this.found,
        // What the stacks find and none of them makes.
        aws_route53_zone: [...(this.found['aws_route53_zone'] ?? []), publicZone],
        aws_sns_topic: alarms ? [{ arn: topicArn, id: topicArn, name: alarms.topic }] : [],
        aws_ami: images.map(({ id, kubernetesVersion, recipe, state }) => ({
          id,
          image_id: id,
          architecture: 'x86_64',
          owner_id: own,
          root_device_name: '/dev/sda1',
          state: state ?? 'available',
          tags: { kubernetes_version: kubernetesVersion, recipe },
        })),
      },
      faults,
      drift,
    });
  }

  /** Lets the data sources of other stacks find, by name or Name tag, what this stack made, and nothing else. */
  learn(resources: readonly Resource[]): void {
    for (const { type, values } of resources) {
      const known = this.found[type];
      if (!known || known.some(({ id }) => id === values['id'])) continue;
      const name = (values['tags_all'] as Readonly<Record<string, string>> | undefined)?.['Name'];
      const useful = Object.entries(values).filter(([key]) => lookedUp.includes(key));
      known.push({ ...Object.fromEntries(useful), 'tags': { Name: name }, 'tag:Name': name });
    }
    this.set({});
  }

  /** What was done to the account so far, in order. */
  journal(): Done[] {
    const file = path.join(this.folder, 'journal.jsonl');
    if (!existsSync(file)) return [];
    return readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Done);
  }
}
