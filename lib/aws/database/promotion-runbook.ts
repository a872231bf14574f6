/** The values of a replica's runbook. */
export interface PromotionRunbookValues {
  /** The replica's key in `replicas`. */
  readonly key: string;
  readonly identifier: string;
  readonly primary: string;
  readonly primaryHost: string;
  readonly replicaHost: string;
  /** True for a replica in another region. */
  readonly otherRegion: boolean;
}

/** Returns the name of the security group without rules of a database. */
export function fenceName(database: string): string {
  return `${database}-fence`;
}

/** Returns the runbook that promotes a replica to the primary, in AWS and then in the code. */
export function promotionRunbook(values: PromotionRunbookValues): string {
  const { identifier, key, otherRegion, primary, primaryHost, replicaHost } = values;
  const region = otherRegion ? ' --region "$REPLICA_REGION"' : '';
  return `# Promote ${identifier}

Use this runbook only if ${primary} cannot be recovered. A zone failure needs no action: RDS fails over to the standby of a
Multi-AZ instance within two minutes. Transactions that were not replicated to ${identifier} are lost.

## 1. Fence the old primary

Scale all writers to zero. RDS cannot stop an instance that has a replica, so if ${primary} is still reachable, move it into the
security group ${fenceName(primary)}, which has no rules. Open connections outlive a change of rules, so reboot it as well:

    FENCE=$(aws ec2 describe-security-groups --filters 'Name=group-name,Values=${fenceName(primary)}' --output text --query 'SecurityGroups[0].GroupId')
    aws rds modify-db-instance --db-instance-identifier ${primary} --vpc-security-group-ids "$FENCE" --apply-immediately
    aws rds reboot-db-instance --db-instance-identifier ${primary}

Repeat until the group is \`active\` and the status is \`available\`; nothing writes to ${primary} from then on:

    aws rds describe-db-instances --db-instance-identifier ${primary} \\
      --query 'DBInstances[0].[DBInstanceStatus,VpcSecurityGroups]'

Record the replication lag: the metric ReplicaLag of ${identifier}.

## 2. Promote

A promotion cannot be undone. The instance reboots, which takes some minutes.
${otherRegion ? '\n    REPLICA_REGION=…   # region of the replica: see `replicas` in the code\n' : ''}
    aws rds promote-read-replica --db-instance-identifier ${identifier}${region}

The status changes a moment later. Repeat until it is \`available\` and there is no replication source:

    aws rds describe-db-instances --db-instance-identifier ${identifier}${region} \\
      --query 'DBInstances[0].[DBInstanceStatus,ReadReplicaSourceDBInstanceIdentifier]'

## 3. Set \`promoted\` in the code

Change only this in the environment's settings:

    replicas: { '${key}': { …, promoted: true } }

The plan must not replace or destroy any resource:

- \`${identifier}\` changes in place: backups, deletion protection, and the password's version;
- \`${primaryHost}\` changes in place and points to ${identifier};
- \`${replicaHost}\` no longer points to ${identifier}.

The plan also gives ${primary} its security group back, which would open the fence: apply only the resources above, each with
\`-target\`. If the primary's region or instance is unreachable, plan with \`-refresh=false\` as well. New connections reach ${identifier} after the record's TTL of 30 seconds.
${
  otherRegion
    ? `\nThe network of the clients needs routes to ${identifier} in the other region, and the network of ${identifier} must be
associated with the private zone.\n`
    : ''
}
## 4. Restart the writers, and watch the alarms

The master password is that of the old primary. Watch connections, CPU and errors for 15 minutes.

## 5. Replicate again

Other replicas still replicate from ${primary}, and the source of a replica cannot be changed. Add replicas under new names with
\`sourceReplica: '${key}'\`, wait until their lag is zero, then remove the old ones from the code.
Keep ${primary} in its fence and protected until you have confirmed that no data is missing, and apply with \`-target\` until
then. Once it has no replica, it can also be stopped; AWS starts a stopped instance again after seven days.

## 6. Destroy an instance

Disable deletion protection first. RDS creates a final snapshot, ${primary}-final or ${identifier}-final. If a snapshot of this
name exists from an earlier instance, RDS rejects the deletion (\`DBSnapshotAlreadyExists\`) and keeps the instance. Copy the
older snapshot to another name, delete it, and destroy the instance again:

    OLD=${primary}-final   # or ${identifier}-final
    aws rds copy-db-snapshot --source-db-snapshot-identifier "$OLD" --target-db-snapshot-identifier "$OLD-1" --copy-tags${region}
    aws rds wait db-snapshot-available --db-snapshot-identifier "$OLD-1"${region}
    aws rds delete-db-snapshot --db-snapshot-identifier "$OLD"${region}
${otherRegion ? `\n\`${region.trim()}\` for snapshots of ${identifier} only.\n` : ''}`;
}
