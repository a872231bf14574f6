import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { millicores, mebibytes } from '../../lib/core/units';
import { fixtureOutputs } from '../support/platforms';
import type { Json } from '../support/terraform';

// The pod of the runbook runs in a namespace that admits and connects only what its objects permit.

const [, section = ''] = readFileSync('docs/operations.md', 'utf8').split('### Create users of the database');
const [text = ''] = section.split('\n### ');
const [, manifest = ''] = /<<EOF\n([\s\S]*?)\n {3}EOF/.exec(text) ?? [];
const pod: Json = parse(manifest.replaceAll('$NAMESPACE', 'lab').replaceAll('$host', 'host'));
const output = fixtureOutputs.find(({ environment }) => environment.name === 'lab')!;
const { labels } = pod.metadata;
const [container] = pod.spec.containers;
const selects = (selector: Readonly<Record<string, string>> | undefined) =>
  selector !== undefined && Object.entries(selector).every(([key, value]) => labels[key] === value);
const migration = output
  .objects('Job')
  .find(({ spec }) => Object.entries(labels).every(([key, value]) => spec.template.metadata.labels[key] === value));

describe('pod of psql', () => {
  it('may connect to the database and to DNS', () => {
    const policies = output
      .objects('NetworkPolicy')
      .filter(({ metadata, spec }) => metadata.namespace === 'lab' && selects(spec.podSelector.matchLabels ?? {}));
    const ports = policies
      .flatMap(({ spec }) => spec.egress ?? [])
      .flatMap((rule: Json) => rule.ports.map(({ port }: Json) => port));
    expect(ports).toContain(5432);
    expect(ports).toContain(53);
  });

  it('gets no requests, and counts for no budget and no autoscaler', () => {
    expect(output.objects('Service').filter(({ spec }) => selects(spec.selector))).toEqual([]);
    for (const kind of ['PodDisruptionBudget', 'Deployment', 'StatefulSet']) {
      expect(output.objects(kind).filter(({ spec }) => selects(spec.selector.matchLabels))).toEqual([]);
    }
  });

  it('is admitted: restricted like the pods of a migration, and no larger', () => {
    const own = migration?.spec.template.spec;
    expect(own).toBeDefined();
    const { fsGroup, ...podContext } = own.securityContext;
    expect(fsGroup).toBeDefined();
    expect(pod.spec.securityContext).toEqual(podContext);
    const { runAsNonRoot, seccompProfile, ...context } = own.containers[0].securityContext;
    expect([runAsNonRoot, seccompProfile]).toEqual([podContext.runAsNonRoot, podContext.seccompProfile]);
    expect(container.securityContext).toEqual(context);
    expect(pod.spec.automountServiceAccountToken).toBe(false);
    const { limits, requests } = own.containers[0].resources;
    expect(millicores(container.resources.requests.cpu)).toBeLessThanOrEqual(millicores(requests.cpu));
    for (const amount of ['memory', 'ephemeral-storage']) {
      expect(mebibytes(container.resources.limits[amount])).toBeLessThanOrEqual(mebibytes(limits[amount]));
      expect(mebibytes(container.resources.requests[amount])).toBeLessThanOrEqual(mebibytes(requests[amount]));
    }
  });

  it('verifies the server by its own name, and reads the password of the secret from a file', () => {
    const env = Object.fromEntries(container.env.map(({ name, value }: Json) => [name, value]));
    expect(env).toMatchObject({ PGHOST: 'host', PGSSLMODE: 'verify-full', PGUSER: 'postgres' });
    for (const file of [env['PGPASSFILE'], env['PGSSLROOTCERT']]) expect(text).toContain(`cat >${file}`);
    const secret = /--secret-id (\S+)/.exec(text)?.[1];
    expect(output.resources('aws_secretsmanager_secret').map(({ name }) => name)).toContain(secret);
    const names = output.resources('aws_db_instance').map(({ identifier }) => identifier);
    expect(names).toContain(/--db-instance-identifier (\S+)/.exec(text)?.[1]);
  });

  it('gives passwords by \\password only, and shows none', () => {
    const commands = [...text.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block]) => block).join('');
    expect(commands).toContain(String.raw`psql -c '\password dts'`);
    expect(commands).not.toMatch(/PASSWORD '|get-secret-value[^|]*$|echo/m);
  });
});
