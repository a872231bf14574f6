import { explanations as addons } from '../addons/explanations';
import { explanations as compute } from '../aws/compute/explanations';
import { explanations as database } from '../aws/database/explanations';
import { explanations as dns } from '../aws/dns/explanations';
import { explanations as ecr } from '../aws/ecr/explanations';
import { explanations as iam } from '../aws/iam/explanations';
import { explanations as loadBalancing } from '../aws/load-balancing/explanations';
import { explanations as network } from '../aws/network/explanations';
import { explanations as stack } from '../aws/stack/explanations';
import { explanations as state } from '../aws/state/explanations';
import { explanations as storage } from '../aws/storage/explanations';
import type { Explanation, Explanations } from '../core/explanation';
import { explanations as core } from '../core/explanations';
import { explanations as schema } from '../core/schema-explanations';
import { explanations as checks } from '../kubernetes/checks/explanations';
import { explanations as cluster } from '../kubernetes/cluster/explanations';
import { explanations as manifests } from '../kubernetes/manifests/explanations';
import { explanations as pod } from '../kubernetes/pod/explanations';
import { explanations as workloads } from '../kubernetes/workloads/explanations';
import { explanations as metacontroller } from '../operators/metacontroller/explanations';
import { explanations as elasticsearch } from '../operators/elasticsearch/explanations';
import { explanations as filebeat } from '../operators/filebeat/explanations';
import { explanations as grafana } from '../operators/grafana/explanations';
import { explanations as prometheus } from '../operators/prometheus/explanations';
import { explanations as rabbitmq } from '../operators/rabbitmq/explanations';
import { explanations as platform } from '../platform/checks/explanations';
import { explanations as rules } from './explanations';

/** The explanations of all checks of the library, by id. */
export const explanations: Explanations = {
  ...addons,
  ...compute,
  ...database,
  ...dns,
  ...ecr,
  ...iam,
  ...loadBalancing,
  ...network,
  ...stack,
  ...state,
  ...storage,
  ...core,
  ...schema,
  ...checks,
  ...cluster,
  ...manifests,
  ...pod,
  ...workloads,
  ...metacontroller,
  ...elasticsearch,
  ...filebeat,
  ...grafana,
  ...prometheus,
  ...rabbitmq,
  ...platform,
  ...rules,
};

/** Formats an explanation as `adamant explain <id>` prints it. */
export function formatExplanation(id: string, { example, fix, reason, see }: Explanation): string {
  const lines = [['reason', reason], ['example', example], ['fix', fix], ...(see === undefined ? [] : [['see', see]])];
  return [id, ...lines.map(([label = '', text = '']) => `  ${label.padEnd(8)} ${text}`)].join('\n');
}

/** Returns one line for each id: the first sentence of its reason. */
export function listExplanations(all: Explanations): string {
  const ids = Object.keys(all).sort();
  const width = Math.max(...ids.map((id) => id.length)) + 2;
  return ids.map((id) => `${id.padEnd(width)}${firstSentence(all[id]?.reason ?? '')}`).join('\n');
}

function firstSentence(text: string): string {
  return /^.*?[.:](?=\s|$)/.exec(text)?.[0].replace(/:$/, '.') ?? text;
}
