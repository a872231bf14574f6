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

/** Returns the runbook that promotes a replica to the primary, in AWS and then in the program. */
export function promotionRunbook(values: PromotionRunbookValues): string {
  const { identifier, key, otherRegion, primary, primaryHost, replicaHost } = values;
  const region = otherRegion ? ' --region "$REPLICA_REGION"' : '';
  return `# Promote ${identifier}

When ${primary} is lost for good: not when its zone fails, since a multi-AZ primary comes back by itself within two minutes.
What ${primary} committed and ${identifier} had not received is lost.

## 1. Make sure that there is only one writer

Stop what writes (scale the workloads to zero). If ${primary} still answers, stop it, so that nothing reaches it by an old name:

    aws rds stop-db-instance --db-instance-identifier ${primary}

Write down how far behind the replica was: the metric ReplicaLag of ${identifier}.

## 2. Promote

Irreversible. It reboots the instance and takes some minutes.
${otherRegion ? '\n    REPLICA_REGION=…   # where it stands: see `replicas` in the program\n' : ''}
    aws rds promote-read-replica --db-instance-identifier ${identifier}${region}
    aws rds wait db-instance-available --db-instance-identifier ${identifier}${region}
    aws rds describe-db-instances --db-instance-identifier ${identifier}${region} \\
      --query 'DBInstances[0].[DBInstanceStatus,ReadReplicaSourceDBInstanceIdentifier]'

The last line must say \`available\` and no source.

## 3. Say so in the program

In the environment's settings, and nothing else in the same change:

    replicas: { '${key}': { …, promoted: true } }

The plan must show nothing replaced and nothing destroyed:

- \`${identifier}\` changes in place: backups, deletion protection, and the password's version;
- \`${primaryHost}\` changes in place and names ${identifier};
- \`${replicaHost}\` no longer names ${identifier}.

If the primary's region or instance no longer answers and the plan fails on it, plan with
\`-refresh=false\` and the targets above. Apply. Clients follow within the name's 30 seconds, on new connections only.
${otherRegion ? `\nIn the other region: the network must reach ${identifier}, and see the private zone.\n` : ''}
## 4. Start what writes, and watch

The master password is the old primary's. Connections, CPU and errors for a quarter of an hour.

## 5. Replicate again

Other replicas still belong to ${primary}: an existing replica cannot be given another source. Add replicas under new names with
\`from: '${key}'\`, wait until their lag is zero, then take the old ones out of the program.
${primary} stays, stopped and protected, until somebody decides that nothing in it is missed. AWS starts a stopped instance again
after seven days.

## 6. When one of them is destroyed

A protected instance is destroyed only after its protection is taken off, and leaves a last snapshot: ${primary}-final or
${identifier}-final. The name is always the same, so when one was destroyed before, made again and is destroyed a second time,
RDS refuses (\`DBSnapshotAlreadyExists\`) and the instance stays. Keep the older snapshot under another name, then destroy again:

    OLD=${primary}-final   # or ${identifier}-final
    aws rds copy-db-snapshot --source-db-snapshot-identifier "$OLD" --target-db-snapshot-identifier "$OLD-1" --copy-tags${region}
    aws rds wait db-snapshot-available --db-snapshot-identifier "$OLD-1"${region}
    aws rds delete-db-snapshot --db-snapshot-identifier "$OLD"${region}
${otherRegion ? `\n\`${region.trim()}\` for snapshots of ${identifier} only.\n` : ''}`;
}
