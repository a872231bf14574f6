import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** What replaces a resource of one type. Paths are dotted, without list indexes. */
export interface ReplacementFacts {
  /** Attributes and blocks whose change always replaces. */
  readonly forceNew: readonly string[];
  /** Those whose change replaces when something holds, in words: `conditions` says the same in code. */
  readonly conditionalForceNew: readonly { readonly path: string; readonly when: string }[];
  /** Those of them that AWS fills in where nothing is written, so that taking them away changes nothing. */
  readonly computedUnlessSet: readonly string[];
  /** What the provider takes for those of them that are not written. */
  readonly defaults: Readonly<Record<string, unknown>>;
}

export interface Facts {
  readonly about: string;
  readonly resources: Readonly<Record<string, ReplacementFacts>>;
}

/** What the facts lack or have wrong, and why. */
interface Correction {
  readonly type: string;
  /** Attributes that replace as well. */
  readonly forceNew: readonly string[];
  readonly why: string;
}

/** The provider's source is hashicorp/terraform-provider-aws, internal/service. */
const corrections: readonly Correction[] = [
  {
    forceNew: ['network_acl_id', 'subnet_id'],
    type: 'aws_network_acl_association',
    why: 'not among the facts. ec2/vpc_network_acl_association.go: both are ForceNew, and there is no update',
  },
  {
    forceNew: ['route_table_id', 'vpc_endpoint_id'],
    type: 'aws_vpc_endpoint_route_table_association',
    why: 'not among the facts. ec2/vpc_endpoint_route_table_association.go: both are ForceNew, and there is no update',
  },
  {
    forceNew: ['availability_mode', 'vpc_id'],
    type: 'aws_nat_gateway',
    why: 'the facts are of provider 5.100, which has no regional gateways, and EC2 has no call that changes either',
  },
];

const nothing: ReplacementFacts = { computedUnlessSet: [], conditionalForceNew: [], defaults: {}, forceNew: [] };

/** Where the facts are checked in, from the root of the repository. */
export const copy = 'test/provider-schema/replacement.json';

/** The facts that are checked in: of the types that are used, and of replacement only. */
export function checkedIn(): Facts {
  return JSON.parse(readFileSync(copy, 'utf8')) as Facts;
}

/** The same facts of some types, with what is about replacement only. */
export function trimmed({ about: origin, resources }: Facts, types: readonly string[]): Facts {
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
    { ...(resources[type] ?? nothing), forceNew: [...(resources[type]?.forceNew ?? []), ...forceNew] },
  ]);
  return { ...resources, ...(Object.fromEntries(added) as Facts['resources']) };
}

/** Every file of the constructs of AWS. */
export function sources(): string[] {
  return readdirSync('lib/aws', { recursive: true })
    .map(String)
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(path.join('lib/aws', file), 'utf8'));
}

/** The types of resources that `lib/aws` makes, by the submodules that it imports. */
export function typesOf(sources: readonly string[]): string[] {
  const modules = sources.flatMap((source) =>
    [...source.matchAll(/from '@cdktf\/provider-aws\/lib\/([a-z0-9-]+)'/g)].map(([, module = '']) => module),
  );
  return [...new Set(modules)]
    .filter((module) => module !== 'provider' && !module.startsWith('data-aws-'))
    .map((module) => `aws_${module.replaceAll('-', '_')}`)
    .sort();
}
