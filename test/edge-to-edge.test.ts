import { type Cidr, overlap } from '../lib/core/cidr';
import { allOutputs, fixtureOutputs } from './support/platforms';
import type { Json } from './support/terraform';

// The path of a request from host name to pod in every environment, read only from the synthesized output, as Terraform, AWS
// and Kubernetes read it.

/** Resolves a reference such as `${aws_lb.load-balancer.arn}` to its resource. */
function resolved(resources: Record<string, Record<string, Json>>, reference: string): Json {
  const [, type = '', name = ''] = /^\$\{(\w+)\.([\w-]+)\.\w+\}$/.exec(reference) ?? [];
  const found = resources[type]?.[name];
  if (found === undefined) throw new Error(`no resource behind ${reference}`);
  return found;
}

/** Returns the only item of a list. */
function only<T>(found: readonly T[], what: string): T {
  const [first, ...more] = found;
  if (first === undefined || more.length > 0) throw new Error(`expected one ${what}, got ${found.length}`);
  return first;
}

const selects = (selector: Json, labels: Json): boolean =>
  Object.entries(selector).every(([label, value]) => labels[label] === value);

describe.each(allOutputs)('%s', (_title, output) => {
  const cluster: Record<string, Record<string, Json>> = output.stack('cluster').resource;
  const all = (type: string): [string, Json][] => Object.entries(cluster[type] ?? {});
  const rules = all('aws_lb_listener_rule');
  const ports = output.objects('Service').filter(({ spec }) => spec.type === 'NodePort');

  /** Paths of requests: each listener rule with each of its target groups. */
  const routes = rules.flatMap(([, rule]) => {
    const [action] = rule.action;
    const weighted = action.forward?.target_group ?? [{ arn: action.target_group_arn, weight: 1 }];
    return weighted.map(({ arn }: Json) => ({ arn, rule, targets: resolved(cluster, arn) }));
  });

  test('listener: uses HTTPS with a certificate for the host of every rule', () => {
    for (const [, rule] of rules) {
      const listener = resolved(cluster, rule.listener_arn);
      expect(listener).toMatchObject({ port: 443, protocol: 'HTTPS' });
      expect(listener.ssl_policy).toMatch(/TLS13/);
      const issued = resolved(cluster, listener.certificate_arn);
      const { domain_name, subject_alternative_names } = resolved(cluster, issued.certificate_arn);
      const host: string = only(rule.condition[0].host_header.values, 'host');
      // A wildcard covers one label.
      expect([domain_name, ...subject_alternative_names]).toContain(
        host === domain_name ? host : host.replace(/^[^.]+/, '*'),
      );
    }
  });

  test('DNS record: exists for the host of every rule, in a public or private zone as its load balancer', () => {
    for (const [, rule] of rules) {
      const host: string = only(rule.condition[0].host_header.values, 'host');
      const { load_balancer_arn } = resolved(cluster, rule.listener_arn);
      const record = only(
        all('aws_route53_record').filter(([, { name: recordName, type }]) => recordName === host && type === 'A'),
        `record of ${host}`,
      )[1];
      expect(record.alias.name).toBe(load_balancer_arn.replace('.arn}', '.dns_name}'));
      const balancer = resolved(cluster, load_balancer_arn);
      if (!balancer.internal) {
        expect(record.zone_id).toMatch(/^\$\{data\.aws_route53_zone\./);
        continue;
      }
      // A zone with a VPC is private.
      const zone = resolved(cluster, record.zone_id);
      expect(zone.vpc.length).toBe(1);
      expect(host.endsWith(`.${zone.name}`)).toBe(true);
      expect(balancer.subnets.every((subnet: string) => subnet.includes('_subnet-private-'))).toBe(true);
    }
  });

  test('listener rule: has a positive total weight and no stickiness', () => {
    for (const [, { action }] of rules) {
      const weights = (action[0].forward?.target_group ?? [{ weight: 1 }]).map(({ weight }: Json) => weight);
      expect(weights.reduce((sum: number, weight: number) => sum + weight, 0)).toBeGreaterThan(0);
      expect(action[0].forward?.stickiness.enabled ?? false).toBe(false);
    }
  });

  test('target group: has an Auto Scaling group attached, and no single target', () => {
    for (const { arn } of routes) {
      const attached = all('aws_autoscaling_traffic_source_attachment').filter(
        ([, { traffic_source }]) => traffic_source.identifier === arn,
      );
      expect(attached.length).toBeGreaterThan(0);
      for (const [, { autoscaling_group_name }] of attached) resolved(cluster, autoscaling_group_name);
    }
    expect(cluster).not.toHaveProperty('aws_lb_target_group_attachment');
  });

  test('security group: allows each load balancer the port of each target group on the nodes, on both sides', () => {
    for (const { rule, targets } of routes) {
      const { load_balancer_arn } = resolved(cluster, rule.listener_arn);
      const group: string = only(resolved(cluster, load_balancer_arn).security_groups, 'security group');
      const nodes = '${aws_security_group.nodes.id}';
      const opened = (type: string, from: string, to: string) =>
        all(type).filter(
          ([, open]) =>
            open.security_group_id === from &&
            open.referenced_security_group_id === to &&
            open.from_port === targets.port &&
            open.to_port === targets.port,
        );
      expect(opened('aws_vpc_security_group_egress_rule', group, nodes)).toHaveLength(1);
      expect(opened('aws_vpc_security_group_ingress_rule', nodes, group)).toHaveLength(1);
    }
    for (const [, template] of all('aws_launch_template')) {
      expect(JSON.stringify(template)).toContain('${aws_security_group.nodes.id}');
    }
  });

  test('node port: belongs to one Service and one target group', () => {
    expect(routes.map(({ targets }) => targets.port).sort()).toEqual(
      ports.map(({ spec }) => only<Json>(spec.ports, 'port').nodePort).sort(),
    );
    expect(new Set(routes.map(({ targets }) => targets.port)).size).toBe(routes.length);
    expect(all('aws_lb_target_group').length).toBe(routes.length);
  });

  test('health check: requests the path of the readiness probe, and the deregistration delay equals the drain time', () => {
    for (const { targets } of routes) {
      const { pods, port } = behind(targets.port);
      const [container] = pods.spec.containers;
      const listening = container.ports.find((open: Json) => open.name === port.targetPort);
      expect(container.readinessProbe.httpGet).toEqual({ path: targets.health_check.path, port: listening.name });
      expect(targets).toMatchObject({ protocol: 'HTTP', target_type: 'instance' });
      // The drain time is the grace period without the preStop sleep and a margin of 5 s.
      const preStop: number = container.lifecycle.preStop.sleep.seconds;
      expect(preStop).toBeGreaterThanOrEqual(15);
      expect(Number(targets.deregistration_delay)).toBe(pods.spec.terminationGracePeriodSeconds - preStop - 5);
    }
  });

  test('lifecycle hook: waits for the deregistration delay of the target groups', () => {
    for (const { arn, targets } of routes) {
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

  test('network policy: admits only the node subnets to the container port', () => {
    const nodeSubnets = Object.entries<Json>(output.stack('network').resource.aws_subnet ?? {})
      .filter(([subnet]) => subnet.includes('_subnet-private-'))
      .map(([, { cidr_block }]) => cidr_block)
      .sort();
    expect(nodeSubnets.length).toBe(Object.keys(output.environment.network.zones).length);
    for (const { targets } of routes) {
      const { pods, port } = behind(targets.port);
      const { containerPort } = pods.spec.containers[0].ports.find((open: Json) => open.name === port.targetPort);
      const policies = output
        .objects('NetworkPolicy')
        .filter(({ spec }) => spec.ingress && selects(spec.podSelector.matchLabels ?? {}, pods.metadata.labels));
      const open = policies
        .flatMap(({ spec }) => spec.ingress)
        .filter((allowed: Json) => allowed.ports.some((each: Json) => each.port === containerPort));
      const admitted = open.flatMap((allowed: Json) => allowed.from).flatMap((peer: Json) => peer.ipBlock?.cidr ?? []);
      expect(admitted.sort()).toEqual(nodeSubnets);
    }
  });

  test('network policy: a range that admits nodes admits no pod, and nodes are in subnets without pods', () => {
    const subnets = Object.entries<Json>(output.stack('network').resource.aws_subnet ?? {});
    const pods = subnets.filter(([, { tags }]) => tags['kubernetes.io/role/cni'] === '1');
    expect(pods.length).toBe(Object.keys(output.environment.network.zones).length);
    const ranges: Cidr[] = pods.map(([, { cidr_block }]) => cidr_block);
    // Egress to the interface endpoints and to the database names ranges too, and no pod has an address there.
    const admitted: Cidr[] = output
      .objects('NetworkPolicy')
      .flatMap(({ spec }) => spec.ingress ?? [])
      .flatMap((allowed: Json) => allowed.from ?? [])
      .flatMap((peer: Json) => peer.ipBlock?.cidr ?? []);
    expect(admitted.filter((range) => ranges.some((pod) => overlap(range, pod)))).toEqual([]);
    expect(JSON.stringify(all('aws_autoscaling_group'))).not.toContain('_subnet-pods-');
  });

  test('network policy: the RabbitMQ operator may call the HTTP API that the members admit it to', () => {
    const namespaced = (peer: Json) => peer.namespaceSelector?.matchLabels['kubernetes.io/metadata.name'];
    const toMembers = (allowed: Json) => allowed.ports.some(({ port }: Json) => port === 15672);
    const policies = output.objects('NetworkPolicy');
    for (const { metadata } of output.objects('RabbitmqCluster')) {
      const members = policies.find(
        ({ metadata: own }) => own.name === metadata.name && own.namespace === metadata.namespace,
      );
      const callers = members?.spec.ingress
        .filter(toMembers)
        .flatMap(({ from }: Json) => from)
        .flatMap(namespaced);
      const [operator] = callers.filter((namespace: unknown) => namespace !== undefined);
      const peers = policies
        .filter(({ metadata: own }) => own.namespace === operator)
        .flatMap(({ spec }) => spec.egress ?? [])
        .filter(toMembers)
        .flatMap(({ to }: Json) => to);
      expect(peers).toContainEqual({
        namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': metadata.namespace } },
        podSelector: { matchLabels: { 'app.kubernetes.io/name': metadata.name } },
      });
    }
  });

  /** Pod template and Service port of a node port. */
  function behind(nodePort: number): { readonly pods: Json; readonly port: Json } {
    const service = only(
      ports.filter(({ spec }) => spec.ports[0].nodePort === nodePort),
      `Service on ${nodePort}`,
    );
    expect(service.spec.externalTrafficPolicy).toBe('Cluster');
    const deployment = only(
      output.objects('Deployment').filter(({ spec }) => selects(service.spec.selector, spec.template.metadata.labels)),
      `Deployment of ${service.metadata.name}`,
    );
    expect(deployment.spec.selector.matchLabels).toEqual(service.spec.selector);
    return { pods: deployment.spec.template, port: service.spec.ports[0] };
  }
});

test('fixture: has routes to a public and an internal load balancer, and a weighted rule', () => {
  const clusters = fixtureOutputs.map((output) => output.stack('cluster').resource);
  for (const { aws_lb, aws_lb_listener_rule } of clusters) {
    expect(Object.keys(aws_lb)).toHaveLength(2);
    expect(Object.keys(aws_lb_listener_rule).length).toBeGreaterThan(2);
  }
  expect(JSON.stringify(clusters)).toContain('"weight":5');
});
