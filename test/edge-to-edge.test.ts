import { parse } from 'yaml';
import { synthesize } from '../apps/synthesize';
import { committed } from '../environments';

// That a request gets from its host name to a pod, in every environment: read from what is synthesized, as Terraform,
// AWS and Kubernetes would read it, and from nothing that the program says of itself.

/** Manifests and Terraform JSON, as other programs read them. */
type Json = ReturnType<typeof JSON.parse>;

const environments = Object.values(committed.environments);
const files = synthesize(environments, { diagnostics: committed.diagnostics });

/** A stack's resources by type and name. */
function stack(environment: string, name: string): Record<string, Record<string, Json>> {
  return JSON.parse(files.get(`terraform/${environment}/${name}/main.tf.json`) ?? '{}').resource;
}

const manifests = [...files]
  .filter(([file]) => file.endsWith('.yaml'))
  .map(([file, text]): [string, Json] => [file, parse(text)]);

function objects(environment: string, kind: string): Json[] {
  return manifests
    .filter(([file, object]) => file.startsWith(`kubernetes/${environment}/`) && object.kind === kind)
    .map(([, object]) => object);
}

/** The resource behind a reference such as `${aws_lb.load-balancer.arn}`. */
function resolved(resources: Record<string, Record<string, Json>>, reference: string): Json {
  const [, type = '', name = ''] = /^\$\{(\w+)\.([\w-]+)\.\w+\}$/.exec(reference) ?? [];
  const found = resources[type]?.[name];
  if (found === undefined) throw new Error(`no resource behind ${reference}`);
  return found;
}

/** The only one. */
function only<T>(found: readonly T[], what: string): T {
  const [first, ...more] = found;
  if (first === undefined || more.length > 0) throw new Error(`expected one ${what}, got ${found.length}`);
  return first;
}

const selects = (selector: Json, labels: Json): boolean =>
  Object.entries(selector).every(([label, value]) => labels[label] === value);

describe.each(environments.map(({ name }) => name))('%s', (name) => {
  const cluster = stack(name, 'cluster');
  const all = (type: string): [string, Json][] => Object.entries(cluster[type] ?? {});
  const rules = all('aws_lb_listener_rule');
  const ports = objects(name, 'Service').filter(({ spec }) => spec.type === 'NodePort');

  /** The ways that requests take: each rule with each of the target groups that it forwards to. */
  const ways = rules.flatMap(([, rule]) => {
    const [action] = rule.action;
    const shares = action.forward?.target_group ?? [{ arn: action.target_group_arn, weight: 1 }];
    return shares.map(({ arn }: Json) => ({ arn, rule, targets: resolved(cluster, arn) }));
  });

  test('has a listener that speaks TLS, with a certificate for the host, before every rule', () => {
    expect(rules.length).toBeGreaterThan(0);
    for (const [, rule] of rules) {
      const listener = resolved(cluster, rule.listener_arn);
      expect(listener).toMatchObject({ port: 443, protocol: 'HTTPS' });
      expect(listener.ssl_policy).toMatch(/TLS13/);
      const issued = resolved(cluster, listener.certificate_arn);
      const { domain_name, subject_alternative_names } = resolved(cluster, issued.certificate_arn);
      const host: string = only(rule.condition[0].host_header.values, 'host');
      // A wildcard stands for one label.
      expect([domain_name, ...subject_alternative_names]).toContain(
        host === domain_name ? host : host.replace(/^[^.]+/, '*'),
      );
    }
  });

  test('has a name for the host of every rule, which leads to its load balancer and is seen by those who may ask', () => {
    for (const [, rule] of rules) {
      const host: string = only(rule.condition[0].host_header.values, 'host');
      const { load_balancer_arn } = resolved(cluster, rule.listener_arn);
      const record = only(
        all('aws_route53_record').filter(([, { name: of, type }]) => of === host && type === 'A'),
        `record of ${host}`,
      )[1];
      expect(record.alias.name).toBe(load_balancer_arn.replace('.arn}', '.dns_name}'));
      const balancer = resolved(cluster, load_balancer_arn);
      if (!balancer.internal) {
        expect(record.zone_id).toMatch(/^\$\{data\.aws_route53_zone\./);
        continue;
      }
      // A zone with a network is private.
      const zone = resolved(cluster, record.zone_id);
      expect(zone.vpc.length).toBe(1);
      expect(host.endsWith(`.${zone.name}`)).toBe(true);
      expect(balancer.subnets.every((subnet: string) => subnet.includes('_subnet-private-'))).toBe(true);
    }
  });

  test('shares requests so that some variant gets them', () => {
    for (const [, { action }] of rules) {
      const weights = (action[0].forward?.target_group ?? [{ weight: 1 }]).map(({ weight }: Json) => weight);
      expect(weights.reduce((sum: number, weight: number) => sum + weight, 0)).toBeGreaterThan(0);
      expect(action[0].forward?.stickiness.enabled ?? false).toBe(false);
    }
  });

  test('has machines behind every target group, which come and go with their group and with no pod', () => {
    for (const { arn } of ways) {
      const attached = all('aws_autoscaling_traffic_source_attachment').filter(
        ([, { traffic_source }]) => traffic_source.identifier === arn,
      );
      expect(attached.length).toBeGreaterThan(0);
      for (const [, { autoscaling_group_name }] of attached) resolved(cluster, autoscaling_group_name);
    }
    expect(cluster).not.toHaveProperty('aws_lb_target_group_attachment');
  });

  test('lets each load balancer through to the machines on the port of each of its target groups, on both sides', () => {
    for (const { rule, targets } of ways) {
      const { load_balancer_arn } = resolved(cluster, rule.listener_arn);
      const group: string = only(resolved(cluster, load_balancer_arn).security_groups, 'security group');
      const machines = '${aws_security_group.nodes.id}';
      const opened = (type: string, from: string, to: string) =>
        all(type).filter(
          ([, open]) =>
            open.security_group_id === from &&
            open.referenced_security_group_id === to &&
            open.from_port === targets.port &&
            open.to_port === targets.port,
        );
      expect(opened('aws_vpc_security_group_egress_rule', group, machines)).toHaveLength(1);
      expect(opened('aws_vpc_security_group_ingress_rule', machines, group)).toHaveLength(1);
    }
    for (const [, template] of all('aws_launch_template')) {
      expect(JSON.stringify(template)).toContain('${aws_security_group.nodes.id}');
    }
  });

  test('has one Service on the node port of every target group, and no node port without one', () => {
    expect(ways.map(({ targets }) => targets.port).sort()).toEqual(
      ports.map(({ spec }) => only<Json>(spec.ports, 'port').nodePort).sort(),
    );
    expect(new Set(ways.map(({ targets }) => targets.port)).size).toBe(ways.length);
    expect(all('aws_lb_target_group').length).toBe(ways.length);
  });

  test('has ready pods behind each, which are asked what the load balancer asks and given the time that it gives', () => {
    for (const { targets } of ways) {
      const { pods, port } = behind(targets.port);
      const [container] = pods.spec.containers;
      const listening = container.ports.find((open: Json) => open.name === port.targetPort);
      expect(container.readinessProbe.httpGet).toEqual({ path: targets.health_check.path, port: listening.name });
      expect(targets).toMatchObject({ protocol: 'HTTP', target_type: 'instance' });
      // What is left of a pod's end after its pause and a margin of 5 s is its drain.
      const pause: number = container.lifecycle.preStop.sleep.seconds;
      expect(pause).toBeGreaterThanOrEqual(15);
      expect(Number(targets.deregistration_delay)).toBe(pods.spec.terminationGracePeriodSeconds - pause - 5);
    }
  });

  test('keeps a machine that goes for as long as its target groups wait', () => {
    for (const { arn, targets } of ways) {
      const groups = all('aws_autoscaling_traffic_source_attachment')
        .filter(([, { traffic_source }]) => traffic_source.identifier === arn)
        .map(([, { autoscaling_group_name }]) => autoscaling_group_name);
      for (const group of groups) {
        const hook = only(
          all('aws_autoscaling_lifecycle_hook').filter(
            ([, { autoscaling_group_name }]) => autoscaling_group_name === group,
          ),
          `terminating hook of ${group}`,
        )[1];
        expect(hook.heartbeat_timeout).toBeGreaterThanOrEqual(Number(targets.deregistration_delay));
      }
    }
  });

  test('has a policy that admits the machines, and nobody else by address, to the port that listens', () => {
    const machines = Object.entries(stack(name, 'network')['aws_subnet'] ?? {})
      .filter(([subnet]) => subnet.includes('_subnet-private-'))
      .map(([, { cidr_block }]) => cidr_block)
      .sort();
    expect(machines.length).toBe(3);
    for (const { targets } of ways) {
      const { pods, port } = behind(targets.port);
      const { containerPort } = pods.spec.containers[0].ports.find((open: Json) => open.name === port.targetPort);
      const policies = objects(name, 'NetworkPolicy').filter(
        ({ spec }) => spec.ingress && selects(spec.podSelector.matchLabels ?? {}, pods.metadata.labels),
      );
      const open = policies
        .flatMap(({ spec }) => spec.ingress)
        .filter((allowed: Json) => allowed.ports.some((each: Json) => each.port === containerPort));
      const admitted = open.flatMap((allowed: Json) => allowed.from).flatMap((peer: Json) => peer.ipBlock?.cidr ?? []);
      expect(admitted.sort()).toEqual(machines);
    }
  });

  /** The pods that a node port leads to. */
  function behind(nodePort: number): { readonly pods: Json; readonly port: Json } {
    const service = only(
      ports.filter(({ spec }) => spec.ports[0].nodePort === nodePort),
      `Service on ${nodePort}`,
    );
    expect(service.spec.externalTrafficPolicy).toBe('Cluster');
    const deployment = only(
      objects(name, 'Deployment').filter(({ spec }) => selects(service.spec.selector, spec.template.metadata.labels)),
      `Deployment of ${service.metadata.name}`,
    );
    expect(deployment.spec.selector.matchLabels).toEqual(service.spec.selector);
    return { pods: deployment.spec.template, port: service.spec.ports[0] };
  }
});
