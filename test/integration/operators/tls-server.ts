import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { emptyFolder } from '../support/project';
import { endGroup, freePorts, type Outcome, run, serve, waitFor } from '../support/process';
import { expect } from '../support/report';

/** Programs of Debian's package. Those on the PATH run as another user. */
const programs = '/usr/lib/rabbitmq/bin';

/** Configuration of a member, as the operator and the library write it. */
export interface ServerFiles {
  readonly conf: string;
  readonly environment: string;
  readonly memberOptions: string;
}

/** Settings of members that a single server on this machine cannot have: peers, and keys of later versions. */
const clusterSettings = /^(?:cluster_formation|default_queue_type|queue_master_locator|total_memory).*$/gm;

/** A real RabbitMQ on the loopback interface, with the configuration of a member. */
export class TlsServer {
  private readonly group: number[] = [];
  private settings: Readonly<Record<string, string>> = {};
  ports = { amqp: 0, distribution: 0, management: 0, metrics: 0, names: 0 };

  constructor(
    private readonly folder: string,
    private readonly certificates: string,
    private readonly files: ServerFiles,
    private readonly log: string,
  ) {}

  async start(): Promise<void> {
    emptyFolder(this.folder);
    const first = await freePorts(5);
    this.ports = {
      amqp: first,
      distribution: first + 1,
      management: first + 2,
      metrics: first + 3,
      names: first + 4,
    };
    this.writeConfiguration();
    const env = this.settings;
    const command = { arguments: [], env, folder: this.folder, log: this.log };
    this.group.push(serve({ ...command, program: 'epmd' }));
    this.group.push(serve({ ...command, program: path.join(programs, 'rabbitmq-server') }));
    const listeners = await waitFor('RabbitMQ has listeners', 90, async () => {
      const { code, output } = await this.tool('rabbitmq-diagnostics', ['-q', 'listeners']);
      return code === 0 && output.includes('prometheus') ? output : undefined;
    });
    const wanted = ['amqp/ssl', 'https', 'https/prometheus'];
    const found = [...listeners.matchAll(/protocol: ([^,]+)/g)].map(([, protocol]) => protocol ?? '');
    const plain = found.filter((protocol) => ['amqp', 'http', 'http/prometheus'].includes(protocol));
    const isComplete = wanted.every((protocol) => found.includes(protocol)) && plain.length === 0;
    expect(isComplete, `listeners: ${found.join(', ')}`, this.log, listeners);
  }

  private writeConfiguration(): void {
    const { amqp, distribution, management, metrics, names } = this.ports;
    const write = (file: string, text: string): string => {
      const written = path.join(this.folder, file);
      writeFileSync(written, text);
      return written;
    };
    const options = write(
      'inter-node-tls.config',
      this.files.memberOptions.replaceAll('/etc/rabbitmq-members', this.certificates),
    );
    const conf = this.files.conf
      .replaceAll(clusterSettings, '')
      .replaceAll('/etc/rabbitmq-tls', this.certificates)
      .replace(/^(listeners\.ssl\.default\s*=\s*)5671$/m, `$1127.0.0.1:${amqp}`)
      .replace(/^(management\.ssl\.port\s*=\s*)15671$/m, `$1${management}\nmanagement.ssl.ip = 127.0.0.1`)
      .replace(/^(prometheus\.ssl\.port\s*=\s*)15691$/m, `$1${metrics}\nprometheus.ssl.ip = 127.0.0.1`);
    const loopback =
      '\nSERVER_ADDITIONAL_ERL_ARGS="$SERVER_ADDITIONAL_ERL_ARGS -kernel inet_dist_use_interface {127,0,0,1}"\n';
    this.settings = {
      ERL_EPMD_ADDRESS: '127.0.0.1',
      ERL_EPMD_PORT: String(names),
      HOME: this.folder,
      RABBITMQ_CONFIG_FILE: write('rabbitmq.conf', conf),
      RABBITMQ_CONF_ENV_FILE: write(
        'rabbitmq-env.conf',
        this.files.environment.replaceAll('/etc/rabbitmq/inter-node-tls.config', options) + loopback,
      ),
      RABBITMQ_DIST_PORT: String(distribution),
      RABBITMQ_ENABLED_PLUGINS_FILE: write('plugins', '[rabbitmq_management,rabbitmq_prometheus].'),
      RABBITMQ_LOGS: '-',
      RABBITMQ_LOG_BASE: this.folder,
      RABBITMQ_MNESIA_BASE: path.join(this.folder, 'data'),
      RABBITMQ_NODENAME: `tls-${amqp}@localhost`,
    };
  }

  /** Fails unless a listener shows a certificate of the authority that is valid for a name. */
  async verify(port: number, hostName: string): Promise<void> {
    const { code, output } = await this.connect(port, ['-verify_hostname', hostName]);
    expect(code === 0, `port ${port} is not valid for ${hostName}`, this.log, output);
    const other = await this.connect(port, ['-verify_hostname', 'other.example.com']);
    expect(other.code !== 0, `port ${port} is valid for any name`, this.log, other.output);
  }

  async checkDistribution(): Promise<void> {
    const { output } = await this.tool('rabbitmqctl', ['eval', 'init:get_argument(proto_dist).']);
    expect(output.includes('inet_tls'), 'members do not use TLS', this.log, output);
    const without = await this.tool('rabbitmqctl', ['status'], { RABBITMQ_CONF_ENV_FILE: '/dev/null' });
    expect(without.code !== 0, 'rabbitmqctl connects without TLS', this.log, without.output);
    const certificate = ['-cert', 'tls.crt', '-key', 'tls.key'];
    const known = await this.connect(this.ports.distribution, certificate);
    expect(known.code === 0, 'a member with a certificate cannot connect', this.log, known.output);
    // With TLS 1.3 a client learns of it with the first byte that it reads.
    const unknown = await this.connect(this.ports.distribution, ['-tls1_2']);
    expect(unknown.code !== 0, 'a member without a certificate can connect', this.log, unknown.output);
  }

  async stop(): Promise<void> {
    for (const group of this.group.reverse()) await endGroup(group);
  }

  private connect(port: number, options: readonly string[]): Promise<Outcome> {
    const common = ['s_client', '-connect', `127.0.0.1:${port}`, '-CAfile', 'ca.crt', '-verify_return_error'];
    return run({
      program: 'sh',
      arguments: ['-c', 'exec openssl "$@" </dev/null', 'sh', ...common, ...options],
      folder: this.certificates,
      seconds: 20,
      log: this.log,
      allow: [0, 1],
    });
  }

  private tool(name: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Outcome> {
    return run({
      program: path.join(programs, name),
      arguments: args,
      env: { ...this.settings, ...env },
      folder: this.folder,
      seconds: 60,
      log: this.log,
      allow: [0, 1, 2, 64, 65, 69, 70, 75, 78],
    });
  }
}
