import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { App, Chart } from 'cdk8s';
import { examples } from '../../../apps/examples';
import { yaml } from '../../../lib/kubernetes/manifests/render';
import { ImprovadoDefinition } from '../../../lib/operators/rabbitmq/improvado-definition';
import { cachePath, emptyFolder } from '../support/project';
import { expect, type Report } from '../support/report';
import { Cluster } from './cluster';
import { waitForDefinitions } from './prepare';

const manifestName = 'examples/talk/Rabbitmq.dts-master-rabbitmq-ha.yaml';

/** Changes of the manifest that the API server must refuse, with what it says. */
const mistakes: readonly (readonly [what: string, from: string, to: string, error: RegExp])[] = [
  ['a field that does not exist', 'default_vhost:', 'default_vhosts:', /unknown field "spec\.default_vhosts"/],
  ['a key of a policy that the operator drops', 'ha-sync-mode:', 'ha-sync:', /unknown field ".*ha-sync"/],
  ['text for a number', 'replicas: 3', 'replicas: three', /spec\.replicas.*must be of type integer/],
  ['no size of volumes', 'volume_size: "10Gi"', '', /spec\.volume_size: Required value/],
];

/** The talk's manifest on a real API server, with the definition of this library. */
export async function talk(report: Report, name: string): Promise<void> {
  const folder = emptyFolder(cachePath(name, 'work', 'talk'));
  const cluster = new Cluster(name, 'talk', cachePath(name, 'talk.log'));
  const step = (title: string, work: () => Promise<void>) => report.step(name, 'talk', title, work);
  const chart = new Chart(new App(), 'definition');
  new ImprovadoDefinition(chart, 'definition');
  const write = (file: string, text: string): string => {
    writeFileSync(path.join(folder, file), text);
    return path.join(folder, file);
  };
  const manifest = examples().get(manifestName) ?? '';
  const apply = (file: string, allow: readonly number[] = [0]) =>
    cluster.kubectl(['apply', '--validate=strict', '-f', file], { allow: [...allow] });
  try {
    await step('start an API server', () => cluster.up());
    await step('the definition is established', async () => {
      await apply(
        write(
          'definition.yaml',
          chart
            .toJson()
            .map((object) => yaml(object))
            .join('---\n'),
        ),
      );
      await waitForDefinitions(cluster);
      await cluster.kubectl(['create', 'namespace', 'production']);
    });
    await step(
      "the talk's manifest is applied, with a warning of ignored fields, and nothing of it is lost",
      async () => {
        const file = write('talk.yaml', manifest);
        const { output } = await apply(file);
        expect(
          /Warning: .*ignores .*loopback_users\.guest/.test(output),
          'the API server does not warn',
          undefined,
          output,
        );
        await cluster.kubectl(['diff', '-f', file]);
      },
    );
    for (const [what, from, to, error] of mistakes) {
      await step(`refused: ${what}`, async () => {
        const { code, output } = await apply(write('mistake.yaml', manifest.replace(from, to)), [0, 1]);
        expect(code === 1 && error.test(output), 'the API server accepts it', undefined, output);
      });
    }
  } finally {
    await cluster.down();
  }
}
