/** A schema of the API server, as far as the fields of the operator need it. */
interface Schema {
  readonly 'type'?: 'array' | 'boolean' | 'integer' | 'object' | 'string';
  readonly 'description'?: string;
  readonly 'additionalProperties'?: Schema;
  readonly 'enum'?: readonly string[];
  readonly 'items'?: Schema;
  readonly 'maximum'?: number;
  readonly 'minimum'?: number;
  readonly 'properties'?: Readonly<Record<string, Schema>>;
  readonly 'required'?: readonly string[];
  readonly 'x-kubernetes-int-or-string'?: true;
  readonly 'x-kubernetes-preserve-unknown-fields'?: true;
}

const text: Schema = { type: 'string' };
const flag: Schema = { type: 'boolean' };
const count: Schema = { type: 'integer', minimum: 0 };
const quantity: Schema = { 'x-kubernetes-int-or-string': true };
const quantities: Schema = { type: 'object', additionalProperties: quantity };
const texts: Schema = { type: 'object', additionalProperties: text };

/** An object of Kubernetes, which the API server checks when the operator puts it into a pod. */
const opaque: Schema = { 'type': 'object', 'x-kubernetes-preserve-unknown-fields': true };

/**
 * Fields that the operator accepts and never reads. The first two of them are hard-wired in its rabbitmq.conf: members only log lost
 * members, and `guest` may connect from everywhere.
 */
const ignored: Readonly<Record<string, Schema>> = {
  'cluster_formation.node_cleanup.only_log_warning': flag,
  'loopback_users.guest': flag,
  'auth': object({ enabled: flag, mechanisms: list(text) }),
  'cert': object({ cacertfile: text, certfile: text, enabled: flag, exitingSecret: text, keyfile: text }),
  'k8s_labels': list(opaque),
  'memory_high_watermark_relative': text,
};

/** Names of the fields that the operator ignores. */
export const ignoredFields = Object.keys(ignored);

/** Keys of a policy's definition. The operator drops all others. */
const definitionKeys: Readonly<Record<string, Schema>> = {
  'expires': count,
  'federation-upstream-set': text,
  'ha-mode': text,
  'ha-params': count,
  'ha-sync-mode': text,
  'max-length': count,
  'max-length-bytes': count,
  'message-ttl': count,
};

const policy: Schema = {
  ...object({
    'apply-to': text,
    'definition': object(definitionKeys),
    'name': text,
    'pattern': text,
    'priority': { type: 'integer' },
    'vhost': text,
  }),
  required: ['definition', 'name', 'pattern'],
};

const spec: Schema = {
  ...object({
    affinity: opaque,
    cluster_node_cleanup_interval: { type: 'integer', minimum: 1 },
    cluster_partition_handling: text,
    default_vhost: text,
    env: list({ ...object({ name: text, value: text, valueFrom: opaque }), required: ['name'] }),
    hipe_compile: flag,
    image: { ...object({ name: text, tag: text }), required: ['name', 'tag'] },
    k8s_addrtype: { ...text, enum: ['hostname', 'ip'] },
    k8s_host: text,
    k8s_peer_discovery_backend: text,
    k8s_service_discovery: text,
    k8s_serviceaccount: text,
    memory_high_watermark: text,
    nodeSelector: texts,
    pdb: opaque,
    plugins: list(text),
    pod_limits: quantities,
    pod_requests: quantities,
    policies: list(policy),
    prometheus_exporter_port: { type: 'integer', minimum: 1, maximum: 65_535 },
    prometheus_image: text,
    purgePVC: flag,
    rabbitmq_storage_class: text,
    replicas: { type: 'integer', minimum: 1, maximum: 10 },
    secret_credentials: text,
    secret_service_account: text,
    tolerations: list(
      object({ effect: text, key: text, operator: text, tolerationSeconds: { type: 'integer' }, value: text }),
    ),
    use_service_monitor: flag,
    vm_memory_high_watermark_paging_ratio: text,
    volume_size: quantity,
    ...Object.fromEntries(
      Object.entries(ignored).map(([name, field]) => [name, { ...field, description: 'The operator ignores it.' }]),
    ),
  }),
  // Without one of them the operator creates members that cannot start.
  required: ['image', 'k8s_service_discovery', 'k8s_serviceaccount', 'replicas', 'volume_size'],
};

/** Schema of a Rabbitmq object. */
export const rabbitmqSchema: Schema = { ...object({ spec, status: opaque }), required: ['spec'] };

function object(properties: Readonly<Record<string, Schema>>): Schema {
  return { type: 'object', properties };
}

function list(items: Schema): Schema {
  return { type: 'array', items };
}
