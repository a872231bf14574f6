import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Cluster, KubernetesObject } from './cluster';
import { writeJson } from '../support/project';

/**
 * Writes what external-secrets and operators would write, for a cluster in which none of them runs: `scripts/apply.sh` waits for
 * them. Other runs have the real ones.
 */
export async function answerForOperators(cluster: Cluster, folder: string): Promise<void> {
  const secrets = await cluster.get('externalsecrets');
  const brokers = await cluster.get('rabbitmqclusters');
  const file = path.join(folder, 'operator-answers.json');
  writeJson(file, { apiVersion: 'v1', kind: 'List', items: [...secrets.map(secret), ...brokers.map(members)] });
  await cluster.kubectl(['apply', '--server-side', '--field-manager=operators', '-f', file]);
  for (const { metadata } of secrets) {
    const condition = { lastTransitionTime: '2026-01-01T00:00:00Z', status: 'True', type: 'Ready' };
    const status = { conditions: [condition], syncedResourceVersion: `${metadata.generation}-answered` };
    const target = ['externalsecret', metadata.name, '-n', metadata.namespace ?? ''];
    await cluster.kubectl([
      'patch',
      ...target,
      '--subresource=status',
      '--type=merge',
      '-p',
      JSON.stringify({ status }),
    ]);
  }
  for (const { metadata } of brokers) {
    const conditions = ['ReconcileSuccess', 'AllReplicasReady'].map((type) => ({ status: 'True', type }));
    const status = JSON.stringify({ status: { conditions, observedGeneration: metadata.generation } });
    const target = ['rabbitmqcluster', metadata.name, '-n', metadata.namespace ?? ''];
    await cluster.kubectl(['patch', ...target, '--subresource=status', '--type=merge', '-p', status]);
  }
  await answerForServers(cluster);
}

/** Writes the status of Prometheus, Alertmanager, Elasticsearch and Kibana. */
async function answerForServers(cluster: Cluster): Promise<void> {
  const served = ['alertmanagers', 'elasticsearches', 'kibanas', 'prometheuses'];
  const { stdout } = await cluster.kubectl(['get', 'crds', '-o', 'name']);
  for (const kind of served.filter((plural) => stdout.includes(`/${plural}.`))) {
    for (const { metadata } of await cluster.get(kind)) {
      const { generation, name, namespace = '' } = metadata;
      const condition = (type: string) => ({
        lastTransitionTime: '2026-01-01T00:00:00Z',
        observedGeneration: generation,
        status: 'True',
        type,
      });
      const servers = {
        availableReplicas: 2,
        conditions: ['Available', 'Reconciled'].map(condition),
        paused: false,
        replicas: 2,
        unavailableReplicas: 0,
        updatedReplicas: 2,
      };
      const isElastic = kind === 'elasticsearches' || kind === 'kibanas';
      const status = isElastic ? { health: 'green', observedGeneration: generation } : servers;
      const target = [kind, name, '-n', namespace, '--subresource=status', '--type=merge'];
      await cluster.kubectl(['patch', ...target, '-p', JSON.stringify({ status })]);
    }
  }
}

/** Answers again and again, for releases that change what operators read. Returns the end of it. */
export function keepAnswering(cluster: Cluster, folder: string): () => Promise<void> {
  const ended = new AbortController();
  const answers = async (): Promise<void> => {
    while (!ended.signal.aborted) {
      // A request that fails is repeated.
      await answerForOperators(cluster, folder).catch(() => undefined);
      await sleep(2000, undefined, { signal: ended.signal }).catch(() => undefined);
    }
  };
  const running = answers();
  return () => {
    ended.abort();
    return running;
  };
}

function secret({ metadata: { name, namespace } }: KubernetesObject): object {
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace } };
}

/** The StatefulSet of the members, without any: their pods are the subject of another run. */
function members({ metadata: { name, namespace } }: KubernetesObject): object {
  const labels = { app: `${name}-answers` };
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: `${name}-server`, namespace },
    spec: {
      replicas: 0,
      selector: { matchLabels: labels },
      serviceName: `${name}-nodes`,
      template: { metadata: { labels }, spec: { containers: [{ image: 'rabbitmq', name: 'rabbitmq' }] } },
    },
  };
}
