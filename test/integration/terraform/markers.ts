import type { Account } from './account';
import { expect } from '../support/report';

/**
 * What moto needs before a bucket of versions is destroyed with all that is in it: no delete markers. An entry of
 * `moto-limits.ts` says why.
 */
export async function clearMarkers(account: Account, bucket: string): Promise<void> {
  expect(
    !(await deletesMarkers(account)),
    'moto does this by now: take aws_s3_bucket.force_destroy out of moto-limits.ts',
  );
  const { DeleteMarkers: markers = [] } = await account.call<{
    DeleteMarkers?: readonly { Key: string; VersionId: string }[];
  }>('s3', 'list_object_versions', { Bucket: bucket });
  expect(markers.length > 0, `${bucket} has no delete markers, although locks were taken and freed`, account.log);
  for (const { Key, VersionId } of markers) {
    await account.request('s3', `/${bucket}/${Key}?versionId=${VersionId}`, { method: 'DELETE' });
  }
}

/** Whether a marker can be deleted after versioning was suspended, as the provider does it. */
async function deletesMarkers(account: Account): Promise<boolean> {
  const ask = (method: string, file: string, body?: string): Promise<Response> =>
    account.request('s3', `/probe${file}`, { method, ...(body !== undefined && { body }) });
  const version = (status: string): Promise<Response> =>
    ask('PUT', '?versioning', `<VersioningConfiguration><Status>${status}</Status></VersioningConfiguration>`);
  await ask(
    'PUT',
    '',
    '<CreateBucketConfiguration><LocationConstraint>eu-west-1</LocationConstraint></CreateBucketConfiguration>',
  );
  await version('Enabled');
  await ask('PUT', '/object', 'text');
  const marker = (await ask('DELETE', '/object')).headers.get('x-amz-version-id');
  await version('Suspended');
  expect(marker !== null, 'moto did not mark what was deleted', account.log);
  return (await ask('DELETE', `/object?versionId=${marker}`)).ok;
}
