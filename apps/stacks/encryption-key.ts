import { KmsKey, type KmsKeyProps } from '../../lib/aws/iam/kms-key';
import type { Stack } from '../../lib/aws/stack/stack';
import { computedProps, withSources } from '../../lib/core/diagnostics';
import { settingsLocation } from '../../environments';
import type { Environment } from '../../environments/environment';

/** A KMS key of an environment. */
export function encryptionKey(
  stack: Stack,
  id: string,
  environment: Environment,
  props: Pick<KmsKeyProps, 'description' | 'grants' | 'name'>,
): KmsKey {
  const { account, deletionProtection, region } = environment;
  const key = new KmsKey(stack, id, { account, deletionProtection, region, ...props });
  withSources(KmsKey, key, {
    ...settingsLocation(environment).pick('name', 'account', 'region', 'deletionProtection'),
    ...computedProps('deletionWindow', 'description', 'grants', 'rotation'),
  });
  return key;
}
