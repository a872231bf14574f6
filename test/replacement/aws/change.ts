import { casesBySetting } from '../../provider-schema/agreement';
import type { InState } from '../../provider-schema/replacement-model';
import type { Stack, StackProps } from '../../../lib/aws/stack/stack';
import type { INetwork } from '../../../lib/aws/network/props';

/** One change of one setting of P, and what it does. */
interface Case<P, V> {
  /** The value after the change, or what makes it in the stack that it is used in. */
  readonly to: V | undefined | ((stack: Stack) => V);
  /** Types of the resources that are replaced, in order. @default none: the change is in place */
  readonly replaces?: readonly string[];
  /** Settings before and after, where the usual ones do not do. @default the usual ones */
  readonly given?: Partial<P>;
  /** Of those, the types whose new resource comes first under the same name, which AWS refuses. @default none */
  readonly collides?: readonly string[];
  /** Arguments that AWS sets if the configuration leaves them out, by type. @default none that matters */
  readonly inState?: InState;
  /** It is looked at when the program is checked, and is nowhere in what is written. @default false */
  readonly unwritten?: true;
}

type Cases<P> = { readonly [K in keyof P]-?: Case<P, P[K]> | readonly Case<P, P[K]>[] };

/** A construct with usual settings, and the changes of each. */
export interface Scene {
  readonly describe: (stack: Stack, props: object) => void;
  readonly cases: Readonly<Record<string, readonly Case<object, unknown>[]>>;
  /** The stack that it stands in. @default a usual one */
  readonly stack?: ((props: object) => StackProps) | undefined;
}

/** Scenes by the interface of their settings. */
export type Scenes = Readonly<Record<string, Scene>>;

/**
 * @param describe makes the construct with its usual settings, and those given instead of them
 * @param cases every setting of the interface, each with a change or several
 */
export function scene<P extends object>(
  describe: (stack: Stack, props: Partial<P>) => void,
  cases: Cases<P>,
  stack?: (props: Partial<P>) => StackProps,
): Scene {
  return { cases: casesBySetting(cases), describe, stack };
}

/** A network that is not the usual one. */
export const otherNetwork: INetwork = {
  cidr: '10.30.0.0/16',
  access: () => undefined,
  subnets: () => ({
    a: { cidr: '10.30.0.0/24', id: 'subnet-0a' },
    b: { cidr: '10.30.1.0/24', id: 'subnet-0b' },
  }),
  vpcId: 'vpc-0',
};

/** A bucket and what says how it is used. */
export const bucketParts = [
  'aws_s3_bucket',
  'aws_s3_bucket_lifecycle_configuration',
  'aws_s3_bucket_ownership_controls',
  'aws_s3_bucket_policy',
  'aws_s3_bucket_public_access_block',
  'aws_s3_bucket_server_side_encryption_configuration',
  'aws_s3_bucket_versioning',
];

export const otherKey = { keyArn: 'arn:aws:kms:eu-west-1:111111111111:key/other' };
