/** Kinds of things that hold data: destroying one loses what no apply brings back. */
const stateful = {
  kubernetes: ['RabbitmqCluster.rabbitmq.com', 'PersistentVolumeClaim', 'StatefulSet.apps'],
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

/** Whether an address, as `addresses` writes it, holds data. */
export function isStateful(address: string): boolean {
  const [half, , kind = ''] = address.split(' ');
  if (half === 'kubernetes') return stateful.kubernetes.includes(kind);
  return stateful.terraform.includes(kind.split('.')[0] ?? '');
}
