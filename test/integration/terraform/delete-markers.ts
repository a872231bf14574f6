import type { Account } from './account';
import { expect } from '../support/report';

/** Removes the delete markers of a versioned bucket before it is destroyed, because moto cannot; see `moto-limits.ts`. */
export async function removeDeleteMarkers(account: Account, bucket: string): Promise<void> {
  expect(
    !(await canDeleteMarkers(account)),
    'moto supports this now; remove aws_s3_bucket.force_destroy from moto-limits.ts',
  );
  const { DeleteMarkers: markers = [] } = await account.call<{
    DeleteMarkers?: readonly { Key: string; VersionId: string }[];
  }>('s3', 'list_object_versions', { Bucket: bucket });
  expect(markers.length > 0, `${bucket} must have delete markers of the released locks`, account.log);
  for (const { Key, VersionId } of markers) {
    await account.request('s3', `/${bucket}/${Key}?versionId=${VersionId}`, { method: 'DELETE' });
  }
}

/** Returns true if a delete marker can be deleted after versioning is suspended, as the provider does. */
async function canDeleteMarkers(account: Account): Promise<boolean> {
  const send = (method: string, file: string, body?: string): Promise<Response> =>
    account.request('s3', `/probe${file}`, { method, ...(body !== undefined && { body }) });
  const version = (status: string): Promise<Response> =>
    send('PUT', '?versioning', `<VersioningConfiguration><Status>${status}</Status></VersioningConfiguration>`);
  await send(
    'PUT',
    '',
    '<CreateBucketConfiguration><LocationConstraint>eu-west-1</LocationConstraint></CreateBucketConfiguration>',
  );
  await version('Enabled');
  await send('PUT', '/object', 'text');
  const marker = (await send('DELETE', '/object')).headers.get('x-amz-version-id');
  await version('Suspended');
  expect(marker !== null, 'moto created no delete marker', account.log);
  return (await send('DELETE', `/object?versionId=${marker}`)).ok;
}
