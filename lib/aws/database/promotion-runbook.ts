import { endPromotion, lostRegion, regionOption } from './promotion-end';
import type { PromotionRunbookValues } from './promotion-runbook-values';
import { removeRecord, startWriters, stopWriters } from './writer-commands';

/** Returns the name of the security group without rules of a database. */
export function fenceName(database: string): string {
  return `${database}-fence`;
}

/** Returns the runbook that promotes a replica to the primary, in AWS and then in the code. */
export function promotionRunbook(values: PromotionRunbookValues): string {
  return [
    fence(values),
    promote(values),
    setPromoted(values),
    `## 4. Start the writers, and watch the alarms

The master password is that of the old primary.

${startWriters}
If all of them have started, remove the record:

${removeRecord}
Watch connections, CPU and errors for 15 minutes.
`,
    replicateAgain(values),
    endPromotion(values),
    destroy(values),
    ...(values.otherRegion ? [lostRegion(values)] : []),
  ].join('\n');
}

function fence({ identifier, otherRegion, primary }: PromotionRunbookValues): string {
  return `# Promote ${identifier}

Use this runbook only if ${primary} cannot be recovered. A zone failure needs no action: RDS fails over to the standby of a
Multi-AZ instance within two minutes. Transactions that were not replicated to ${identifier} are lost.${
    otherRegion
      ? '\nIf the region of ' +
        primary +
        ' cannot be used, continue with [section 8](#8-without-the-region-of-the-primary).'
      : ''
  }

## 1. Stop the writers, and fence the old primary

Suspend the CronJobs, and scale the services to zero. An autoscaler does nothing for a Deployment with 0 replicas. Services that do
not write to the database can be left out. Do not apply the workloads before step 4. The ConfigMap \`stopped-writers\` records what
ran. The commands may run again: a second record is rejected with \`already exists\`, and the first one stays.

${stopWriters}
RDS cannot stop an instance that has a replica, so if ${primary} is still reachable, move it into the security group
${fenceName(primary)}, which has no rules:

    FENCE=$(aws ec2 describe-security-groups --filters 'Name=group-name,Values=${fenceName(primary)}' --output text --query 'SecurityGroups[0].GroupId')
    aws rds modify-db-instance --db-instance-identifier ${primary} --vpc-security-group-ids "$FENCE" --apply-immediately

Wait until the fence is its only group and \`active\`, and the instance \`available\`. RDS rejects a reboot before, and a reboot before
the group is active lets clients connect again:

    state() {
      aws rds describe-db-instances --db-instance-identifier ${primary} --output text \\
        --query 'DBInstances[0].[DBInstanceStatus,VpcSecurityGroups[].[VpcSecurityGroupId,Status]]' | xargs
    }
    until [ "$(state)" = "available $FENCE active" ]; do sleep 10; done

Open connections outlive a change of rules. A reboot ends them:

    aws rds reboot-db-instance --db-instance-identifier ${primary}
    sleep 60   # the status changes a moment later
    aws rds wait db-instance-available --db-instance-identifier ${primary}

Check after three minutes that there are no connections: the last values must be 0.

    aws cloudwatch get-metric-statistics --namespace AWS/RDS --metric-name DatabaseConnections \\
      --dimensions Name=DBInstanceIdentifier,Value=${primary} --period 60 --statistics Maximum \\
      --start-time "$(($(date +%s) - 300))" --end-time "$(date +%s)" \\
      --query 'sort_by(Datapoints, &Timestamp)[].[Timestamp,Maximum]' --output text

Nothing writes to ${primary} from then on. Record the replication lag, the metric ReplicaLag of ${identifier}. A primary without
writes shows a lag that rises to five minutes and falls to 0 again.
`;
}

function promote({ identifier, otherRegion }: PromotionRunbookValues): string {
  const region = regionOption(otherRegion);
  return `## 2. Promote

A promotion cannot be undone. The instance reboots, which takes some minutes.
${otherRegion ? '\n    REPLICA_REGION=…   # region of the replica: see `replicas` in the code\n' : ''}
    aws rds promote-read-replica --db-instance-identifier ${identifier}${region}

The status changes a moment later. Repeat until it is \`available\` and there is no replication source:

    aws rds describe-db-instances --db-instance-identifier ${identifier}${region} \\
      --query 'DBInstances[0].[DBInstanceStatus,ReadReplicaSourceDBInstanceIdentifier]'
`;
}

function setPromoted(values: PromotionRunbookValues): string {
  const { changes, identifier, key, otherRegion, primary, primaryHost, replicaHost } = values;
  const targets = [...changes.changed, ...changes.destroyed];
  const [instance = '', ...records] = changes.changed;
  const [alarm = '', ...readers] = changes.destroyed;
  return `## 3. Set \`promoted\` in the code

Change only this in the environment's settings, and synthesize:

    replicas: { '${key}': { …, promoted: true } }

A plan of the whole stack would also give ${primary} its security group back, which opens the fence. Apply in the folder of the stack,
which contains this one, with these targets only:

    set -- ${targets.map((address) => `-target=${address}`).join(' \\\n      ')}

The state still has the replication source. Refresh the instance first, and never apply with \`-refresh=false\`: Terraform would
promote it a second time, which RDS rejects.

    terraform apply -refresh-only -target=${instance}
    terraform apply "$@"

The plan must be \`0 to add, ${changes.changed.length} to change, ${changes.destroyed.length} to destroy\`, and must not name ${primary}'s instance.
It changes in place:

- \`${instance}\`: backups, deletion protection, and the password's version;
- \`${records[0]}\`: \`${primaryHost}\` points to ${identifier};
- \`${records[1]}\`: the record of weight 0 of \`${replicaHost}\` points to ${identifier}. Without another
  reader its weight is 1. Until then it answers all the same, if it is the only record.

It destroys:

- \`${alarm}\`: a primary has no lag. Without data the alarm goes off
  after the promotion, until it is destroyed${readers.length > 0 ? ';' : '.'}
${readers.map((reader) => `- \`${reader}\`: \`${replicaHost}\` no longer points to ${identifier}.\n`).join('')}
New connections reach ${identifier} after the records' TTL of 30 seconds.
${
  otherRegion
    ? `\nThe network of the clients needs routes to ${identifier} in the other region, and the network of ${identifier} must be
associated with the private zone.\n`
    : ''
}`;
}

function replicateAgain({ key, primary }: PromotionRunbookValues): string {
  return `## 5. Replicate again

Other replicas still replicate from ${primary}, and the source of a replica cannot be changed. Add replicas under new names with
\`sourceReplica: '${key}'\`, wait until their lag is zero, then remove the old ones from the code.
Keep ${primary} in its fence and protected until you have confirmed that no data is missing, and apply with \`-target\` until
then. Once it has no replica, it can also be stopped; AWS starts a stopped instance again after seven days.
`;
}

function destroy({ identifier, otherRegion, primary }: PromotionRunbookValues): string {
  const region = regionOption(otherRegion);
  return `## 7. Destroy an instance

Disable deletion protection first. RDS creates a final snapshot, ${primary}-final or ${identifier}-final. If a snapshot of this
name exists from an earlier instance, RDS rejects the deletion (\`DBSnapshotAlreadyExists\`) and keeps the instance. Copy the
older snapshot to another name, delete it, and destroy the instance again:

    OLD=${primary}-final   # or ${identifier}-final
    aws rds copy-db-snapshot --source-db-snapshot-identifier "$OLD" --target-db-snapshot-identifier "$OLD-1" --copy-tags${region}
    aws rds wait db-snapshot-available --db-snapshot-identifier "$OLD-1"${region}
    aws rds delete-db-snapshot --db-snapshot-identifier "$OLD"${region}
${otherRegion ? `\n\`${region.trim()}\` for snapshots of ${identifier} only.\n` : ''}`;
}
