import path from 'node:path';
import type { Environment } from '../../environments/environment';
import { cache, root, shared, writeJson } from './project';
import { endGroup, eventually, Failure, freePorts, isAlive, run, serve } from './process';

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

/** An AWS account on the loopback: the environment's own, with what it must have before the first apply. */
export class Account {
  private group = 0;
  private endpoint = '';
  private readonly log: string;

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
    writeJson(images, this.images());
    this.endpoint = `http://127.0.0.1:${port}`;
    this.group = serve({
      program: 'python3',
      arguments: [program, String(port)],
      folder: path.dirname(images),
      env: { MOTO_ACCOUNT_ID: this.environment.account, MOTO_ACM_VALIDATION_WAIT: '0', MOTO_AMIS_PATH: images },
      log: this.log,
    });
    await eventually('the emulated account answers', 60, async () => {
      if (!isAlive(this.group)) throw new Failure('the emulated account does not start', this.log);
      return fetch(`${this.endpoint}/moto-api/`, { signal: AbortSignal.timeout(2000) }).then(
        () => true,
        () => undefined,
      );
    });
  }

  /** The bucket of the states, the tags of the images, the public zone and the web ACL: none of them is made by the stacks. */
  async prepare(): Promise<void> {
    const { domain, images, loadBalancer, region, state } = this.environment;
    await this.put(
      `/${state.bucket}`,
      `<CreateBucketConfiguration><LocationConstraint>${region}</LocationConstraint></CreateBucketConfiguration>`,
    );
    for (const { id, kubernetesVersion, recipe } of Object.values(images)) {
      const tags = Object.entries({ kubernetes_version: kubernetesVersion, recipe });
      const pairs = tags.flatMap(([key, value], index): [string, string][] => [
        [`Tag.${index + 1}.Key`, key],
        [`Tag.${index + 1}.Value`, value],
      ]);
      const body = new URLSearchParams([
        ['Action', 'CreateTags'],
        ['Version', '2016-11-15'],
        ['ResourceId.1', id],
        ...pairs,
      ]);
      await this.ask('ec2', '/', { method: 'POST', body });
    }
    await this.ask('route53', '/2013-04-01/hostedzone', {
      method: 'POST',
      body: `<CreateHostedZoneRequest xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><Name>${domain}.</Name><CallerReference>${domain}</CallerReference></CreateHostedZoneRequest>`,
    });
    if (loadBalancer.webAcl !== undefined) await this.webAcl(loadBalancer.webAcl);
  }

  /** Whether the bucket of the states holds an object. */
  async hasState(key: string): Promise<boolean> {
    const response = await this.request('s3', `/${this.environment.state.bucket}/${key}`, { method: 'HEAD' });
    return response.ok;
  }

  down(): Promise<void> {
    return endGroup(this.group);
  }

  private images(): object[] {
    return Object.entries(this.environment.images).map(([name, { id }]) => ({
      ami_id: id,
      architecture: 'x86_64',
      creation_date: '2026-01-01T00:00:00.000Z',
      description: name,
      hypervisor: 'xen',
      image_location: `${this.environment.account}/${name}`,
      image_type: 'machine',
      name: `${name}-${id}`,
      owner_id: this.environment.account,
      public: false,
      root_device_name: '/dev/sda1',
      root_device_type: 'ebs',
      sriov: 'simple',
      state: 'available',
      virtualization_type: 'hvm',
    }));
  }

  private webAcl(name: string): Promise<void> {
    const visibility = { CloudWatchMetricsEnabled: false, MetricName: name, SampledRequestsEnabled: false };
    return this.ask('wafv2', '/', {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-amz-json-1.1', 'X-Amz-Target': 'AWSWAF_20190729.CreateWebACL' },
      body: JSON.stringify({
        DefaultAction: { Allow: {} },
        Name: name,
        Scope: 'REGIONAL',
        VisibilityConfig: visibility,
      }),
    });
  }

  private put(file: string, body: string): Promise<void> {
    return this.ask('s3', file, { method: 'PUT', body });
  }

  private async ask(service: string, file: string, init: RequestInit): Promise<void> {
    const response = await this.request(service, file, init);
    if (!response.ok) throw new Failure(`${service}: ${response.status} ${await response.text()}`, this.log);
  }

  /** The emulator looks at what a signature is for, and not at the signature. */
  private request(service: string, file: string, init: RequestInit): Promise<Response> {
    const scope = `test/20260101/${this.environment.region}/${service}/aws4_request`;
    const headers = new Headers(init.headers);
    headers.set('Authorization', `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`);
    return fetch(`${this.endpoint}${file}`, { ...init, headers, signal: AbortSignal.timeout(10_000) });
  }
}
