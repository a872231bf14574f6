import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { contentHash } from '../../core/content-hash';
import { addFindings, type Finding } from '../../core/diagnostics';
import { checkName } from '../../core/naming';

/** What the API server takes in one ConfigMap, in bytes. */
const largest = 1024 * 1024;

export interface ImmutableConfigMapProps {
  /** The workload that reads it; the object's name is `<workload>-<hash of the data>`. @replaces the object, and rolls the pods */
  readonly workload: string;
  /** The workload's namespace. @replaces the object */
  readonly namespace: string;
  /** Labels of the object. @default none @inPlace */
  readonly labels?: Readonly<Record<string, string>>;
  /** Keys and values. @replaces the object, and rolls the pods */
  readonly data: Readonly<Record<string, string>>;
}

/** On ConfigMaps and on the pods that read them, so that what no variant reads any more can be found. */
export const configLabel = 'adamant.dev/config';

/**
 * An immutable ConfigMap named by its content. New content is a new object: pods of the old variant keep reading the
 * old one, and `kubectl rollout undo` finds it, since an apply deletes nothing. `scripts/prune-config.sh` deletes those
 * that no variant reads any more.
 */
export class ImmutableConfigMap extends Construct {
  /** The object's name, to be read by `envFrom` or a volume. */
  readonly objectName: string;

  constructor(scope: Construct, id: string, { workload, namespace, labels, data }: ImmutableConfigMapProps) {
    super(scope, id);
    this.objectName = `${workload}-${contentHash(data)}`;
    addFindings(this, [...checkName('config-map', this.objectName, 'workload'), ...checkSize(data)]);
    new k8s.KubeConfigMap(this, 'Resource', {
      metadata: { name: this.objectName, namespace, ...(labels && { labels }) },
      immutable: true,
      data,
    });
  }
}

function checkSize(data: Readonly<Record<string, string>>): Finding[] {
  const size = Object.entries(data).reduce((sum, [key, value]) => sum + Buffer.byteLength(key + value), 0);
  return size <= largest
    ? []
    : [
        {
          setting: 'data',
          message: `a ConfigMap holds at most ${largest} bytes, got ${size}`,
          hint: 'bake it into the image, or split it between workloads',
        },
      ];
}
