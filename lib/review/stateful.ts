/** Kinds of resources with data: destroying one loses data that no apply restores. */
const statefulKinds = {
  kubernetes: [
    // Its removal deletes all objects of the custom resource.
    'CustomResourceDefinition.apiextensions.k8s.io',
    'Elasticsearch.elasticsearch.k8s.elastic.co',
    'ElasticsearchCluster.enterprises.upmc.com',
    'PersistentVolumeClaim',
    'RabbitmqCluster.rabbitmq.com',
    'StatefulSet.apps',
  ],
  terraform: [
    'aws_db_instance',
    'aws_dynamodb_table',
    'aws_ebs_volume',
    'aws_ecr_repository',
    'aws_efs_file_system',
    'aws_kms_key',
    'aws_rds_cluster',
    'aws_route53_zone',
    'aws_s3_bucket',
  ],
};

/** Returns true for an address of `addresses` whose resource holds data. */
export function isStateful(address: string): boolean {
  const [half, , kind = ''] = address.split(' ');
  if (half === 'kubernetes') return statefulKinds.kubernetes.includes(kind);
  return statefulKinds.terraform.includes(kind.split('.')[0] ?? '');
}
