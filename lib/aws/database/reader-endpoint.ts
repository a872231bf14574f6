import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';
import { Construct } from 'constructs';
import { sortedEntries } from '../../core/canonical';
import { keepPreviousName } from '../stack/moved-blocks';

export interface ReaderEndpointProps {
  /**
   * The host name of the readers.
   *
   * @replaces the records
   */
  readonly name: string;
  /**
   * The id of the zone.
   *
   * @replaces the records
   */
  readonly zoneId: string;
  /**
   * The TTL of the records in seconds.
   *
   * @inPlace
   */
  readonly ttl: number;
  /**
   * The address of the primary, which is used if no reader has a weight.
   *
   * @inPlace
   */
  readonly fallback: string;
  /**
   * Readers by name.
   *
   * @inPlace: records are created and destroyed
   */
  readonly readers: Readonly<Record<string, Reader>>;
}

/** A read replica among the readers. */
export interface Reader {
  /** The address of the instance. */
  readonly address: string;
  /** The weight among the readers. */
  readonly weight: number;
  /**
   * The set identifier of its record.
   *
   * @default the key of the reader
   */
  readonly name?: string;
  /**
   * The key of the reader before it was renamed.
   *
   * @default the reader was not renamed
   */
  readonly renamedFrom?: string | undefined;
}

/**
 * One host name for all readers. Its records are weighted CNAMEs, since RDS has host names and no fixed addresses. The primary
 * gets queries only if no reader has a weight, so the host name always resolves.
 *
 * @example
 * new ReaderEndpoint(stack, 'readers', {
 *   name: 'replica.postgres.lab.internal',
 *   fallback: 'lab.abc.eu-west-1.rds.amazonaws.com',
 *   readers: { reports: { address: 'lab-reports.abc.eu-west-1.rds.amazonaws.com', weight: 1 } },
 *   ttl: 30,
 *   zoneId: zone.zoneId,
 * });
 */
export class ReaderEndpoint extends Construct {
  constructor(scope: Construct, id: string, { fallback, name, readers, ttl, zoneId }: ReaderEndpointProps) {
    super(scope, id);
    const hasReader = Object.values(readers).some(({ weight }) => weight > 0);
    const all: ReaderEndpointProps['readers'] = {
      ...readers,
      primary: { address: fallback, weight: hasReader ? 0 : 1 },
    };
    for (const [reader, { address, name: setIdentifier = reader, renamedFrom, weight }] of sortedEntries(all)) {
      const record = new Route53Record(this, reader, {
        name,
        records: [address],
        setIdentifier,
        ttl,
        type: 'CNAME',
        weightedRoutingPolicy: { weight },
        zoneId,
      });
      keepPreviousName(record, renamedFrom);
    }
  }
}
