import type { Explanations } from '../../core/explanation';

export const explanations = {
  'database-memory': {
    reason:
      'Each connection is a process with memory of its own. With more of them than the instance has memory for, PostgreSQL is killed under load, and a replica that is smaller than its primary fails to start.',
    example: "instanceClass: 'db.t4g.micro', maxConnections: 5000",
    fix: "instanceClass: 'db.m6g.2xlarge', maxConnections: 1000",
    see: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Limits.html#RDS_Limits.MaxConnections',
  },
  'postgres-version': {
    reason:
      'RDS creates instances with minor versions of about the last year only, and upgrades older ones by itself: the plan then shows a downgrade, which RDS rejects. A version without a minor number would be upgraded whenever RDS changes its default.',
    example: "engineVersion: '17.4'",
    fix: "engineVersion: '17.9'",
    see: 'https://docs.aws.amazon.com/AmazonRDS/latest/PostgreSQLReleaseNotes/postgresql-release-calendar.html',
  },
  'database-instance-class': {
    reason: 'RDS rejects other classes at the apply, when the other resources of the stack exist already.',
    example: "instanceClass: 'db.m6g.larg'",
    fix: "instanceClass: 'db.m6g.large'",
    see: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.DBInstanceClass.Support.html',
  },
  'database-restore': {
    reason:
      'RDS restores a snapshot, or an instance at a point in time in UTC, and always into an instance with another name than the source.',
    example: "restoreFrom: { snapshot: 'lab-postgres-final', time: '2026-11-26T03:15:00Z' }",
    fix: "restoreFrom: { snapshot: 'lab-postgres-final' }",
    see: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIT.html',
  },
  'password-version': {
    reason:
      'Terraform writes a write-only argument again only if its version changes. Versions are whole numbers from 1.',
    example: 'passwordVersion: 0',
    fix: 'passwordVersion: 1',
    see: 'https://developer.hashicorp.com/terraform/language/manage-sensitive-data/write-only',
  },
  'database-zones': {
    reason:
      'RDS rejects a subnet group whose subnets are not in two availability zones, even for an instance without a standby.',
    example: "tier: 'data', in a network with one zone",
    fix: 'zones: { a: { slot: 0 }, b: { slot: 1 } }',
    see: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html',
  },
  'database-backups': {
    reason:
      'RDS keeps automated backups for at most 35 days, and creates read replicas only from an instance with backups.',
    example: "backupRetention: '0d', replicas: { reports: {} }",
    fix: "backupRetention: '7d', replicas: { reports: {} }",
    see: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.BackupRetention.html',
  },
  'database-connections': {
    reason:
      'RDS uses some connections itself, and every connection is a process of the server. Thousands of clients need a connection pooler.',
    example: 'maxConnections: 9000',
    fix: 'maxConnections: 200',
    see: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Limits.html',
  },
  'database-storage': {
    reason:
      'RDS rejects sizes, IOPS and throughput outside of the limits of gp3, and provisioned performance below 400 GiB.',
    example: "storage: '100Gi', iops: 12_000",
    fix: "storage: '400Gi', iops: 12_000",
    see: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html',
  },
  'replica-password': {
    reason: 'RDS does not create read replicas of a PostgreSQL instance whose password it manages in Secrets Manager.',
    example: 'replicas: { reports: {} }',
    fix: 'replicas: { reports: {} }, passwordVersion: 1',
    see: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html',
  },
  'replica-blue-green': {
    reason:
      'After a blue/green update by Terraform, read replicas still replicate the old instance, which is then deleted.',
    example: 'blueGreen: true, replicas: { reports: {} }',
    fix: 'replicas: { reports: {} }',
    see: 'https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/db_instance#blue_green_update',
  },
  'replica-count': {
    reason: 'RDS creates at most 15 read replicas of one instance.',
    example: '16 entries in replicas',
    fix: '15 entries in replicas',
    see: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ReadRepl.html',
  },
  'replica-name': {
    reason:
      'The key of a replica is part of Terraform addresses, records and identifiers, and must differ from the primary.',
    example: 'replicas: { primary: {} }',
    fix: 'replicas: { reports: {} }',
  },
  'replica-weight': {
    reason:
      'Route 53 weights are 0 to 255. A replica in another region is not among the readers, since clients would connect across regions.',
    example: 'replicas: { reports: { weight: 256 } }',
    fix: 'replicas: { reports: { weight: 1 } }',
    see: 'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/routing-policy-weighted.html',
  },
  'replica-source': {
    reason: 'A replica replicates the primary. Only after a promotion is the promoted replica another possible source.',
    example: "replicas: { a: {}, b: { sourceReplica: 'a' } }",
    fix: "replicas: { a: { promoted: true }, b: { sourceReplica: 'a' } }",
    see: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ReadRepl.html',
  },
  'replica-promoted': {
    reason: 'The host name of the primary points to the promoted replica, so there is one. Two writers would diverge.',
    example: 'replicas: { a: { promoted: true }, b: { promoted: true } }',
    fix: 'replicas: { a: { promoted: true }, b: {} }',
    see: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ReadRepl.html#USER_ReadRepl.Promote',
  },
} as const satisfies Explanations;
