import { synthesizeFixture, environments as fixtureEnvironments } from './fixtures/platform';
import { parse } from 'yaml';
import type { Files } from '../apps/synthesize';
import { NodeGroup } from '../lib/aws/compute/node-group';
import { tierCidr, within } from '../lib/core/cidr';
import { repositoryAddress } from '../lib/core/image-address';
import { environmentContract } from '../lib/platform/infrastructure/infrastructure-contract';
import { isTask } from '../lib/platform/definitions/service-definition';
import { allOutputs, fixtureOutputs } from './support/platforms';
import type { Json } from './support/terraform';

// Properties of every environment, which `npm run accept` cannot change. They also hold for the environments of the fixture.

describe.each(allOutputs)('%s', (_title, output) => {
  const { deployed, environment, environments, files, workloads } = output;
  const { name } = environment;

  test('state: is encrypted with its own KMS key in the own account, with an S3 lock file', () => {
    const stacks = [...files].filter(([file]) => file.startsWith(`terraform/${name}/`) && file.endsWith('.tf.json'));
    expect(stacks.map(([file]) => file.split('/')[2])).toEqual(['bootstrap', 'network', 'data', 'cluster']);
    for (const [file, text] of stacks) {
      const { terraform, provider } = JSON.parse(text);
      expect(terraform.backend.s3).toMatchObject({
        encrypt: true,
        key: `${name}/${file.split('/')[2]}.tfstate`,
        kms_key_id: `arn:aws:kms:${environment.region}:${environment.account}:alias/${environment.state.bucket}`,
        use_lockfile: true,
      });
      expect(terraform.required_version).toBe('>= 1.11');
      expect(provider.aws[0].allowed_account_ids).toEqual([environment.account]);
    }
  });

  test('security group: admits the internet only to the load balancer, on ports 80 and 443', () => {
    const open = output
      .resources('aws_vpc_security_group_ingress_rule')
      .filter(({ cidr_ipv4 }) => cidr_ipv4 !== undefined && !within(cidr_ipv4, environment.network.cidr));
    expect(
      open.map(({ cidr_ipv4, from_port, security_group_id }) => [cidr_ipv4, from_port, security_group_id]).sort(),
    ).toEqual([
      ['0.0.0.0/0', 443, '${aws_security_group.load-balancer_security-group.id}'],
      ['0.0.0.0/0', 80, '${aws_security_group.load-balancer_security-group.id}'],
    ]);
  });

  test('security group: allows egress to the internet only on port 443, and only with NAT', () => {
    const open = output
      .resources('aws_vpc_security_group_egress_rule')
      .filter(({ cidr_ipv4 }) => cidr_ipv4 !== undefined);
    expect(open.map(({ cidr_ipv4, from_port, to_port }) => [cidr_ipv4, from_port, to_port])).toEqual([
      [environment.network.nat === 'none' ? environment.network.cidr : '0.0.0.0/0', 443, 443],
    ]);
  });

  test('network ACL: admits the pods to the database, and nothing else to the data tier', () => {
    const { cidr, tiers } = environment.network;
    const [clients, data] = [tierCidr(cidr, tiers.pods), tierCidr(cidr, tiers.data)];
    const rules = output
      .resources('aws_network_acl_rule')
      .map(
        ({ cidr_block, egress, from_port, protocol, rule_action, to_port }) =>
          `${rule_action} ${egress ? 'to' : 'from'} ${cidr_block} ${protocol} ${from_port}-${to_port}`,
      );
    expect(rules.sort()).toEqual(
      [
        `allow from ${data} -1 0-0`,
        `allow from ${clients} tcp 5432-5432`,
        `allow to ${data} -1 0-0`,
        `allow to ${clients} tcp 1024-65535`,
      ].sort(),
    );
    const subnets = output.resources('aws_network_acl_association').map(({ subnet_id }) => subnet_id);
    expect(subnets.sort()).toEqual(
      Object.keys(environment.network.zones)
        .map((zone) => `\${aws_subnet.network_subnet-data-${zone}.id}`)
        .sort(),
    );
  });

  test('network policy: allows workloads with internet egress the interface endpoints, and nothing else inside', () => {
    const endpoints = output
      .resources('aws_vpc_endpoint')
      .filter(({ vpc_endpoint_type }) => vpc_endpoint_type === 'Interface');
    const ranges = environmentContract(environment).awsApiAddresses;
    expect(endpoints.length > 0).toBe(ranges.length > 0);
    for (const { subnet_ids } of endpoints) expect(subnet_ids.length).toBe(ranges.length);
    const subnets = output.resources('aws_subnet').map(({ cidr_block }) => cidr_block);
    expect(ranges.filter((range) => !subnets.includes(range))).toEqual([]);
    const withInternet = output
      .objects('NetworkPolicy')
      .filter((policy) => JSON.stringify(policy).includes('0.0.0.0/0'));
    for (const { spec } of withInternet) {
      const toEndpoints = spec.egress.filter(({ to }: Json) =>
        to.some(({ ipBlock }: Json) => ranges.includes(ipBlock?.cidr)),
      );
      const peers = toEndpoints.flatMap(({ to }: Json) => to.map(({ ipBlock }: Json) => ipBlock.cidr));
      expect(peers).toEqual([...ranges].sort());
      expect(toEndpoints.flatMap(({ ports }: Json) => ports.map(({ port }: Json) => port))).toEqual(
        ranges.length > 0 ? [443] : [],
      );
    }
  });

  test('instance refresh: stops on the error rate alarm, in node groups with exposed services', () => {
    const withAlarm = output
      .resources('aws_autoscaling_group')
      .filter(({ instance_refresh }) => instance_refresh.preferences.alarm_specification !== undefined)
      .map((group) => group.name_prefix);
    const exposed = Object.keys(environment.nodeGroups).filter((nodeGroup) =>
      deployed.some(({ definition, exposure }) => exposure && definition.nodeGroup === nodeGroup),
    );
    // A renamed group keeps its name in AWS.
    const names = exposed.flatMap((group) =>
      Object.keys(environment.network.zones).map(
        (zone) =>
          `${NodeGroup.physicalName({ ...environment.nodeGroups[group], clusterName: name, name: group })}-${zone}-`,
      ),
    );
    expect(withAlarm.sort()).toEqual(names.sort());
    const alarms = output
      .resources('aws_cloudwatch_metric_alarm')
      .filter(({ alarm_name }) => alarm_name.endsWith('-error-rate'));
    expect(alarms.length > 0).toBe(exposed.length > 0);
    for (const { threshold } of alarms) expect(threshold).toBe(environment.loadBalancer.maxErrorRatePercent);
  });

  test('alarm: notifies the topic, which environments with protected data have', () => {
    const alarms = output.resources('aws_cloudwatch_metric_alarm');
    expect(alarms.length).toBeGreaterThan(0);
    const { alarms: settings, deletionProtection } = environment;
    expect(settings !== undefined || !deletionProtection).toBe(true);
    const actions = settings ? ['${data.aws_sns_topic.alarm-topic.arn}'] : undefined;
    for (const { alarm_actions, ok_actions } of alarms) expect([alarm_actions, ok_actions]).toEqual([actions, actions]);
    for (const stack of ['cluster', 'data']) {
      const { data } = JSON.parse(files.get(`terraform/${name}/${stack}/main.tf.json`) ?? '{}');
      expect(data.aws_sns_topic?.['alarm-topic'].name).toBe(settings?.topic);
    }
  });

  test('web ACL: is associated with the public load balancer if the environment names one', () => {
    const { webAcl } = environment.loadBalancer;
    const associations = output.resources('aws_wafv2_web_acl_association');
    expect(associations.length).toBe(webAcl === undefined ? 0 : 1);
    for (const association of associations) expect(association.resource_arn).toBe('${aws_lb.load-balancer.arn}');
  });

  test('repository: admits the nodes of each environment that releases from it', () => {
    for (const { repository } of Object.values(environment.containerImages)) {
      const address = repositoryAddress(repository);
      const owner = environments.find(({ account }) => account === address?.account);
      if (!owner) throw new Error(`no environment owns ${repository}`);
      const { resource } = JSON.parse(files.get(`terraform/${owner.name}/data/main.tf.json`) ?? '{}');
      const [key] =
        Object.entries<Json>(resource.aws_ecr_repository).find(([, { name: of }]) => of === address?.name) ?? [];
      const policy = resource.aws_ecr_repository_policy[`${key}-policy`].policy;
      // Both the repository policy and the role's own policy must allow the pull.
      expect(policy).toContain(`arn:aws:iam::${environment.account}:role/${name}-node`);
      const roles = output.resources('aws_iam_role_policy').map(({ policy: statements }) => statements);
      expect(roles.join()).toContain(`arn:aws:ecr:${owner.region}:${owner.account}:repository/${address?.name}`);
    }
  });

  test('encryption: covers every root volume and database', () => {
    const disks = output.resources('aws_launch_template').flatMap(({ block_device_mappings }) => block_device_mappings);
    expect(disks.length).toBe(Object.keys(environment.nodeGroups).length);
    for (const { ebs } of disks) expect(ebs.encrypted).toBe('true');
    for (const database of output.resources('aws_db_instance')) {
      expect([database.publicly_accessible, database.storage_encrypted]).toEqual([false, true]);
      // A replica has the encryption of its source.
      expect(database.replicate_source_db ?? database.kms_key_id).toMatch(/aws_db_instance|aws_kms_key/);
    }
  });

  test('deletion protection: follows the setting, for the database and everything else that is protected', () => {
    const database = output.resources('aws_db_instance').find(({ replicate_source_db }) => !replicate_source_db);
    const { deletionProtection } = environment;
    expect(database).toMatchObject({
      deletion_protection: deletionProtection,
      lifecycle: { prevent_destroy: deletionProtection },
      skip_final_snapshot: !deletionProtection,
    });
    for (const loadBalancer of output.resources('aws_lb'))
      expect(loadBalancer.enable_deletion_protection).toBe(deletionProtection);
    const types = ['aws_ecr_repository', 'aws_kms_key', 'aws_s3_bucket', 'aws_secretsmanager_secret'];
    for (const resource of types.flatMap((type) => output.resources(type)))
      expect(resource.lifecycle.prevent_destroy).toBe(deletionProtection);
  });

  test('service: runs its pinned digest, with a disruption budget, an autoscaler and a network policy', () => {
    const running = workloads.filter(({ definition }) => !isTask(definition));
    expect(
      output
        .objects('Deployment')
        .filter(({ metadata }) => metadata.namespace === name)
        .map(({ metadata }) => metadata.name)
        .sort(),
    ).toEqual(running.map(({ definition }) => definition.name).sort());
    for (const { definition } of running) {
      const { spec } = output.object('Deployment', definition.name);
      const { digest, repository } = environment.containerImages[definition.name] ?? {};
      expect(spec.template.spec.containers[0].image).toBe(`${repository}@${digest}`);
      for (const kind of ['PodDisruptionBudget', 'HorizontalPodAutoscaler', 'NetworkPolicy', 'ServiceAccount']) {
        expect(output.object(kind, definition.name).metadata.namespace).toBe(name);
      }
    }
  });

  test('migration: runs in an earlier wave than its service, with the same image', () => {
    const waves = (files.get(`kubernetes/${name}/WAVES`) ?? '').split('\n');
    const jobs = [...files].filter(([file]) => file.startsWith(`kubernetes/${name}/`) && file.includes('/Job.'));
    const migrations = deployed.flatMap(({ definition }) => (definition.kind === 'migration' ? [definition] : []));
    expect(jobs.length).toBe(migrations.length);
    for (const { name: job, imageFrom } of migrations) {
      const [file, text] = jobs.find(([path]) => path.includes(`/Job.${job}-`)) ?? ['', '{}'];
      const deployment = output.object('Deployment', imageFrom);
      expect(waves.indexOf(file.split('/')[2] ?? '')).toBeGreaterThanOrEqual(0);
      expect(waves.indexOf(file.split('/')[2] ?? '')).toBeLessThan(waves.indexOf('50-workloads'));
      expect(parse(text).spec.template.spec.containers[0].image).toBe(
        deployment.spec.template.spec.containers[0].image,
      );
    }
  });

  test('network policy: allows each connection on both sides', () => {
    const pairs = deployed.flatMap(({ definition: { connectsTo, name: caller } }) =>
      connectsTo
        .filter((target) => deployed.some(({ definition }) => definition.name === target))
        .map((target) => [caller, target] as const),
    );
    const policies = output.objects('NetworkPolicy');
    const pods = (service: string) => output.object('NetworkPolicy', service).spec.podSelector;
    const rules = (service: string, direction: 'egress' | 'ingress'): Json[] =>
      policies
        .filter(({ spec }) => JSON.stringify(spec.podSelector) === JSON.stringify(pods(service)))
        .flatMap(({ spec }) => spec[direction] ?? []);
    for (const [caller, target] of pairs) {
      expect(rules(caller, 'egress').flatMap(({ to }) => to)).toContainEqual({ podSelector: pods(target) });
      expect(rules(target, 'ingress').flatMap(({ from }) => from)).toContainEqual({ podSelector: pods(caller) });
    }
  });

  test('connections: are policies that the pods name, in an earlier wave', () => {
    const named = [
      ...output.objects('DaemonSet').map(({ spec }) => spec.template),
      ...output.objects('Deployment').map(({ spec }) => spec.template),
      ...output.objects('Job').map(({ spec }) => spec.template),
      ...output.objects('CronJob').map(({ spec }) => spec.jobTemplate.spec.template),
    ].flatMap(({ metadata }) => (metadata.annotations?.['adamant.dev/connections'] ?? '').split(' '));
    const connections = [...files.keys()].filter((file) =>
      /^kubernetes\/[^/]+\/(?:20-operators|30-configuration)\/.*NetworkPolicy\..+-[0-9a-f]{10}\.yaml$/.test(
        file.replace(`/${name}/`, '/x/'),
      ),
    );
    const names = output
      .objects('NetworkPolicy')
      .filter(({ metadata }) => metadata.labels['adamant.dev/prune'] !== undefined)
      .map(({ metadata }) => metadata.name);
    expect([...new Set(named)].filter((each) => each !== '').sort()).toEqual(names.sort());
    expect(connections.filter((file) => file.startsWith(`kubernetes/${name}/`)).length).toBe(names.length);
  });

  test('lifecycle hook: waits for the longest grace period in its node group', () => {
    const hooks = output.resources('aws_autoscaling_lifecycle_hook');
    const zones = Object.keys(environment.network.zones).length;
    expect(hooks.length).toBe(Object.keys(environment.nodeGroups).length * zones);
    for (const [group, { labels }] of Object.entries(environment.nodeGroups)) {
      const graces = output
        .objects('Deployment')
        .map(({ spec }) => spec.template.spec)
        .filter(({ nodeSelector }) => JSON.stringify(nodeSelector) === JSON.stringify(labels))
        .map(({ terminationGracePeriodSeconds }) => terminationGracePeriodSeconds);
      const members = output
        .objects('RabbitmqCluster')
        .filter((cluster) => JSON.stringify(cluster.spec.affinity).includes(JSON.stringify(Object.values(labels))))
        .map(({ spec }) => spec.terminationGracePeriodSeconds);
      const hook = hooks.find(({ autoscaling_group_name }) => autoscaling_group_name.includes(`node-group-${group}_`));
      expect(hook.heartbeat_timeout).toBeGreaterThanOrEqual(Math.max(0, ...graces, ...members));
    }
  });

  test('lifecycle hook: heartbeats hold a node until all members of a RabbitMQ cluster have left one by one', () => {
    const timeouts = output
      .resources('aws_autoscaling_lifecycle_hook')
      .map(({ heartbeat_timeout }) => Math.min(100 * heartbeat_timeout, 48 * 3600));
    for (const { spec } of output.objects('RabbitmqCluster')) {
      expect(Math.min(...timeouts)).toBeGreaterThan(spec.replicas * spec.terminationGracePeriodSeconds + 660);
    }
  });

  test('lifecycle hook: nodes may find the group that an action is for, and complete it', () => {
    const policy = output.resources('aws_iam_role_policy').find(({ name: each }) => each === `${name}-node-lifecycle`);
    const allowed = JSON.parse(policy.policy).Statement.flatMap(({ Action }: Json) => Action);
    expect(allowed.sort()).toEqual([
      'autoscaling:CompleteLifecycleAction',
      'autoscaling:DescribeAutoScalingInstances',
      'autoscaling:RecordLifecycleActionHeartbeat',
    ]);
  });

  test('RabbitMQ: every client has credentials by reference, and the image is pinned by digest', () => {
    const clients = deployed.filter(({ definition }) => definition.connectsTo.includes('rabbitmq'));
    expect(clients.length).toBeGreaterThan(0);
    for (const { definition } of clients) {
      const [container] = output.object('Deployment', definition.name).spec.template.spec.containers;
      const variables = container.env.map(({ name }: Json) => name);
      expect(variables).toEqual(
        expect.arrayContaining(['RABBITMQ_HOST', 'RABBITMQ_PASSWORD', 'RABBITMQ_PORT', 'RABBITMQ_USERNAME']),
      );
    }
    for (const { spec } of output.objects('RabbitmqCluster')) expect(spec.image).toMatch(/@sha256:[0-9a-f]{64}$/);
  });

  test('network policy: excludes internal ranges from internet egress', () => {
    const open = output
      .objects('NetworkPolicy')
      .flatMap(({ spec }) => spec.egress ?? [])
      .flatMap(({ to }) => to ?? [])
      .filter(({ ipBlock }) => ipBlock?.cidr === '0.0.0.0/0');
    const inside = [environment.network.cidr, environment.cluster.serviceCidr, '169.254.0.0/16'];
    for (const { ipBlock } of open) expect([...ipBlock.except].sort()).toEqual(inside.sort());
  });

  test('secret: is in no output and no state', () => {
    // The cluster itself writes the token of an account.
    const secrets = output.objects('Secret').filter(({ type }) => type !== 'kubernetes.io/service-account-token');
    expect(secrets).toEqual([]);
    for (const secret of output.objects('Secret')) expect(secret).not.toHaveProperty('data');
    for (const secret of output.objects('Secret')) expect(secret).not.toHaveProperty('stringData');
    const outputs = [...files].filter(([file]) => file.includes(`/${name}/`));
    for (const [, text] of outputs) expect(text).not.toMatch(/"(?:password|master_password|secret_string)"/);
    // Terraform stores neither write-only arguments nor ephemeral values.
    const primary = output.resources('aws_db_instance').find(({ replicate_source_db }) => !replicate_source_db);
    expect(primary.password_wo).toMatch(/^\$\{ephemeral\./);
    for (const version of output.resources('aws_secretsmanager_secret_version')) {
      expect(version.secret_string_wo).toMatch(/^\$\{ephemeral\./);
    }
  });
});

// The tests above pass for an environment without any connection or egress, so the fixture must have them.
test.each(fixtureOutputs.map((output) => [output.environment.name, output] as const))(
  'fixture: has connections, internet egress and exposed services in %s',
  (_name, output) => {
    const names = output.deployed.map(({ definition }) => definition.name);
    expect(
      output.deployed.filter(({ definition }) => definition.connectsTo.some((to) => names.includes(to))),
    ).not.toEqual([]);
    expect(
      output.objects('NetworkPolicy').filter((policy) => JSON.stringify(policy).includes('0.0.0.0/0')),
    ).not.toEqual([]);
    expect(output.deployed.filter(({ exposure }) => exposure)).not.toEqual([]);
    expect(output.objects('Job')).not.toEqual([]);
  },
);

describe('changed image pin', () => {
  const { lab } = fixtureEnvironments;
  const pin = { id: 'ami-0123456789abcdef0', kubernetesVersion: '1.34.9', recipe: 'f'.repeat(64) };
  const before = synthesizeFixture([lab]);
  const after = synthesizeFixture([{ ...lab, machineImages: { ...lab.machineImages, node: pin } }]);

  test('changes only lines with the image or its version, in one file', () => {
    const changed = [...before].filter(([file, text]) => after.get(file) !== text).map(([file]) => file);
    expect(changed).toEqual(['terraform/lab/cluster/main.tf.json']);
    const [old, fresh] = [fileLines(before, changed[0]), fileLines(after, changed[0])];
    expect(fresh.length).toBe(old.length);
    const lines = fresh.filter((line, index) => line !== old[index]);
    expect(lines.length).toBeGreaterThan(2);
    for (const line of lines) expect(line.includes(pin.id) || line.includes(pin.kubernetesVersion)).toBe(true);
  });

  test('changes no address', () => {
    expect([...after.keys()]).toEqual([...before.keys()]);
    const names = (from: Files) =>
      Object.entries<Json>(JSON.parse(from.get('terraform/lab/cluster/main.tf.json') ?? '').resource).map(
        ([type, named]) => [type, Object.keys(named)],
      );
    expect(names(after)).toEqual(names(before));
  });
});

function fileLines(from: Files, file = ''): string[] {
  return (from.get(file) ?? '').split('\n');
}
