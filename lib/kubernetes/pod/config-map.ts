import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { contentHash } from '../../core/content-hash';
import { addFindings, type Finding } from '../../core/diagnostics';
import { checkName } from '../../core/naming';
import { checkData } from './config-checks';
import { checkLabels } from './label-checks';
import { managedBy, prunedLabel } from './labels';

/**
 * Maximum size of a ConfigMap's data, in bytes.
 *
 * @see https://kubernetes.io/docs/concepts/configuration/configmap/#motivation
 */
const maxSize = 1024 * 1024;

/**
 * Maximum size of an object in a request, in bytes: 3 MiB, less those of the other fields.
 *
 * @see https://github.com/kubernetes/kubernetes/blob/master/staging/src/k8s.io/apiserver/pkg/server/config.go
 */
const maxRequestSize = 3 * 1024 * 1024 - 16 * 1024;

export interface ImmutableConfigMapProps {
  /**
   * Workload that reads the ConfigMap, whose name is `<workload>-<hash of the data>`.
   *
   * @replaces the object
   * @rolls the pods
   */
  readonly workload: string;
  /**
   * Namespace of the workload.
   *
   * @replaces the object
   */
  readonly namespace: string;
  /**
   * Labels of the ConfigMap, besides those by which it is pruned.
   *
   * @default none
   * @inPlace
   */
  readonly labels?: Readonly<Record<string, string>>;
  /**
   * Keys, and values of text or bytes.
   *
   * @replaces the object
   * @rolls the pods
   */
  readonly data: Readonly<Record<string, string | Uint8Array>>;
}

/** An immutable ConfigMap of a workload, which checks the keys and values with its other props. */
export class WorkloadConfigMap extends Construct {
  /** Name of the ConfigMap, for `envFrom` or a volume. */
  readonly configMapName: string;

  constructor(scope: Construct, id: string, { workload, namespace, labels, data }: ImmutableConfigMapProps) {
    super(scope, id);
    this.configMapName = `${workload}-${contentHash(data)}`;
    addFindings(this, [...checkName('config-map', this.configMapName, 'workload'), ...checkSize(data)]);
    new AnyConfigMap(this, 'Resource', dataFields(data), {
      metadata: { name: this.configMapName, namespace, labels: { ...labels, ...managedBy, ...prunedLabel } },
      immutable: true,
    });
  }
}

/**
 * An immutable ConfigMap named by the hash of its content. New content is a new object: pods of the previous ReplicaSet
 * continue to read the old one, and `kubectl rollout undo` finds it, because an apply deletes nothing.
 * `scripts/prune.sh` deletes ConfigMaps that no pod template refers to.
 *
 * @example
 * const config = new ImmutableConfigMap(scope, 'config', {
 *   data: { LOG_LEVEL: 'info' },
 *   namespace: 'shop',
 *   workload: 'api',
 * });
 * const envFrom = [{ configMapRef: { name: config.configMapName } }];
 */
export class ImmutableConfigMap extends WorkloadConfigMap {
  constructor(scope: Construct, id: string, props: ImmutableConfigMapProps) {
    super(scope, id, props);
    const { data, labels = {} } = props;
    addFindings(this, [...checkData(data), ...checkLabels(labels, 'labels')]);
  }
}

type Data = ImmutableConfigMapProps['data'];

type DataFields = Pick<k8s.KubeConfigMapProps, 'binaryData' | 'data'>;

/** A ConfigMap whose data may have any key. As a prop, cdk8s cannot render a variable called `constructor`. */
class AnyConfigMap extends k8s.KubeConfigMap {
  constructor(
    scope: Construct,
    id: string,
    private readonly fields: DataFields,
    props: k8s.KubeConfigMapProps,
  ) {
    super(scope, id, props);
  }

  override toJson(): unknown {
    return { ...(super.toJson() as object), ...this.fields };
  }
}

/** Returns texts and bytes in the fields that the API has for them. */
function dataFields(data: Data): DataFields {
  const texts = Object.entries(data).filter(([, value]) => !(value instanceof Uint8Array)) as [string, string][];
  const bytes = Object.entries(data).flatMap(([key, value]): [string, string][] =>
    value instanceof Uint8Array ? [[key, Buffer.from(value).toString('base64')]] : [],
  );
  return {
    ...((texts.length > 0 || bytes.length === 0) && { data: Object.fromEntries(texts) }),
    ...(bytes.length > 0 && { binaryData: Object.fromEntries(bytes) }),
  };
}

function checkSize(data: Data): Finding[] {
  const size = Object.entries(data).reduce(
    (sum, [key, value]) =>
      sum + Buffer.byteLength(key) + Buffer.byteLength(value instanceof Uint8Array ? value : `${value}`),
    0,
  );
  // kubectl escapes these characters of HTML too: a table of tags is several times its size.
  const escaped = JSON.stringify(dataFields(data)).replace(/[<>&\u2028\u2029]/g, String.raw`\u0000`);
  if (size <= maxSize && Buffer.byteLength(escaped) > maxRequestSize) {
    return [
      {
        id: 'config-map-size',
        setting: 'data',
        message: `data must be at most ${maxRequestSize} bytes in JSON, with escapes; got ${Buffer.byteLength(escaped)}`,
        hint: 'pass the content as a Uint8Array, which has no escapes, or put it into the image',
      },
    ];
  }
  if (size <= maxSize) return [];
  return [
    {
      id: 'config-map-size',
      setting: 'data',
      message: `data must be at most ${maxSize} bytes; got ${size}`,
      hint: 'put the data into the image, or split it between workloads',
    },
  ];
}
