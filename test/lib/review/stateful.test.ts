import { addresses } from '../../../lib/review/addresses';
import { isStateful } from '../../../lib/review/stateful';

describe('isStateful', () => {
  it.each([
    'terraform data aws_db_instance.database_primary',
    'terraform network aws_route53_zone.private-zone',
    'terraform cluster aws_s3_bucket.access-logs_bucket',
    'kubernetes lab RabbitmqCluster.rabbitmq.com dts-master-rabbitmq-ha',
    'kubernetes lab CustomResourceDefinition.apiextensions.k8s.io importjobs.transfer.example.com',
    'kubernetes lab PersistentVolumeClaim data',
  ])('isStateful: is true for %s', (address) => {
    expect(isStateful(address)).toBe(true);
  });

  it.each([
    'terraform cluster aws_lb.load-balancer',
    // Policies and aliases hold no data.
    'terraform cluster aws_s3_bucket_policy.access-logs_bucket_policy',
    'terraform data aws_kms_alias.database-key_alias',
    'kubernetes lab Deployment.apps api',
    // The same kind in another API group.
    'kubernetes lab StatefulSet.example.com x',
    '',
  ])('isStateful: is false for %p', (address) => {
    expect(isStateful(address)).toBe(false);
  });

  it('isStateful: reads the lines of addresses', () => {
    const main = JSON.stringify({ resource: { aws_db_instance: { primary: {} }, aws_lb: { public: {} } } });
    const lines = addresses({ kubernetes: new Map(), terraform: new Map([['data/main.tf.json', main]]) });
    expect(lines.map(isStateful)).toEqual([true, false]);
  });
});
