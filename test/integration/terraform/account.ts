import path from 'node:path';
import type { Environment, MachineImagePin } from '../../../environments/environment';
import { Gateway } from '../kubernetes/gateway';
import { nextPin } from './pins';
import { cache, root, shared, writeJson } from '../support/project';
import { endGroup, eventually, Failure, freePorts, isAlive, run, serve } from '../support/process';

/** The version of moto that the emulated account reaches into. */
const motoVersion = '5.2.5';

/** What to do when the emulated account cannot run; undefined when it can. */
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
  const instead = found.code === 0 ? `, found ${found.stdout.trim()}` : '';
  return `needs moto ${motoVersion}${instead}: pip install 'moto[server,all]==${motoVersion}'`;
}

/** Asks with AWS's own client, which comes with moto: service, operation, parameters. It takes no profile for a missing one. */
const ask = `
import boto3, json, os, sys
os.environ.pop('AWS_PROFILE', None)
operation = getattr(boto3.client(sys.argv[1]), sys.argv[2])
print(json.dumps(operation(**json.loads(sys.argv[3])), default=str))
`;

/** Who encrypts an object. */
interface Encryption {
  readonly ServerSideEncryption?: string;
  readonly SSEKMSKeyId?: string;
}

/** An AWS account on the loopback: the environment's own, with what it must have before the first apply. */
export class Account {
  readonly gateway = new Gateway();
  readonly log: string;
  private group = 0;
  private endpoint = '';

  constructor(
    private readonly run: string,
    private readonly environment: Environment,
  ) {
    this.log = cache(run, environment.name, 'account.log');
  }

  /** What makes Terraform, its backend and its provider talk to this account and to no other. */
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
    const program = shared('terraform', 'aws.py');
    if (program === undefined) throw new Failure('there is nothing to emulate an account with');
    const port = await freePorts(1);
    const images = cache(this.run, 'work', this.environment.name, 'images.json');
    writeJson(
      images,
      this.images().map(({ id }) => this.image(id)),
    );
    this.group = serve({
      program: 'python3',
      arguments: [program, String(port)],
      folder: path.dirname(images),
      env: { MOTO_ACCOUNT_ID: this.environment.account, MOTO_ACM_VALIDATION_WAIT: '0', MOTO_AMIS_PATH: images },
      log: this.log,
    });
    this.endpoint = `http://127.0.0.1:${await this.gateway.open(port)}`;
    await eventually('the emulated account answers', 60, async () => {
      if (!isAlive(this.group)) throw new Failure('the emulated account does not start', this.log);
      return fetch(`http://127.0.0.1:${port}/moto-api/`, { signal: AbortSignal.timeout(2000) }).then(
        () => true,
        () => undefined,
      );
    });
  }

  /** The tags of the images, the public zone, the topic of alarms and the web ACL: no stack makes them. */
  async prepare(): Promise<void> {
    const { alarms, domain, loadBalancer } = this.environment;
    for (const { id, kubernetesVersion, recipe } of this.images()) {
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

  /** What an operation of AWS answers, both in the notation of AWS's client for Python. Answer and all are in a log. */
  async call<T>(service: string, operation: string, parameters: Readonly<Record<string, unknown>>): Promise<T> {
    const { stdout } = await run({
      program: 'python3',
      arguments: ['-c', ask, service, operation, JSON.stringify(parameters)],
      folder: root,
      env: { ...this.env, AWS_DEFAULT_REGION: this.environment.region },
      seconds: 60,
      log: cache(this.run, this.environment.name, 'calls.log'),
    });
    return JSON.parse(stdout) as T;
  }

  /** Whether the bucket of the states holds an object. */
  async hasState(key: string): Promise<boolean> {
    return (await this.request('s3', `/${this.environment.state.bucket}/${key}`, { method: 'HEAD' })).ok;
  }

  /** Every version of every object in the bucket of the states, by key and version. */
  async states(): Promise<Map<string, Buffer>> {
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

  /** Fails unless an object is encrypted with the key whose alias is the bucket's own name. */
  async expectEncrypted(key: string): Promise<void> {
    const { bucket } = this.environment.state;
    const head = await this.call<Encryption>('s3', 'head_object', { Bucket: bucket, Key: key });
    const holds = head.ServerSideEncryption === 'aws:kms' && head.SSEKMSKeyId?.endsWith(`:alias/${bucket}`);
    if (!holds)
      throw new Failure(`${key} is encrypted by ${head.SSEKMSKeyId ?? head.ServerSideEncryption ?? 'nobody'}`);
  }

  /** The text of a secret. It is asked for here and not by `call`, so that it is in no log. */
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
    this.gateway.close();
    await endGroup(this.group);
  }

  /** Those that are pinned, and the next build of each. */
  private images(): MachineImagePin[] {
    return Object.values(this.environment.machineImages).flatMap((pin) => [pin, nextPin(pin)]);
  }

  private image(id: string): object {
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

  /** The emulator looks at what a signature is for, and not at the signature. */
  request(service: string, file: string, init: RequestInit): Promise<Response> {
    const scope = `test/20260101/${this.environment.region}/${service}/aws4_request`;
    const headers = new Headers(init.headers);
    headers.set('Authorization', `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`);
    return fetch(`${this.endpoint}${file}`, { ...init, headers, signal: AbortSignal.timeout(10_000) });
  }
}
