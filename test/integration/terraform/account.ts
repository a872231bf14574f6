import path from 'node:path';
import type { Environment, MachineImagePin } from '../../../environments/environment';
import { RecordingProxy } from './recording-proxy';
import { nextPin } from './pins';
import { cachePath, root, sharedPath, writeJson } from '../support/project';
import { endGroup, waitFor, Failure, freePorts, isAlive, run, serve } from '../support/process';

/** The version of moto that the emulated account reaches into. */
const motoVersion = '5.2.5';

/** Returns installation advice if moto is missing or has another version. */
export async function motoAdvice(log: string): Promise<string | undefined> {
  const found = await run({
    program: 'python3',
    arguments: ['-c', 'import flask, moto; print(moto.__version__)'],
    folder: root,
    seconds: 60,
    log,
    allow: [0, 1],
  });
  if (found.code === 0 && found.stdout.trim() === motoVersion) return undefined;
  const other = found.code === 0 ? ` instead of ${found.stdout.trim()}` : '';
  return `needs moto ${motoVersion}${other}: pip install 'moto[server,all]==${motoVersion}'`;
}

/** Calls AWS with boto3, which moto depends on: service, operation, parameters. An empty AWS_PROFILE would be an unknown profile. */
const callScript = `
import boto3, json, os, sys
os.environ.pop('AWS_PROFILE', None)
operation = getattr(boto3.client(sys.argv[1]), sys.argv[2])
print(json.dumps(operation(**json.loads(sys.argv[3])), default=str))
`;

/** Server-side encryption of an object. */
interface Encryption {
  readonly ServerSideEncryption?: string;
  readonly SSEKMSKeyId?: string;
}

/** An emulated AWS account on the loopback, with the prerequisites of an environment's first apply. */
export class Account {
  readonly proxy = new RecordingProxy();
  readonly log: string;
  private group = 0;
  private endpoint = '';

  constructor(
    private readonly runName: string,
    private readonly environment: Environment,
  ) {
    this.log = cachePath(runName, environment.name, 'account.log');
  }

  /** Environment variables that direct Terraform, its backend and its provider to this account. */
  get env(): Record<string, string> {
    return {
      AWS_ACCESS_KEY_ID: 'test',
      AWS_CONFIG_FILE: '/dev/null',
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_ENDPOINT_URL: this.endpoint,
      AWS_PROFILE: '',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_SESSION_TOKEN: '',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    };
  }

  async up(): Promise<void> {
    const program = sharedPath('terraform', 'aws.py');
    if (program === undefined) throw new Failure('../shared/terraform/aws.py is missing');
    const port = await freePorts(1);
    const images = cachePath(this.runName, 'work', this.environment.name, 'images.json');
    writeJson(
      images,
      this.pinnedImages().map(({ id }) => this.describeImage(id)),
    );
    this.group = serve({
      program: 'python3',
      arguments: [program, String(port)],
      folder: path.dirname(images),
      env: { MOTO_ACCOUNT_ID: this.environment.account, MOTO_ACM_VALIDATION_WAIT: '0', MOTO_AMIS_PATH: images },
      log: this.log,
    });
    this.endpoint = `http://127.0.0.1:${await this.proxy.open(port)}`;
    await waitFor('the emulated account responds', 60, async () => {
      if (!isAlive(this.group)) throw new Failure('the emulated account did not start', this.log);
      return fetch(`http://127.0.0.1:${port}/moto-api/`, { signal: AbortSignal.timeout(2000) }).then(
        () => true,
        () => undefined,
      );
    });
  }

  /** Creates the image tags, the public zone, the alarm topic and the web ACL, which no stack creates. */
  async createPrerequisites(): Promise<void> {
    const { alarms, domain, loadBalancer } = this.environment;
    for (const { id, kubernetesVersion, recipe } of this.pinnedImages()) {
      const tags = Object.entries({ kubernetes_version: kubernetesVersion, recipe });
      const Tags = tags.map(([Key, Value]) => ({ Key, Value }));
      await this.call('ec2', 'create_tags', { Resources: [id], Tags });
    }
    await this.call('route53', 'create_hosted_zone', { CallerReference: domain, Name: `${domain}.` });
    if (alarms) await this.call('sns', 'create_topic', { Name: alarms.topic });
    if (loadBalancer.webAcl === undefined) return;
    await this.call('wafv2', 'create_web_acl', {
      DefaultAction: { Allow: {} },
      Name: loadBalancer.webAcl,
      Scope: 'REGIONAL',
      VisibilityConfig: {
        CloudWatchMetricsEnabled: false,
        MetricName: loadBalancer.webAcl,
        SampledRequestsEnabled: false,
      },
    });
  }

  /** Calls an AWS operation with boto3's names and returns its response. Both are logged. */
  async call<T>(service: string, operation: string, parameters: Readonly<Record<string, unknown>>): Promise<T> {
    const { stdout } = await run({
      program: 'python3',
      arguments: ['-c', callScript, service, operation, JSON.stringify(parameters)],
      folder: root,
      env: { ...this.env, AWS_DEFAULT_REGION: this.environment.region },
      seconds: 60,
      log: cachePath(this.runName, this.environment.name, 'calls.log'),
    });
    return JSON.parse(stdout) as T;
  }

  /** Returns true if the state bucket contains an object. */
  async hasState(key: string): Promise<boolean> {
    return (await this.request('s3', `/${this.environment.state.bucket}/${key}`, { method: 'HEAD' })).ok;
  }

  /** Every version of every object in the state bucket, by key and version. */
  async stateVersions(): Promise<Map<string, Buffer>> {
    const { bucket } = this.environment.state;
    const { Versions = [] } = await this.call<{ Versions?: readonly { Key: string; VersionId: string }[] }>(
      's3',
      'list_object_versions',
      { Bucket: bucket },
    );
    const found = new Map<string, Buffer>();
    for (const { Key, VersionId } of Versions) {
      const response = await this.request('s3', `/${bucket}/${Key}?versionId=${VersionId}`, {});
      if (!response.ok) throw new Failure(`s3: ${response.status} ${await response.text()}`, this.log);
      found.set(`${Key} ${VersionId}`, Buffer.from(await response.arrayBuffer()));
    }
    return found;
  }

  /** Fails unless an object is encrypted with the KMS key whose alias is the bucket's name. */
  async expectEncrypted(key: string): Promise<void> {
    const { bucket } = this.environment.state;
    const head = await this.call<Encryption>('s3', 'head_object', { Bucket: bucket, Key: key });
    const isEncrypted = head.ServerSideEncryption === 'aws:kms' && head.SSEKMSKeyId?.endsWith(`:alias/${bucket}`);
    if (!isEncrypted)
      throw new Failure(
        `${key} must be encrypted with alias/${bucket}; got ${head.SSEKMSKeyId ?? head.ServerSideEncryption ?? 'no encryption'}`,
      );
  }

  /** Returns the value of a secret. It does not use `call`, which would log the value. */
  async secret(name: string): Promise<string> {
    const response = await this.request('secretsmanager', '/', {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-amz-json-1.1', 'X-Amz-Target': 'secretsmanager.GetSecretValue' },
      body: JSON.stringify({ SecretId: name }),
    });
    if (!response.ok) throw new Failure(`secretsmanager: ${response.status} for ${name}`, this.log);
    return ((await response.json()) as { SecretString: string }).SecretString;
  }

  async down(): Promise<void> {
    this.proxy.close();
    await endGroup(this.group);
  }

  /** The pinned images and the next build of each. */
  private pinnedImages(): MachineImagePin[] {
    return Object.values(this.environment.machineImages).flatMap((pin) => [pin, nextPin(pin)]);
  }

  private describeImage(id: string): object {
    const { account } = this.environment;
    return {
      ami_id: id,
      architecture: 'x86_64',
      creation_date: '2026-01-01T00:00:00.000Z',
      description: id,
      hypervisor: 'xen',
      image_location: `${account}/${id}`,
      image_type: 'machine',
      name: id,
      owner_id: account,
      public: false,
      root_device_name: '/dev/sda1',
      root_device_type: 'ebs',
      sriov: 'simple',
      state: 'available',
      virtualization_type: 'hvm',
    };
  }

  /** Sends a request with an invalid signature: moto reads the credential scope and does not verify it. */
  request(service: string, file: string, init: RequestInit): Promise<Response> {
    const scope = `test/20260101/${this.environment.region}/${service}/aws4_request`;
    const headers = new Headers(init.headers);
    headers.set('Authorization', `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`);
    return fetch(`${this.endpoint}${file}`, { ...init, headers, signal: AbortSignal.timeout(10_000) });
  }
}
