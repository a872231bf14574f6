import { App, ApiObject, JsonPatch } from 'cdk8s';
import { Deployment } from 'cdk8s-plus-27';
import { collectDiagnostics } from '../../../../lib/core/diagnostics';
import { patch, checkPatches } from '../../../../lib/kubernetes/manifests/patch';
import { checkDuplicateObjects, objectFiles, render } from '../../../../lib/kubernetes/manifests/render';
import { WaveChart } from '../../../../lib/kubernetes/manifests/wave';
import { Worker } from '../../../../lib/kubernetes/workloads/worker';
import { overrides } from '../../../../lib/review/overrides';

const reason = 'the sources resolve names of the partner, whose servers answer slowly';
const slowNames = JsonPatch.add('/spec/template/spec/dnsConfig', { options: [{ name: 'timeout', value: '10' }] });

/** An app with a worker, and the objects and changes of a test. */
function program(also: (chart: WaveChart, deployment: ApiObject) => void = () => undefined) {
  const app = new App();
  const chart = new WaveChart(app, { environment: 'lab', wave: 'workloads' });
  const worker = new Worker(chart, 'loader', {
    image: { digest: `sha256:${'0123456789abcdef'.repeat(4)}`, repository: 'registry.example.com/loader' },
    name: 'loader',
    namespace: 'apps',
    resources: { cpu: '250m', memory: '512Mi' },
    autoscaling: { maxReplicas: 4, minReplicas: 2 },
  });
  also(chart, worker.deployment);
  const objects = render(app);
  const files = objectFiles(objects);
  return {
    deployment: objects.find(({ manifest }) => manifest.kind === 'Deployment')?.manifest as unknown as {
      readonly spec: { readonly template: { readonly spec: object } };
    },
    duplicates: checkDuplicateObjects(objects),
    listed: overrides(files),
    files,
    diagnostics: [...collectDiagnostics(app), ...checkPatches(app)],
  };
}

describe('constructs of this library', () => {
  test('overrides: are not listed for review', () => {
    expect(program()).toMatchObject({ listed: [], diagnostics: [] });
  });
});

describe('objects of cdk8s and cdk8s-plus', () => {
  const mixed = program((chart) => {
    new Deployment(chart, 'shop', {
      containers: [{ image: 'registry.example.com/shop:1.2.3', portNumber: 8080 }],
      metadata: { name: 'shop', namespace: 'apps' },
    }).exposeViaService({ name: 'shop' });
    new ApiObject(chart, 'raw', {
      apiVersion: 'example.com/v1',
      kind: 'Widget',
      metadata: { name: 'raw', namespace: 'apps' },
    });
  });

  test('files: contain objects of cdk8s and cdk8s-plus', () => {
    expect([...mixed.files.keys()]).toEqual(
      expect.arrayContaining([
        '50-workloads/apps/Deployment.loader.yaml',
        '50-workloads/apps/Deployment.shop.yaml',
        '50-workloads/apps/Service.shop.yaml',
        '50-workloads/apps/Widget-example.com.raw.yaml',
      ]),
    );
    expect(mixed.files.get('50-workloads/apps/Deployment.shop.yaml')).toContain(
      'image: "registry.example.com/shop:1.2.3"',
    );
    expect([...mixed.diagnostics, ...mixed.duplicates]).toEqual([]);
  });

  test('overrides: list objects of cdk8s and cdk8s-plus', () => {
    expect(mixed.listed).toEqual([
      'apps Deployment shop not created by Adamant',
      'apps Service shop not created by Adamant',
      'apps Widget raw not created by Adamant',
    ]);
  });
});

test('patch: applies to fields that cdk8s-plus does not know', () => {
  const newer = { containers: [{ action: 'Restart' }] };
  const { deployment, diagnostics } = program((_, object) => {
    patch(object, reason, JsonPatch.add('/spec/template/spec/resources', newer));
    patch(object, reason, slowNames);
  });
  expect(diagnostics).toEqual([]);
  expect(deployment.spec.template.spec).toMatchObject({
    dnsConfig: { options: [{ name: 'timeout' }] },
    resources: newer,
  });
});

describe('patch', () => {
  test('reason: is an annotation of the object and part of the review', () => {
    const patched = program((_, deployment) => patch(deployment, reason, slowNames));
    expect(patched.deployment.spec.template.spec).toMatchObject({
      dnsConfig: { options: [{ name: 'timeout', value: '10' }] },
      serviceAccountName: 'loader',
    });
    expect(patched.listed).toEqual([`apps Deployment loader patched: ${reason}`]);
    expect(patched.diagnostics).toEqual([]);
  });

  test('reasons: are joined', () => {
    const hostname = JsonPatch.add('/spec/template/spec/hostname', 'loader');
    const { listed, diagnostics } = program((_, deployment) => {
      patch(deployment, 'slow names', slowNames);
      patch(deployment, 'a name of its own', hostname);
    });
    expect(listed).toEqual(['apps Deployment loader patched: slow names; a name of its own']);
    expect(diagnostics).toEqual([]);
  });
});
