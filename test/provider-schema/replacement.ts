import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Replacement facts of one resource type. Paths are dotted, without list indexes. */
export interface ReplacementFacts {
  /** Attributes and blocks whose change always replaces the resource. */
  readonly forceNew: readonly string[];
  /** Attributes and blocks whose change replaces under a condition, which `conditions` implements. */
  readonly conditionalForceNew: readonly { readonly path: string; readonly when: string }[];
  /** Computed attributes: removing their value changes nothing. */
  readonly computedUnlessSet: readonly string[];
  /** Default values. */
  readonly defaults: Readonly<Record<string, unknown>>;
}

export interface Facts {
  readonly about: string;
  readonly resources: Readonly<Record<string, ReplacementFacts>>;
}

/** A correction of the facts, with its reason. */
interface Correction {
  readonly type: string;
  /** Additional attributes whose change replaces the resource. */
  readonly forceNew: readonly string[];
  readonly reason: string;
}

/** Source paths are below `internal/service` in hashicorp/terraform-provider-aws. */
const corrections: readonly Correction[] = [
  {
    forceNew: ['network_acl_id', 'subnet_id'],
    type: 'aws_network_acl_association',
    reason: 'missing in the facts. ec2/vpc_network_acl_association.go: both are ForceNew, and there is no update',
  },
  {
    forceNew: ['route_table_id', 'vpc_endpoint_id'],
    type: 'aws_vpc_endpoint_route_table_association',
    reason:
      'missing in the facts. ec2/vpc_endpoint_route_table_association.go: both are ForceNew, and there is no update',
  },
  {
    forceNew: ['availability_mode', 'vpc_id'],
    type: 'aws_nat_gateway',
    reason: 'the facts are of provider 5.100, which has no regional gateways, and EC2 has no call that changes either',
  },
];

const noFacts: ReplacementFacts = { computedUnlessSet: [], conditionalForceNew: [], defaults: {}, forceNew: [] };

/** Path of the checked-in facts from the root of the repository. */
export const factsFile = 'test/provider-schema/replacement.json';

/** The checked-in facts: replacement facts of the resource types in use. */
export function checkedIn(): Facts {
  return JSON.parse(readFileSync(factsFile, 'utf8')) as Facts;
}

/** Returns the replacement facts of some resource types. */
export function trimFacts({ about: origin, resources }: Facts, types: readonly string[]): Facts {
  const kept = types.flatMap((type) => {
    const facts = resources[type];
    if (!facts) return [];
    const { computedUnlessSet, conditionalForceNew, defaults, forceNew } = facts;
    const replacing = new Set([...forceNew, ...conditionalForceNew.map(({ path }) => path)]);
    const about = {
      computedUnlessSet: computedUnlessSet.filter((path) => replacing.has(path)),
      conditionalForceNew,
      defaults: Object.fromEntries(Object.entries(defaults).filter(([path]) => replacing.has(path))),
      forceNew,
    };
    return [[type, about]];
  });
  return { about: origin, resources: Object.fromEntries(kept) as Facts['resources'] };
}

/** The facts with their corrections. */
export function replacementFacts(): Facts['resources'] {
  const { resources } = checkedIn();
  const added = corrections.map(({ forceNew, type }) => [
    type,
    { ...(resources[type] ?? noFacts), forceNew: [...(resources[type]?.forceNew ?? []), ...forceNew] },
  ]);
  return { ...resources, ...(Object.fromEntries(added) as Facts['resources']) };
}

/** Source texts of the AWS constructs. */
export function constructSources(): string[] {
  return readdirSync('lib/aws', { recursive: true })
    .map(String)
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(path.join('lib/aws', file), 'utf8'));
}

/** Resource types of the provider submodules that the sources import. */
export function importedResourceTypes(sources: readonly string[]): string[] {
  const modules = sources.flatMap((source) =>
    [...source.matchAll(/from '@cdktf\/provider-aws\/lib\/([a-z0-9-]+)'/g)].map(([, module = '']) => module),
  );
  return [...new Set(modules)]
    .filter((module) => module !== 'provider' && !module.startsWith('data-aws-'))
    .map((module) => `aws_${module.replaceAll('-', '_')}`)
    .sort();
}
