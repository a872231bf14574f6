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

/** One worker of ours, and what a test does beside it or to it. */
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
  also(chart, worker.node.findChild('Deployment') as ApiObject);
  const objects = render(app);
  const files = objectFiles(objects);
  return {
    deployment: objects.find(({ manifest }) => manifest.kind === 'Deployment')?.manifest as unknown as {
      readonly spec: { readonly template: { readonly spec: object } };
    },
    duplicates: checkDuplicateObjects(objects),
    escapes: overrides(files),
    files,
    problems: [...collectDiagnostics(app), ...checkPatches(app)],
  };
}

describe('what constructs make by themselves', () => {
  test('is nothing that a review has to look for', () => {
    expect(program()).toMatchObject({ escapes: [], problems: [] });
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

  test('can be mixed in, and are written beside ours', () => {
    expect([...mixed.files.keys()]).toEqual(
      expect.arrayContaining([
        '50-workloads/apps/Deployment.loader.yaml',
        '50-workloads/apps/Deployment.shop.yaml',
        '50-workloads/apps/Service.shop.yaml',
        '50-workloads/apps/Widget.raw.yaml',
      ]),
    );
    expect(mixed.files.get('50-workloads/apps/Deployment.shop.yaml')).toContain(
      'image: registry.example.com/shop:1.2.3',
    );
    expect([...mixed.problems, ...mixed.duplicates]).toEqual([]);
  });

  test('are seen in a review', () => {
    expect(mixed.escapes).toEqual([
      'apps Deployment shop made by no construct of this library',
      'apps Service shop made by no construct of this library',
      'apps Widget raw made by no construct of this library',
    ]);
  });

  test('share no name with ours', () => {
    const { duplicates } = program((chart) => {
      new Deployment(chart, 'mine', { containers: [{ image: 'x' }], metadata: { name: 'loader', namespace: 'apps' } });
    });
    expect(duplicates.map(({ message }) => message)).toEqual([
      'an object exists once, got a second Deployment loader in namespace apps',
    ]);
  });
});

test('a patch holds where cdk8s-plus does not know the field', () => {
  const newer = { containers: [{ action: 'Restart' }] };
  const { deployment, problems } = program((_, object) => {
    patch(object, reason, JsonPatch.add('/spec/template/spec/resources', newer));
    patch(object, reason, slowNames);
  });
  expect(problems).toEqual([]);
  expect(deployment.spec.template.spec).toMatchObject({
    dnsConfig: { options: [{ name: 'timeout' }] },
    resources: newer,
  });
});

describe('a patch', () => {
  test('changes what no setting says, and its reason is on the object and in the review', () => {
    const patched = program((_, deployment) => patch(deployment, reason, slowNames));
    expect(patched.deployment.spec.template.spec).toMatchObject({
      dnsConfig: { options: [{ name: 'timeout', value: '10' }] },
      serviceAccountName: 'loader',
    });
    expect(patched.escapes).toEqual([`apps Deployment loader patched: ${reason}`]);
    expect(patched.problems).toEqual([]);
  });

  test('of the same object a second time adds its reason', () => {
    const hostname = JsonPatch.add('/spec/template/spec/hostname', 'loader');
    const { escapes: found, problems } = program((_, deployment) => {
      patch(deployment, 'slow names', slowNames);
      patch(deployment, 'a name of its own', hostname);
    });
    expect(found).toEqual(['apps Deployment loader patched: slow names; a name of its own']);
    expect(problems).toEqual([]);
  });

  test('without a reason is refused', () => {
    const { problems } = program((_, deployment) => patch(deployment, '', slowNames));
    expect(problems.map(({ message }) => message)).toEqual(['an exception has a reason, got none']);
  });

  test('past the reviewer is refused', () => {
    const { problems } = program((_, deployment) => {
      patch(deployment, reason, slowNames);
      deployment.addJsonPatch(JsonPatch.remove('/spec/template/spec/securityContext'));
    });
    expect(problems).toEqual([
      {
        hint: 'write patch(object, reason, operation) of lib/kubernetes/patch in the place of addJsonPatch',
        path: 'lab-50-workloads/loader/Deployment',
        message: 'a patch has a reason, got 1 operation without one',
        source: 'Deployment loader',
      },
    ]);
  });
});
