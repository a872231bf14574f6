import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { availabilityZones } from '../kubernetes/nodes';
import { emptyFolder, filesBelow, writeJson } from '../support/project';
import { run, waitFor } from '../support/process';
import { expect, expectSame } from '../support/report';
import type { BrokerHarness, RabbitmqCluster } from './broker-harness';

/** Members run on nodes of their group, no two on one node, and equally many in each zone. */
export async function checkPlacement(harness: BrokerHarness): Promise<void> {
  const { cluster, environment, members } = harness;
  const group = environment.rabbitmq.nodeGroup;
  await harness.step(`members are spread over zones and nodes of ${group}`, async () => {
    const pods = await harness.listMembers();
    const nodes = pods.map(({ spec }) => spec.nodeName ?? '');
    expect(new Set(nodes).size === members.replicas, `members share a node: ${nodes.join(', ')}`, harness.log);
    const labels = environment.nodeGroups[group]?.labels ?? {};
    const ofGroup = (await cluster.get('nodes')).filter(({ metadata }) =>
      Object.entries(labels).every(([key, value]) => metadata.labels?.[key] === value),
    );
    const names = ofGroup.map(({ metadata }) => metadata.name);
    expect(
      nodes.every((node) => names.includes(node)),
      `members run on other nodes than ${group}: ${nodes.join(', ')}`,
      harness.log,
    );
    const counts = availabilityZones(environment).map(
      (zone) => nodes.filter((node) => harness.zoneOf(node) === zone).length,
    );
    expect(Math.max(...counts) - Math.min(...counts) <= 1, `members by zone: ${counts.join(', ')}`, harness.log);
    expect(
      pods.every(({ spec }) => spec.priorityClassName !== undefined),
      'a member has no PriorityClass',
      harness.log,
    );
  });
}

/**
 * The operator of this run sets security contexts itself, and others do not. A pod with no other contexts than those of the
 * override must be admitted as well.
 */
export async function checkAdmission(harness: BrokerHarness): Promise<void> {
  const { cluster, folder } = harness;
  await harness.step('Pod Security admits members of an operator that sets no security contexts', async () => {
    const file = path.join(folder, 'member.json');
    writeJson(file, podOfOverride(await harness.resource(), 'member', {}));
    await cluster.kubectl(['create', '--dry-run=server', '-f', file]);
  });
}

/** Another pod with the labels and the affinity of a member cannot run on a member's node, in any zone. */
export async function checkAntiAffinity(harness: BrokerHarness): Promise<void> {
  const { cluster, folder, members, pods } = harness;
  const [first] = await harness.listMembers();
  await harness.step('a second member cannot run on the node of a member', async () => {
    const resource = await harness.resource();
    const pod = podOfOverride(resource, 'neighbour', {
      affinity: resource.spec.affinity,
      nodeSelector: { 'kubernetes.io/hostname': first?.spec.nodeName },
      topologySpreadConstraints: [],
    });
    const file = path.join(folder, 'neighbour.json');
    writeJson(file, pod);
    await cluster.kubectl(['create', '-f', file]);
    const isPlaced = await waitFor('the scheduler decides', 30, () => {
      const found = pods.all(members).find(({ metadata }) => metadata.name === 'neighbour');
      if (found?.spec.nodeName !== undefined) return Promise.resolve({ placed: true });
      return Promise.resolve(pods.unschedulable(members).length > 0 ? { placed: false } : undefined);
    });
    await cluster.kubectl(['delete', '-f', file]);
    expect(!isPlaced.placed, 'two members may share a node', harness.log);
  });
}

/** Returns a pod of the override's template alone, with the labels of a member. */
function podOfOverride({ metadata, spec }: RabbitmqCluster, name: string, own: object): object {
  const template = spec.override.statefulSet.spec.template.spec as {
    readonly containers?: readonly object[];
    readonly initContainers?: readonly object[];
  };
  const withImage = (container: object): object => ({ ...container, image: spec.image });
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: metadata.namespace, labels: { 'app.kubernetes.io/name': metadata.name } },
    spec: {
      ...template,
      ...own,
      containers: containersNamed('rabbitmq', template.containers).map(withImage),
      initContainers: containersNamed('setup-container', template.initContainers).map(withImage),
    },
  };
}

/** An operator creates the container in any case: one that the override does not name has no security context. */
function containersNamed(name: string, containers: readonly object[] = []): readonly object[] {
  return containers.some((container) => 'name' in container && container.name === name) ? containers : [{ name }];
}

interface SecretReference {
  readonly name: string;
  readonly key: string;
}

/** Every reference of the services to the operator's Secret exists in it, and its host leads to all members. */
export async function checkClients(harness: BrokerHarness, objects: string): Promise<void> {
  const { cluster, members } = harness;
  const secretName = `${members.name}-default-user`;
  const references = filesBelow(objects, '.yaml').flatMap((file) => {
    const found = secretReferences(parse(readFileSync(file, 'utf8'))).filter(({ name }) => name === secretName);
    return found.map(({ key }) => ({ key, workload: path.basename(file, '.yaml') }));
  });
  const workloads = [...new Set(references.map(({ workload }) => workload))].sort();
  await harness.step(`${workloads.join(', ')}: all references to ${secretName} exist`, async () => {
    expect(references.length > 0, 'no service refers to the credentials of the broker');
    const { stdout } = await cluster.kubectl(['get', 'secret', secretName, '-n', members.namespace, '-o', 'json']);
    const { data } = JSON.parse(stdout) as { data: Readonly<Record<string, string>> };
    const decoded = Object.fromEntries(
      Object.entries(data).map(([key, value]) => [key, Buffer.from(value, 'base64').toString()]),
    );
    const missing = references.filter(({ key }) => !decoded[key]);
    expect(missing.length === 0, `missing keys: ${missing.map(({ key }) => key).join(', ')}`, harness.log);
    for (const workload of workloads) {
      const keys = references.filter((reference) => reference.workload === workload).map(({ key }) => key);
      expectSame(keys, ['host', 'password', 'port', 'username'], `credentials of ${workload}`);
    }
    const [service = '', namespace = ''] = (decoded['host'] ?? '').split('.');
    const slices = await cluster.kubectl([
      ...['get', 'endpointslices', '-n', namespace, '-l', `kubernetes.io/service-name=${service}`, '-o', 'json'],
    ]);
    const { items } = JSON.parse(slices.stdout) as { items: readonly { readonly endpoints?: readonly unknown[] }[] };
    const endpoints = items.flatMap((slice) => slice.endpoints ?? []);
    expect(endpoints.length === members.replicas, `${service} has ${endpoints.length} endpoints`, harness.log);
  });
}

function secretReferences(value: unknown): SecretReference[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = 'secretKeyRef' in value ? [value.secretKeyRef as SecretReference] : [];
  return [...own, ...Object.values(value).flatMap(secretReferences)];
}

/**
 * Runs the preStop hook of a member's container as the kubelet does, with a program that records its arguments in place of
 * `rabbitmq-upgrade`, whose `await_online_quorum_plus_one` never ends on a single member.
 */
export async function checkPreStop(harness: BrokerHarness): Promise<void> {
  const [member] = await harness.listMembers();
  const { replicas } = harness.members;
  const expected = replicas === 1 ? 'ends at once' : 'waits for a quorum of the others, and hands over';
  await harness.step(`preStop hook ${expected}`, async () => {
    const command = member?.spec.containers.find(({ name }) => name === 'rabbitmq')?.lifecycle?.preStop?.exec?.command;
    expect(member !== undefined && command !== undefined, 'a member has no preStop hook', harness.log);
    const folder = emptyFolder(path.join(harness.folder, 'pre-stop'));
    const calls = path.join(folder, 'calls');
    const stub = path.join(folder, 'rabbitmq-upgrade');
    writeFileSync(stub, `#!/bin/sh\necho "$1" >>${calls}\n`);
    chmodSync(stub, 0o755);
    // The kubelet writes the pod's label into this file, through the downward API.
    const marker = 'skipPreStopChecks';
    writeFileSync(path.join(folder, marker), member.metadata.labels[marker] ?? '');
    const [program = '', ...args] = command.map((word) => word.replaceAll('/etc/pod-info', folder));
    const env = { PATH: `${folder}${path.delimiter}${process.env['PATH'] ?? ''}` };
    await run({ program, arguments: args, folder, env, seconds: 10, log: harness.log });
    const made = existsSync(calls) ? readFileSync(calls, 'utf8').trim().split('\n') : [];
    const wanted = ['await_online_quorum_plus_one', 'drain'];
    if (replicas === 1) expectSame(made, [], 'commands of the preStop hook', harness.log);
    else
      expect(
        wanted.every((name) => made.includes(name)),
        `commands of the hook: ${made.join(', ')}`,
        harness.log,
      );
    const grace = member.spec.terminationGracePeriodSeconds;
    expect(grace <= (replicas === 1 ? 60 : 900), `grace period is ${grace} s`, harness.log);
  });
}
