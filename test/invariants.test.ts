import { parse } from 'yaml';
import { type Files, synthesize } from '../apps/synthesize';
import { servicesIn } from '../apps/platform';
import { services as list } from '../apps/services';
import { withVariants } from '../lib/platform/deployed-services';
import { isTask } from '../lib/platform/service-definition';
import { environmentContract } from '../lib/platform/infrastructure-contract';
import { committed } from '../environments';
import type { Environment } from '../environments/environment';
import { tierCidr, within } from '../lib/core/cidr';
import { repositoryAddress } from '../lib/core/image-address';

const services = list.map(({ definition }) => definition);

// What must hold for every environment, whatever is accepted as golden.

/** Manifests and Terraform JSON, as other programs read them. */
type Json = ReturnType<typeof JSON.parse>;

const environments = Object.values(committed.environments);
const files = synthesize(environments, { diagnostics: committed.diagnostics });

function resources({ name }: Environment, type: string): Json[] {
  return [...files]
    .filter(([file]) => file.startsWith(`terraform/${name}/`) && file.endsWith('.tf.json'))
    .flatMap(([, text]) => Object.values(JSON.parse(text).resource[type] ?? {}));
}

function objects({ name }: Environment, kind: string): Json[] {
  return [...files]
    .filter(([file]) => file.startsWith(`kubernetes/${name}/`) && file.endsWith('.yaml'))
    .map(([, text]) => parse(text))
    .filter((object) => object.kind === kind);
}

function object(environment: Environment, kind: string, name: string): Json {
  const found = objects(environment, kind).find(({ metadata }) => metadata.name === name);
  if (!found) throw new Error(`no ${kind} ${name} in ${environment.name}`);
  return found;
}

describe.each(environments.map((environment) => [environment.name, environment] as const))(
  '%s',
  (name, environment) => {
    test('keeps each state in its own account, encrypted by its own key and locked by S3', () => {
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

    test('opens nothing to the internet but the load balancer, on 80 and 443', () => {
      const open = resources(environment, 'aws_vpc_security_group_ingress_rule').filter(
        ({ cidr_ipv4 }) => cidr_ipv4 !== undefined && !within(cidr_ipv4, environment.network.cidr),
      );
      expect(
        open.map(({ cidr_ipv4, from_port, security_group_id }) => [cidr_ipv4, from_port, security_group_id]).sort(),
      ).toEqual([
        ['0.0.0.0/0', 443, '${aws_security_group.load-balancer_security-group.id}'],
        ['0.0.0.0/0', 80, '${aws_security_group.load-balancer_security-group.id}'],
      ]);
    });

    test('lets machines reach the internet by TLS only', () => {
      const open = resources(environment, 'aws_vpc_security_group_egress_rule').filter(
        ({ cidr_ipv4 }) => cidr_ipv4 !== undefined,
      );
      expect(environment.network.nat).not.toBe('none');
      expect(open.map(({ cidr_ipv4, from_port, to_port }) => [cidr_ipv4, from_port, to_port])).toEqual([
        ['0.0.0.0/0', 443, 443],
      ]);
    });

    test('lets the private tier ask the database, and nobody else anything in the data tier', () => {
      const { cidr, tiers } = environment.network;
      const [clients, own] = [tierCidr(cidr, tiers.private), tierCidr(cidr, tiers.data)];
      const rules = resources(environment, 'aws_network_acl_rule').map(
        ({ cidr_block, egress, from_port, protocol, rule_action, to_port }) =>
          `${rule_action} ${egress ? 'to' : 'from'} ${cidr_block} ${protocol} ${from_port}-${to_port}`,
      );
      expect(rules.sort()).toEqual(
        [
          `allow from ${own} -1 0-0`,
          `allow from ${clients} tcp 5432-5432`,
          `allow to ${own} -1 0-0`,
          `allow to ${clients} tcp 1024-65535`,
        ].sort(),
      );
      const held = resources(environment, 'aws_network_acl_association').map(({ subnet_id }) => subnet_id);
      expect(held).toEqual(
        Object.keys(environment.network.zones).map((zone) => `\${aws_subnet.network_subnet-data-${zone}.id}`),
      );
    });

    test('lets workloads that may reach the internet reach AWS where it answers inside, and nothing else there', () => {
      const endpoints = resources(environment, 'aws_vpc_endpoint').filter(
        ({ vpc_endpoint_type }) => vpc_endpoint_type === 'Interface',
      );
      const ranges = environmentContract(environment).awsApiAddresses;
      expect(endpoints.length > 0).toBe(ranges.length > 0);
      for (const { subnet_ids } of endpoints) expect(subnet_ids.length).toBe(ranges.length);
      const subnets = resources(environment, 'aws_subnet').map(({ cidr_block }) => cidr_block);
      expect(ranges.filter((range) => !subnets.includes(range))).toEqual([]);
      const outside = objects(environment, 'NetworkPolicy').filter((policy) =>
        JSON.stringify(policy).includes('0.0.0.0/0'),
      );
      expect(outside.length).toBeGreaterThan(0);
      for (const { spec } of outside) {
        const inside = spec.egress.filter(({ to }: Json) =>
          to.some(({ ipBlock }: Json) => ranges.includes(ipBlock?.cidr)),
        );
        const peers = inside.flatMap(({ to }: Json) => to.map(({ ipBlock }: Json) => ipBlock.cidr));
        expect(peers).toEqual([...ranges].sort());
        expect(inside.flatMap(({ ports }: Json) => ports.map(({ port }: Json) => port))).toEqual(
          ranges.length > 0 ? [443] : [],
        );
      }
    });

    test('stops a roll of machines that serve requests when requests fail', () => {
      const groups = resources(environment, 'aws_autoscaling_group');
      const stopped = groups
        .filter(({ instance_refresh }) => instance_refresh.preferences.alarm_specification !== undefined)
        .map(({ name }) => name);
      expect(stopped).toEqual([`${name}-general`]);
      const [alarm] = resources(environment, 'aws_cloudwatch_metric_alarm').filter(({ metric_query }) => metric_query);
      expect(alarm.threshold).toBe(environment.loadBalancer.maxErrorRatePercent);
    });

    test('tells somebody of every alarm, where data is protected', () => {
      const alarms = resources(environment, 'aws_cloudwatch_metric_alarm');
      expect(alarms.length).toBeGreaterThan(6);
      const { alarms: settings, protection } = environment;
      expect(settings !== undefined || !protection.stateful).toBe(true);
      const told = settings ? ['${data.aws_sns_topic.alarm-topic.arn}'] : undefined;
      for (const { alarm_actions, ok_actions } of alarms) expect([alarm_actions, ok_actions]).toEqual([told, told]);
      for (const stack of ['cluster', 'data']) {
        const { data } = JSON.parse(files.get(`terraform/${name}/${stack}/main.tf.json`) ?? '{}');
        expect(data.aws_sns_topic?.['alarm-topic'].name).toBe(settings?.topic);
      }
    });

    test('has requests looked at by the list of the account where it names one', () => {
      const { webAcl } = environment.loadBalancer;
      const associations = resources(environment, 'aws_wafv2_web_acl_association');
      expect(associations.length).toBe(webAcl === undefined ? 0 : 1);
      for (const association of associations) expect(association.resource_arn).toBe('${aws_lb.load-balancer.arn}');
    });

    test('finds every release in a repository that lets its machines in', () => {
      for (const { repository } of Object.values(environment.containerImages)) {
        const address = repositoryAddress(repository);
        const owner = environments.find(({ account }) => account === address?.account);
        if (!owner) throw new Error(`no environment owns ${repository}`);
        const { resource } = JSON.parse(files.get(`terraform/${owner.name}/data/main.tf.json`) ?? '{}');
        const [key] =
          Object.entries<Json>(resource.aws_ecr_repository).find(([, { name: of }]) => of === address?.name) ?? [];
        const policy = resource.aws_ecr_repository_policy[`${key}-policy`].policy;
        // The registry must let the role in, and the role's own policy must let it go there.
        expect(policy).toContain(`arn:aws:iam::${environment.account}:role/${name}-node`);
        const roles = resources(environment, 'aws_iam_role_policy').map((own) => own.policy);
        expect(roles.join()).toContain(`arn:aws:ecr:${owner.region}:${owner.account}:repository/${address?.name}`);
      }
    });

    test('encrypts every disk and every database', () => {
      const disks = resources(environment, 'aws_launch_template').flatMap(
        ({ block_device_mappings }) => block_device_mappings,
      );
      expect(disks.length).toBe(Object.keys(environment.nodeGroups).length);
      for (const { ebs } of disks) expect(ebs.encrypted).toBe('true');
      for (const database of resources(environment, 'aws_db_instance')) {
        expect(database.publicly_accessible).toBe(false);
        // A replica is encrypted as its source is.
        expect(database.replicate_source_db ?? database.kms_key_id).toMatch(/aws_db_instance|aws_kms_key/);
      }
    });

    test('protects what holds data where it says so', () => {
      const database = resources(environment, 'aws_db_instance').find(
        ({ replicate_source_db }) => !replicate_source_db,
      );
      const { stateful } = environment.protection;
      expect(database).toMatchObject({
        deletion_protection: stateful,
        lifecycle: { prevent_destroy: stateful },
        skip_final_snapshot: !stateful,
      });
    });

    test('runs every service and variant by digest, as pinned, and with a disruption budget, an autoscaler and a policy', () => {
      const running = withVariants(servicesIn(environment))
        .map(({ definition }) => definition)
        .filter((definition) => !isTask(definition));
      expect(
        objects(environment, 'Deployment')
          .map(({ metadata }) => metadata.name)
          .sort(),
      ).toEqual(running.map((service) => service.name).sort());
      for (const service of running) {
        const { spec } = object(environment, 'Deployment', service.name);
        const { repository, digest } = environment.containerImages[service.name] ?? {};
        expect(spec.template.spec.containers[0].image).toBe(`${repository}@${digest}`);
        for (const kind of ['PodDisruptionBudget', 'HorizontalPodAutoscaler', 'NetworkPolicy', 'ServiceAccount']) {
          expect(object(environment, kind, service.name).metadata.namespace).toBe(name);
        }
      }
    });

    test('runs migrations before the pods of their release, with the image that these run', () => {
      const waves = (files.get(`kubernetes/${name}/WAVES`) ?? '').split('\n');
      const jobs = [...files].filter(([file]) => file.startsWith(`kubernetes/${name}/`) && file.includes('/Job.'));
      const migrations = services.filter((service) => service.kind === 'migration');
      expect(jobs.length).toBe(migrations.length);
      for (const { name: job, imageFrom } of migrations) {
        const [file, text] = jobs.find(([path]) => path.includes(`/Job.${job}-`)) ?? ['', '{}'];
        const deployment = object(environment, 'Deployment', imageFrom);
        expect(waves.indexOf(file.split('/')[2] ?? '')).toBeGreaterThanOrEqual(0);
        expect(waves.indexOf(file.split('/')[2] ?? '')).toBeLessThan(waves.indexOf('50-workloads'));
        expect(parse(text).spec.template.spec.containers[0].image).toBe(
          deployment.spec.template.spec.containers[0].image,
        );
      }
    });

    test('allows each relation on both of its sides', () => {
      const pairs = services.flatMap(({ name: caller, connectsTo }) =>
        connectsTo
          .filter((target) => services.some((service) => service.name === target))
          .map((target) => [caller, target] as const),
      );
      expect(pairs.length).toBeGreaterThan(1);
      for (const [caller, target] of pairs) {
        const out = object(environment, 'NetworkPolicy', caller).spec.egress.flatMap((allowed: Json) => allowed.to);
        const into = object(environment, 'NetworkPolicy', target).spec.ingress.flatMap((allowed: Json) => allowed.from);
        const pods = (of: string) => ({
          podSelector: { matchLabels: object(environment, 'NetworkPolicy', of).spec.podSelector.matchLabels },
        });
        expect(out).toContainEqual(pods(target));
        expect(into).toContainEqual(pods(caller));
      }
    });

    test('waits at every machine that goes for the slowest of what runs on it', () => {
      const hooks = resources(environment, 'aws_autoscaling_lifecycle_hook');
      expect(hooks.length).toBe(Object.keys(environment.nodeGroups).length);
      for (const [group, { labels }] of Object.entries(environment.nodeGroups)) {
        const graces = objects(environment, 'Deployment')
          .map(({ spec }) => spec.template.spec)
          .filter(({ nodeSelector }) => JSON.stringify(nodeSelector) === JSON.stringify(labels))
          .map(({ terminationGracePeriodSeconds }) => terminationGracePeriodSeconds);
        const members = objects(environment, 'RabbitmqCluster')
          .filter((cluster) => JSON.stringify(cluster.spec.affinity).includes(JSON.stringify(Object.values(labels))))
          .map(({ spec }) => spec.terminationGracePeriodSeconds);
        const hook = hooks.find(({ autoscaling_group_name }) =>
          autoscaling_group_name.includes(`node-group-${group}_`),
        );
        expect(graces.length + members.length).toBeGreaterThan(0);
        expect(hook.heartbeat_timeout).toBeGreaterThanOrEqual(Math.max(...graces, ...members));
      }
    });

    test('lets nobody who reaches the internet come back inside that way', () => {
      const open = objects(environment, 'NetworkPolicy')
        .flatMap(({ spec }) => spec.egress ?? [])
        .flatMap(({ to }) => to ?? [])
        .filter(({ ipBlock }) => ipBlock?.cidr === '0.0.0.0/0');
      expect(open.length).toBe(1);
      const inside = [environment.network.cidr, environment.cluster.serviceCidr, '169.254.0.0/16'];
      for (const { ipBlock } of open) expect([...ipBlock.except].sort()).toEqual(inside.sort());
    });

    test('writes no secret: credentials are references, and the master password is in no state', () => {
      expect(objects(environment, 'Secret')).toEqual([]);
      const own = [...files].filter(([file]) => file.includes(`/${name}/`));
      for (const [, text] of own) expect(text).not.toMatch(/"(?:password|master_password|secret_string)"/);
      // Write-only arguments are sent and forgotten, and what they are given lives for one run only.
      const primary = resources(environment, 'aws_db_instance').find(({ replicate_source_db }) => !replicate_source_db);
      expect(primary.password_wo).toMatch(/^\$\{ephemeral\./);
      for (const version of resources(environment, 'aws_secretsmanager_secret_version')) {
        expect(version.secret_string_wo).toMatch(/^\$\{ephemeral\./);
      }
    });
  },
);

describe('a changed image pin', () => {
  const lab = environments.find(({ name }) => name === 'lab') ?? environments[0]!;
  const pin = { id: 'ami-0123456789abcdef0', kubernetesVersion: '1.34.9', recipe: 'f'.repeat(64) };
  const before = synthesize([lab]);
  const after = synthesize([{ ...lab, machineImages: { ...lab.machineImages, node: pin } }]);

  test('changes only lines that hold the image or its version, in one file', () => {
    const changed = [...before].filter(([file, text]) => after.get(file) !== text).map(([file]) => file);
    expect(changed).toEqual(['terraform/lab/cluster/main.tf.json']);
    const [old, fresh] = [linesOf(before, changed[0]), linesOf(after, changed[0])];
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

function linesOf(from: Files, file = ''): string[] {
  return (from.get(file) ?? '').split('\n');
}
