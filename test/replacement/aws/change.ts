import { casesBySetting } from '../../provider-schema/agreement';
import type { InState } from '../../provider-schema/replacement-model';
import type { Stack, StackProps } from '../../../lib/aws/stack/stack';
import type { INetwork } from '../../../lib/aws/network/props';

/** A change of one prop of P, and its effect. */
interface Case<P, V> {
  /** The value after the change, or a function that creates it in the stack. */
  readonly to: V | undefined | ((stack: Stack) => V);
  /**
   * Types of the replaced resources, in order.
   * @default none: the change is in place
   */
  readonly replaces?: readonly string[];
  /**
   * Other props before and after.
   * @default those of the scene
   */
  readonly given?: Partial<P>;
  /**
   * Types of the replaced resources that are created first under the same name, which AWS rejects.
   * @default none
   */
  readonly collides?: readonly string[];
  /**
   * Arguments that AWS sets if the configuration leaves them out, by type.
   * @default none that matters
   */
  readonly inState?: InState;
  /**
   * True if no file contains the prop.
   * @default false
   */
  readonly unwritten?: true;
}

type Cases<P> = { readonly [K in keyof P]-?: Case<P, P[K]> | readonly Case<P, P[K]>[] };

/** A construct with props of its own, and changes of each. */
export interface Scene {
  readonly describe: (stack: Stack, props: object) => void;
  readonly cases: Readonly<Record<string, readonly Case<object, unknown>[]>>;
  /**
   * Props of its stack.
   * @default those of `test/support/terraform.ts`
   */
  readonly stack?: ((props: object) => StackProps) | undefined;
}

/** Scenes by the interface of their props. */
export type Scenes = Readonly<Record<string, Scene>>;

/**
 * @param describe creates the construct with the scene's props, and those of a case instead of them
 * @param cases one or more changes of every prop of the interface
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

/** A bucket and the resources that configure it. */
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
