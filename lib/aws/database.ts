import { DbInstance } from '@cdktf/provider-aws/lib/db-instance';
import { DbSubnetGroup } from '@cdktf/provider-aws/lib/db-subnet-group';
import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';
import { Construct } from 'constructs';
import { type Finding, report } from '../core/errors';
import { checkName } from '../core/naming';
import { days, type Duration, gibibytes, isAmount, type Storage } from '../core/units';
import type { INetwork } from './network';
import type { IPrivateZone } from './private-zone';
import { SecurityGroup } from './security-group';

export interface DatabaseProps {
  /** Name of the instance and of what belongs to it. @inPlace the instance is renamed @replaces its security and subnet groups */
  readonly name: string;
  /** PostgreSQL version, MAJOR.MINOR. Minor versions are not raised behind your back. @inPlace, in the maintenance window */
  readonly engineVersion: string;
  /** RDS instance class. @inPlace, in the maintenance window */
  readonly instanceClass: string;
  /** Volume size. It can grow, never shrink. @inPlace */
  readonly storage: Storage;
  /** A standby in another zone that takes over by itself. @inPlace */
  readonly multiAz: boolean;
  /** How far back it can be restored, up to 35 days. @inPlace */
  readonly backupRetention: Duration;
  /** The network and the tier, one subnet of each zone. @replaces the subnet group */
  readonly network: INetwork;
  /** The tier of the network that it stands in. @inPlace */
  readonly tier: string;
  /** Where its name is written, so that what uses it need not ask for its address. @replaces the record */
  readonly zone: IPrivateZone;
  /** Whether Terraform and AWS refuse to destroy it, and a last snapshot is taken. @inPlace */
  readonly protect: boolean;
}

/** PostgreSQL's port. */
export const databasePort = 5432;

/** A PostgreSQL server, encrypted, reached by its private name. RDS makes its password and keeps it: it is in no state and no plan. */
export class Database extends Construct {
  readonly securityGroup: SecurityGroup;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: DatabaseProps,
  ) {
    super(scope, id);
    report(this, checkDatabase(props));
    this.securityGroup = new SecurityGroup(this, 'security-group', Database.securityGroupOf(props));
    const instance = this.instance(this.subnetGroup());
    this.record(instance);
  }

  /** Its security group, by which the cluster's stack finds it to say who may connect. */
  static securityGroupOf({ name, network }: Pick<DatabaseProps, 'name' | 'network'>) {
    return { label: 'database', name, vpcId: network.vpcId };
  }

  /** Its private name, known before it exists. */
  static hostOf(zone: string): string {
    return `primary.postgres.${zone}`;
  }

  private subnetGroup(): DbSubnetGroup {
    const { name, network, tier } = this.props;
    const subnetIds = Object.values(network.subnets(tier)).map(({ id }) => id);
    return new DbSubnetGroup(this, 'subnet-group', { description: 'database', name, subnetIds, tags: { Name: name } });
  }

  private instance(subnetGroup: DbSubnetGroup): DbInstance {
    const { backupRetention, engineVersion, instanceClass, multiAz, name, protect, storage } = this.props;
    return new DbInstance(this, 'primary', {
      allocatedStorage: gibibytes(storage),
      allowMajorVersionUpgrade: false,
      applyImmediately: false,
      autoMinorVersionUpgrade: false,
      backupRetentionPeriod: days(backupRetention),
      backupWindow: '02:00-03:00',
      caCertIdentifier: 'rds-ca-rsa2048-g1',
      copyTagsToSnapshot: true,
      dbName: 'platform',
      dbSubnetGroupName: subnetGroup.name,
      deleteAutomatedBackups: !protect,
      deletionProtection: protect,
      engine: 'postgres',
      engineVersion,
      ...(protect ? { finalSnapshotIdentifier: `${name}-final` } : {}),
      identifier: name,
      instanceClass,
      lifecycle: { preventDestroy: protect },
      maintenanceWindow: 'sun:03:30-sun:04:30',
      manageMasterUserPassword: true,
      multiAz,
      port: databasePort,
      publiclyAccessible: false,
      skipFinalSnapshot: !protect,
      storageEncrypted: true,
      storageType: 'gp3',
      tags: { Name: name },
      username: 'postgres',
      vpcSecurityGroupIds: [this.securityGroup.groupId],
    });
  }

  private record(instance: DbInstance): void {
    const { zone } = this.props;
    // RDS moves its own address on a failover within a minute; a longer life of this name would outlast it.
    new Route53Record(this, 'name', {
      name: Database.hostOf(zone.name),
      records: [instance.address],
      ttl: 30,
      type: 'CNAME',
      zoneId: zone.zoneId,
    });
  }
}

function checkDatabase({ backupRetention, engineVersion, name, storage }: DatabaseProps): Finding[] {
  const found = checkName('db-instance', name);
  if (!/^\d+\.\d+$/.test(engineVersion)) {
    found.push({
      fix: `write it as '17.6'`,
      rule: `a PostgreSQL version is MAJOR.MINOR, got '${engineVersion}'`,
      setting: 'engineVersion',
    });
  }
  if (!isAmount(storage, ['Gi']) || gibibytes(storage) < 20 || gibibytes(storage) > 65_536) {
    found.push({
      fix: `write it as '100Gi'`,
      rule: `storage is from 20Gi to 65536Gi, got ${storage}`,
      setting: 'storage',
    });
  }
  if (!isAmount(backupRetention, ['d']) || days(backupRetention) > 35) {
    found.push({
      fix: `write it as '7d'`,
      rule: `backups are kept from 1d to 35d, got ${backupRetention}`,
      setting: 'backupRetention',
    });
  }
  return found;
}
