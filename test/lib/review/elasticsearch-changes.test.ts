import { objectFiles, render } from '../../../lib/kubernetes/manifests/render';
import { ElasticsearchBackend } from '../../../lib/operators/elasticsearch/backend';
import type { ElasticsearchClusterProps } from '../../../lib/operators/elasticsearch/props';
import { refusedElasticsearchChanges } from '../../../lib/review/elasticsearch-changes';
import { elasticsearchCluster, mainSet, nodeSetSample } from '../../support/elastic-samples';
import { chartWith } from '../../support/workload-samples';
import type { App } from 'cdk8s';

type Props = Partial<ElasticsearchClusterProps>;

const filesOf = (props: Props) =>
  objectFiles(render(chartWith((chart) => elasticsearchCluster(chart, props)).node.root as App));

const changes = (before: Props, after: Props) =>
  refusedElasticsearchChanges(filesOf(before), filesOf(after)).map(({ finding }) => [finding.id, finding.setting]);

const io2 = ElasticsearchBackend.eck({ storageClass: 'io2' });

describe('changes of Elasticsearch', () => {
  test.each<[string, Props, Props, unknown[]]>([
    ['an earlier version', { version: '9.1.3' }, { version: '9.1.2' }, ['elasticsearch-upgrade', 'version']],
    ['9 from an early 8', { version: '8.17.4' }, { version: '9.1.3' }, ['elasticsearch-upgrade', 'version']],
    [
      'a smaller volume',
      {},
      { nodeSets: mainSet({ storage: '99Gi' }) },
      ['elasticsearch-volume', ['nodeSets', 'main', 'storage']],
    ],
    ['another StorageClass', {}, { backend: io2 }, ['elasticsearch-volume', 'backend.storageClass']],
  ])('refused: %s', (_, before, after, expected) => {
    expect(changes(before, after)).toEqual([expected]);
  });

  test.each<[string, Props, Props]>([
    ['a later version', { version: '9.1.3' }, { version: '9.2.0' }],
    ['9 from a late 8', { version: '8.18.0' }, { version: '9.1.3' }],
    ['larger volumes', {}, { nodeSets: mainSet({ storage: '101Gi' }) }],
    ['a smaller volume under another name', {}, { nodeSets: { small: { ...nodeSetSample, storage: '50Gi' } } }],
    ['another StorageClass under another name', {}, { backend: io2, nodeSets: { fast: nodeSetSample } }],
    ['another cluster', { version: '9.1.3' }, { name: 'other', version: '8.19.0' }],
  ])('permitted: %s', (_, before, after) => {
    expect(changes(before, after)).toEqual([]);
  });
});
