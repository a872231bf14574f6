import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Cluster, KubernetesObject } from './cluster';
import { writeJson } from '../support/project';

/**
 * Writes what external-secrets and the RabbitMQ cluster operator would write, for a cluster in which neither runs:
 * `scripts/apply.sh` waits for both. The run `operators` has the real ones.
 */
export async function answerForOperators(cluster: Cluster, folder: string): Promise<void> {
  const secrets = await cluster.get('externalsecrets');
  const brokers = await cluster.get('rabbitmqclusters');
  const file = path.join(folder, 'operator-answers.json');
  writeJson(file, { apiVersion: 'v1', kind: 'List', items: [...secrets.map(secret), ...brokers.map(members)] });
  await cluster.kubectl(['apply', '--server-side', '--field-manager=operators', '-f', file]);
  for (const { metadata } of brokers) {
    const conditions = ['ReconcileSuccess', 'AllReplicasReady'].map((type) => ({ status: 'True', type }));
    const status = JSON.stringify({ status: { conditions, observedGeneration: metadata.generation } });
    const target = ['rabbitmqcluster', metadata.name, '-n', metadata.namespace ?? ''];
    await cluster.kubectl(['patch', ...target, '--subresource=status', '--type=merge', '-p', status]);
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
