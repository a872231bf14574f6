import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';
import { Construct } from 'constructs';
import { sortedEntries } from '../../core/canonical';
import { keepPreviousName } from '../stack/moved-blocks';

export interface ReaderEndpointProps {
  /** The readers' name. @replaces its records */
  readonly name: string;
  /** The zone's id. @replaces its records */
  readonly zoneId: string;
  /** Seconds. @inPlace */
  readonly ttl: number;
  /** Who answers where no reader does: the primary. @inPlace */
  readonly fallback: string;
  /** Readers by name. @inPlace: one more is created, one less destroyed */
  readonly readers: Readonly<Record<string, Reader>>;
}

export interface Reader {
  /** The instance's name, which RDS gave it. */
  readonly address: string;
  /** Its share of the questions. */
  readonly weight: number;
  /** What Route 53 tells it from the others by. @default its name */
  readonly name?: string;
  /** Its name before it was renamed. @default it was not */
  readonly renamedFrom?: string | undefined;
}

/**
 * One name for all that can be read. Weighted, since RDS gives names and not addresses, and Route 53 gives several answers of
 * any type but CNAME. Nobody asks the primary while a reader may be asked, and the name outlives the last reader.
 */
export class ReaderEndpoint extends Construct {
  constructor(scope: Construct, id: string, { fallback, name, readers, ttl, zoneId }: ReaderEndpointProps) {
    super(scope, id);
    const asked = Object.values(readers).some(({ weight }) => weight > 0);
    const all: ReaderEndpointProps['readers'] = { ...readers, primary: { address: fallback, weight: asked ? 0 : 1 } };
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
