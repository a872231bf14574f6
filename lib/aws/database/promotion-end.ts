import type { PromotionRunbookValues } from './promotion-runbook-values';

/** Returns the option of commands for the region of the replica. */
export function regionOption(otherRegion: boolean): string {
  return otherRegion ? ' --region "$REPLICA_REGION"' : '';
}

/** Returns the section after which the code has no promoted replica. */
export function endPromotion(values: PromotionRunbookValues): string {
  const { changes, identifier, key, otherRegion, primary } = values;
  const [instance = '', ...records] = changes.changed;
  const created = [...(otherRegion ? [changes.primary] : []), instance, ...changes.destroyed];
  const changed = [...(otherRegion ? [] : [changes.primary]), ...records];
  return `## 6. End the promotion

Until then, the code has two primaries, and ${identifier} cannot be promoted again. Do it in a quiet hour, when no data is missing and
no replica of the old ${primary} is left in the code: the database is unavailable from the first command to the end of the apply.
${otherRegion ? 'A snapshot and its copy take minutes to hours.' : 'An instance with a new name restarts, which takes about ten minutes.'} Stop the writers as in step 1.

${otherRegion ? restoreHome(values) : renameInstances(values)}
Remove \`promoted\` in the code, and \`sourceReplica: '${key}'\` of other replicas. Synthesize:

    replicas: { '${key}': { … } }

Apply the whole stack:

    terraform apply

The plan must be \`${created.length} to add, ${changed.length} to change, 0 to destroy\`. It creates

${list(created)}
and changes in place

${list(changed)}
Start the writers as in step 4. The next plan may change settings of the new instances, which RDS takes only for existing ones.
`;
}

/** The promoted instance takes the name of the primary, which its backups and its replicas follow. */
function renameInstances({ changes, identifier, primary }: PromotionRunbookValues): string {
  return `Give the old primary another name, unless it is lost, and its name to ${identifier}. Backups and replicas follow the new names:

    rename() {
      aws rds modify-db-instance --db-instance-identifier "$1" --new-db-instance-identifier "$2" --apply-immediately
      # The new name is unknown until the renaming begins.
      until aws rds wait db-instance-available --db-instance-identifier "$2"; do sleep 10; done
    }
    rename ${primary} ${primary}-old
    rename ${identifier} ${primary}

Remove the old primary from the state, and make the promoted instance the primary there. ${primary}-old stays in AWS, in its fence and
protected, until you delete it there:

    terraform state rm ${changes.primary}
    terraform state mv ${changes.changed[0]} ${changes.primary}
`;
}

/** An instance stays in its region. Its data returns as a backup. */
function restoreHome({ changes, identifier, primary }: PromotionRunbookValues): string {
  const snapshot = `${identifier}-return`;
  return `An instance cannot be moved to another region, so its data returns as a backup:

    HOME_REGION=…   # region of ${primary}
    KEY=…           # ARN of the KMS key of the database in that region
    SNAPSHOT=$(aws rds create-db-snapshot --db-instance-identifier ${identifier} --region "$REPLICA_REGION" \\
      --db-snapshot-identifier ${snapshot} --query DBSnapshot.DBSnapshotArn --output text)
    aws rds wait db-snapshot-available --db-snapshot-identifier ${snapshot} --region "$REPLICA_REGION"
    aws rds copy-db-snapshot --source-db-snapshot-identifier "$SNAPSHOT" --target-db-snapshot-identifier ${snapshot} \\
      --source-region "$REPLICA_REGION" --region "$HOME_REGION" --kms-key-id "$KEY"
    aws rds wait db-snapshot-available --db-snapshot-identifier ${snapshot} --region "$HOME_REGION"

Give both instances other names, the old primary unless it is lost, and remove both from the state. They stay in AWS, protected, until
you delete them there:

    rename() {
      aws rds modify-db-instance --db-instance-identifier "$1" --new-db-instance-identifier "$1-old" --apply-immediately --region "$2"
      # The new name is unknown until the renaming begins.
      until aws rds wait db-instance-available --db-instance-identifier "$1-old" --region "$2"; do sleep 10; done
    }
    rename ${primary} "$HOME_REGION"
    rename ${identifier} "$REPLICA_REGION"
    terraform state rm ${changes.primary} ${changes.changed[0]}

Set \`restoreFrom: { snapshot: '${snapshot}' }\` of the database, until the apply has ended.
`;
}

/** Returns the section of a region in which neither Terraform's state nor the password can be read. */
export function lostRegion({ identifier, primary, primaryHost, replicaHost }: PromotionRunbookValues): string {
  return `## 8. Without the region of the primary

The state of Terraform, the secret of the password and the network of the private zone are in the region of ${primary}, so no plan
works without it. Clients need only the promotion and the host names. Promote ${identifier} (section 2), and protect it:

    aws rds modify-db-instance --db-instance-identifier ${identifier} --region "$REPLICA_REGION" \\
      --deletion-protection --backup-retention-period 7 --apply-immediately

Point the host names to it. Route 53 needs no region. The names of the readers keep their weights:

    ZONE=…   # id of the private zone: aws route53 list-hosted-zones
    ADDRESS=$(aws rds describe-db-instances --db-instance-identifier ${identifier} --region "$REPLICA_REGION" \\
      --query 'DBInstances[0].Endpoint.Address' --output text)
    point() {   # name, and the fields of a weighted record
      aws route53 change-resource-record-sets --hosted-zone-id "$ZONE" --change-batch "{\\"Changes\\": [{\\"Action\\": \\"UPSERT\\",
        \\"ResourceRecordSet\\": {\\"Name\\": \\"$1\\", \\"Type\\": \\"CNAME\\", \\"TTL\\": 30, \${2-}
        \\"ResourceRecords\\": [{\\"Value\\": \\"$ADDRESS\\"}]}}]}"
    }
    point ${primaryHost}
    aws route53 list-resource-record-sets --hosted-zone-id "$ZONE" --output text \\
      --query "ResourceRecordSets[?Name=='${replicaHost}.'].[SetIdentifier,Weight]" |
      while read -r id weight; do point ${replicaHost} "\\"SetIdentifier\\": \\"$id\\", \\"Weight\\": $weight," </dev/null; done

All users have the passwords that they had, \`postgres\` too. If nobody can read its password, set another one. Section 3 sets that of the
secret again:

    { umask 077; FILE=$(mktemp); openssl rand -hex 20 >"$FILE"; }
    printf '{"DBInstanceIdentifier": "${identifier}", "MasterUserPassword": "%s", "ApplyImmediately": true}' "$(cat "$FILE")" |
      aws rds modify-db-instance --cli-input-json file:///dev/stdin --region "$REPLICA_REGION" --query DBInstance.DBInstanceStatus

When the region returns, ${primary} runs as it did: fence it (section 1) before anything connects to it, and go on with section 3. Its
plan finds the records changed already.
`;
}

function list(addresses: readonly string[]): string {
  return addresses.map((address) => `- \`${address}\`\n`).join('');
}
