import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileContents, project, removeTemporary, temporary } from '../support/project-copy';

// Each test starts a process.
jest.setTimeout(30_000);

afterAll(removeTemporary);

/** A folder with the shell scripts, and a stack; `kubectl` and `terraform` of it record their arguments. */
function withTools() {
  const root = temporary();
  cpSync(path.join(project, 'scripts'), path.join(root, 'scripts'), { recursive: true });
  for (const folder of ['bin', 'environments', 'dist/terraform/lab/network']) {
    mkdirSync(path.join(root, folder), { recursive: true });
  }
  writeFileSync(path.join(root, 'dist/terraform/lab/network/main.tf.json'), '{"terraform": {}}');
  tool(root, 'kubectl', 'true');
  tool(root, 'terraform', 'touch "${1#-chdir=}/.terraform.lock.hcl"');
  return root;
}

function tool(root: string, name: string, then: string): void {
  const file = path.join(root, 'bin', name);
  writeFileSync(file, `#!/usr/bin/env bash\necho "${name} $*" >>"${root}/calls"\n${then}\n`);
  chmodSync(file, 0o755);
}

function run(root: string, name: string, ...parameters: string[]) {
  writeFileSync(path.join(root, 'calls'), '');
  const { status, stderr, stdout } = spawnSync('bash', [path.join(root, 'scripts', name), ...parameters], {
    encoding: 'utf8',
    env: { ...process.env, PATH: `${root}/bin:${process.env['PATH']}` },
  });
  return { calls: readFileSync(path.join(root, 'calls'), 'utf8').split('\n').slice(0, -1), status, stderr, stdout };
}

describe('scripts/prune.sh', () => {
  /** A cluster whose templates name these objects, in a namespace with these candidates. */
  const cluster = ({
    candidates = 'configmap/api-1\nconfigmap/api-2\nnetworkpolicy.networking.k8s.io/api-egress-1\nnetworkpolicy.networking.k8s.io/api-egress-2',
    references = 'api-2 other-1  api-egress-2 db-from-api-1',
    rollouts = 'lab/api\\t3\\t3\\t2\\t2\nlab/logs\\t1\\t1\\t\\t\n',
  } = {}) => {
    const root = withTools();
    tool(
      root,
      'kubectl',
      `case "$*" in
        'get configmaps,networkpolicies '*) printf '${candidates}' ;;
        'get deployments,statefulsets,daemonsets --all'*) printf '${rollouts}' ;;
        'get deployments,'*) printf '${references}' ;;
      esac`,
    );
    return root;
  };

  it('deletes what no pod template names', () => {
    const { calls, status } = run(cluster(), 'prune.sh', 'lab');
    expect(status).toBe(0);
    expect(calls.at(-1)).toBe(
      'kubectl delete --namespace lab configmap/api-1 networkpolicy.networking.k8s.io/api-egress-1',
    );
    // Objects that an apply creates meanwhile are no candidates.
    expect(calls[0]).toMatch(/^kubectl get configmaps,networkpolicies --namespace lab --selector .*prune=unreferenced/);
  });

  it('deletes also if a StatefulSet has no pods', () => {
    const { calls, status } = run(cluster({ rollouts: 'lab/broker\\t4\\t4\\t0\\t\\n' }), 'prune.sh', 'lab');
    expect([status, calls.at(-1)]).toEqual([0, expect.stringMatching(/^kubectl delete /)]);
  });

  it.each([[['lab', '--dry-run']], [['--dry-run', 'lab']]])('deletes nothing with %j', (parameters) => {
    expect(run(cluster(), 'prune.sh', ...parameters).calls.at(-1)).toMatch(/^kubectl delete .* --dry-run=server$/);
  });

  it.each([
    ['a template that its controller has not observed', 'lab/api\\t4\\t3\\t2\\t2\n'],
    ['a rollout in progress', 'lab/api\\t4\\t4\\t3\\t1\n'],
    ['a rollout that has just begun', 'lab/api\\t4\\t4\\t2\\t\n'],
    ['a workload without a status', 'lab/api\\t1\\t\\t\\t\n'],
  ])('deletes nothing during %s', (_, rollouts) => {
    const { calls, status, stderr } = run(cluster({ rollouts }), 'prune.sh', 'lab');
    expect(status).toBe(1);
    expect(stderr).toContain('lab/api');
    expect(calls.filter((call) => call.includes('delete'))).toEqual([]);
  });

  it.each([
    ['no template names anything', { references: '    ' }],
    ['nothing is named by its content', { candidates: '' }],
    ['everything is named', { candidates: 'configmap/api-2' }],
  ])('deletes nothing if %s', (_, found) => {
    const { calls, status } = run(cluster(found), 'prune.sh', 'lab');
    expect([status, calls.filter((call) => call.includes('delete'))]).toEqual([0, []]);
  });

  it.each(['configmaps', 'statefulsets', 'replicasets'])('deletes nothing if %s cannot be listed', (kind) => {
    const root = cluster();
    const list = readFileSync(path.join(root, 'bin/kubectl'), 'utf8');
    writeFileSync(path.join(root, 'bin/kubectl'), `${list}\ncase "$*" in *${kind}*) exit 1 ;; esac\n`);
    const { calls, status } = run(root, 'prune.sh', 'lab');
    expect(status).not.toBe(0);
    expect(calls.filter((call) => call.includes('delete'))).toEqual([]);
  });
});

describe('scripts/apply.sh', () => {
  const quota = (cpu: string, memory: string) =>
    `apiVersion: v1\nkind: ResourceQuota\nspec:\n  hard:\n    limits.memory: ${memory}\n    requests.cpu: "${cpu}"\n`;
  const jobFile = `kind: Job\nmetadata:\n  labels:\n    adamant.dev/migration: abc\n    adamant.dev/migration-inputs: "1e5"\n    app.kubernetes.io/instance: m\n`;

  /** A folder with waves, and a cluster with this state; \`applied\` collects what is applied. */
  const withWaves = ({
    addon = '',
    agents = '',
    claims = '',
    deleted = '0',
    deployment = '- 60 370 0 25%',
    elastic = '',
    hard = '',
    job = 'migration-1 1800 Complete\\n',
    namespaces = '',
    nodes = '',
    operator = '',
    pods = '',
    ran = '',
    rollout = '0',
    secrets = '2 2-abc',
    server = '',
    served = '',
    used = '',
  } = {}) => {
    const root = withTools();
    const write = (file: string, text: string) => {
      mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
      writeFileSync(path.join(root, file), text);
    };
    write('lab/WAVES', '10-namespaces\n45-migrations\n50-workloads\n60-limits\n');
    write('lab/10-namespaces/Namespace.lab.yaml', 'kind: Namespace\n');
    write('lab/45-migrations/lab/Job.migration-1.yaml', jobFile);
    write('lab/50-workloads/lab/Deployment.api.yaml', 'kind: Deployment\n');
    write('lab/60-limits/lab/ResourceQuota.namespace-quota.yaml', quota('4', '36Gi'));
    tool(
      root,
      'kubectl',
      `case "$*" in
        *.spec.hard*) printf '${hard}' ;;
        *.status.used*) printf '${used}' ;;
        'get jobs '*) printf -- '${ran}' ;;
        'get --filename '*ExternalSecret.*) echo '${secrets}' ;;
        'get --filename '*DaemonSet.*) echo '${agents}' ;;
        'get --filename '*Prometheus.*) echo '${server || served}' ;;
        'get --filename '*Elasticsearch.*) echo '${elastic || served}' ;;
        'get pods '*) printf -- '${pods}' ;;
        'get nodes '*) printf '${nodes}' ;;
        'get persistentvolumeclaims '*) printf '${claims}' ;;
        'get --filename '*Job.*) printf '${job}' ;;
        'get --filename '*Deployment.*) echo '${deployment}' ;;
        'get --filename '*RabbitmqCluster.*) echo '2 2 read' ;;
        'get --filename '*) echo '${served}' ;;
        'get customresourcedefinitions,deployments,statefulsets '*) printf '${addon}' ;;
        'get namespace '*) printf '${namespaces}' ;;
        'get customresourcedefinitions '*) printf '${operator}' ;;
        'get permissions.'*) printf 'permission.rabbitmq.com/%s\\n' broker-loader broker-loader-2 broker-old ;;
        'get topicpermissions.'*) printf 'topicpermission.rabbitmq.com/%s\\n' broker-loader-1 broker-loader-3 ;;
        'get users.'*) printf 'user.rabbitmq.com/%s\\n' broker-loader broker-old ;;
        'delete '*) exit ${deleted} ;;
        'rollout '*) exit ${rollout} ;;
        apply*) for last; do :; done; find "$last" -name '*.yaml' -exec cat {} + >>"${root}/applied" ;;
      esac`,
    );
    return root;
  };
  const apply = (root: string, ...parameters: string[]) => run(root, 'apply.sh', path.join(root, 'lab'), ...parameters);
  const kinds = (root: string) =>
    [...readFileSync(path.join(root, 'applied'), 'utf8').matchAll(/kind: (.*)/g)].map(([, kind]) => kind);

  it('applies the waves in order, and the quota at the beginning and at the end', () => {
    const root = withWaves();
    const { calls, status, stderr } = apply(root, '--force-conflicts');
    expect([status, stderr]).toEqual([0, '']);
    expect(kinds(root)).toEqual(['Namespace', 'ResourceQuota', 'Job', 'Deployment', 'ResourceQuota']);
    const applied = calls.filter((call) => call.startsWith('kubectl apply '));
    expect(applied.filter((call) => !call.includes('--server-side --field-manager=adamant --force-conflicts'))).toEqual(
      [],
    );
    // Four batches of a quarter, one for rounding and one for terminating pods, each with its progress deadline.
    expect(calls.find((call) => call.startsWith('kubectl rollout status'))).toMatch(/--timeout=2220s$/);
  });

  it('addon: is fetched, applied after its policies, and waited for', () => {
    const root = withWaves();
    writeFileSync(path.join(root, 'lab/WAVES'), '20-operators\n50-workloads\n');
    const folder = path.join(root, 'lab/20-operators/system');
    mkdirSync(path.join(folder, 'queue-operator'), { recursive: true });
    writeFileSync(path.join(folder, 'NetworkPolicy.queue-operator.yaml'), 'kind: NetworkPolicy\n');
    writeFileSync(
      path.join(folder, 'queue-operator/kustomization.yaml'),
      'kind: Kustomization\nresources:\n  - there\n',
    );
    const kubectl = path.join(root, 'bin/kubectl');
    const addon = `case "$*" in
        kustomize*) printf 'kind: CustomResourceDefinition\n---\nkind: Namespace\n'; exit \${KUSTOMIZE:-0} ;;
        'get --filename '*/addons/*) printf 'CustomResourceDefinition queues.example.com -\nDeployment queue-operator system\n' ;;
      esac`;
    writeFileSync(kubectl, `${readFileSync(kubectl, 'utf8')}\n${addon}\n`);
    const { calls, status, stderr } = apply(root);
    expect([status, stderr]).toEqual([0, '']);
    const definition = 'CustomResourceDefinition';
    expect(kinds(root)).toEqual(['NetworkPolicy', definition, definition, 'Namespace', 'Deployment']);
    // Paths without their temporary folder.
    const steps = calls.map((call) => call.replace(/ \S*\/((?:[^/ ]+\/)?[^/ ]+)/g, ' $1'));
    expect(steps.slice(1, 8)).toEqual([
      'kubectl kustomize queue-operator',
      expect.stringMatching(/^kubectl apply .* --recursive --filename wave$/),
      expect.stringMatching(/^kubectl apply .* --filename definitions.yaml$/),
      expect.stringMatching(/^kubectl wait --for=condition=Established --filename definitions.yaml /),
      expect.stringMatching(/^kubectl apply .* --filename queue-operator.yaml$/),
      expect.stringMatching(/^kubectl get --filename queue-operator.yaml /),
      expect.stringMatching(/^kubectl rollout status \S*queue-operator --namespace system --timeout=1200s$/),
    ]);
  });

  it.each([
    ['a smaller quota is raised', '1', '512Mi', ['36Gi', '4']],
    ['a larger one is kept until the end', '8500m', '1Ti', ['1Ti', '8500m']],
    ['each amount is compared by itself', '2', '40000Mi', ['40000Mi', '4']],
  ])('quota: %s', (_, cpu, memory, first) => {
    const root = withWaves({ hard: `limits.memory ${memory}\\nrequests.cpu ${cpu}\\n` });
    expect(apply(root).status).toBe(0);
    const amounts = (key: string) =>
      [...readFileSync(path.join(root, 'applied'), 'utf8').matchAll(new RegExp(`${key}: "?([^"\\n]+)`, 'g'))].map(
        ([, amount]) => amount,
      );
    expect([amounts('limits.memory'), amounts('requests.cpu')]).toEqual([
      [first[0], '36Gi'],
      [first[1], '4'],
    ]);
  });

  it('quota: is lowered after requests that fail', () => {
    const root = withWaves({ used: 'requests.cpu 2\\n' });
    const kubectl = path.join(root, 'bin/kubectl');
    // The request fails once, and the time of the repetition is not waited for.
    const failing = `case "$*" in *.status.used*) [[ -e ${root}/failed ]] || { touch ${root}/failed; exit 1; } ;; esac`;
    writeFileSync(kubectl, readFileSync(kubectl, 'utf8').replace('case', `${failing}\ncase`));
    tool(root, 'sleep', '');
    const { calls, status } = apply(root);
    expect(status).toBe(0);
    expect(calls.filter((call) => call.includes('.status.used'))).toHaveLength(2);
    expect(kinds(root).at(-1)).toBe('ResourceQuota');
  });

  it.each(['1000000000n', '1000u', '1e3', '1P', '1Pi', '1E', '1Ei'])('quota: reads the amount %s', (amount) => {
    expect(apply(withWaves({ hard: `limits.memory ${amount}\\n` })).status).toBe(0);
  });

  it('quota: an amount in an unknown unit fails', () => {
    const root = withWaves({ hard: 'limits.memory 1Xi\\n' });
    const { status, stderr } = apply(root);
    expect(status).not.toBe(0);
    expect(stderr).toContain('1Xi');
    expect(kinds(root)).toEqual(['Namespace']);
  });

  it.each([
    ['is suspended', 'migration-1 - Suspended\\n', 'it is suspended'],
    ['was deleted by its ttlSecondsAfterFinished', '', 'has finished, and is deleted'],
  ])('Job: one that %s is not waited for', (_, job, said) => {
    expect(apply(withWaves({ job }))).toMatchObject({ status: 0, stdout: expect.stringContaining(said) });
  });

  it('StatefulSet: each batch has the time in which the pods before it end', () => {
    const { calls } = apply(withWaves({ deployment: '- 4 600 905 1' }));
    expect(calls.find((call) => call.startsWith('kubectl rollout'))).toMatch(/--timeout=7525s$/);
  });

  const agents = (status: string, nodes = '') => {
    const root = withWaves({ agents: `RollingUpdate 2 2 ${status}`, nodes });
    mkdirSync(path.join(root, 'lab/10-namespaces/lab'), { recursive: true });
    writeFileSync(path.join(root, 'lab/10-namespaces/lab/DaemonSet.logs.yaml'), 'kind: DaemonSet\n');
    return root;
  };

  it('DaemonSet: is waited for after all waves', () => {
    const { calls, status } = apply(agents('3 3 3'));
    expect(status).toBe(0);
    const last = (text: string) => calls.findLastIndex((call) => call.includes(text));
    expect(last('DaemonSet.logs.yaml')).toBeGreaterThan(last('apply '));
  });

  it('DaemonSet: agents of nodes that are not ready are not waited for', () => {
    const { status, stdout } = apply(agents('5 3 4', 'node-1\\nnode-2\\n'));
    expect([status, stdout]).toEqual([
      0,
      expect.stringContaining(
        'DaemonSet logs in namespace lab has 3 of 5 agents of this release; these nodes are not ready: node-1 node-2\n',
      ),
    ]);
  });

  it.each([
    ['an old agent', '5 3 5', 'node-1\\n'],
    ['an agent that is not ready', '5 5 3', 'node-1\\n'],
    ['an old agent, and all nodes are ready', '5 4 5', ''],
  ])('DaemonSet: is waited for while a node that is ready has %s', (_, status, nodes) => {
    const root = agents(status, nodes);
    // It would wait for minutes.
    tool(root, 'sleep', 'kill $PPID');
    expect(apply(root).stdout).not.toContain('applied ');
  });

  it.each([
    ['RabbitMQ: a member', 'RabbitmqCluster.broker', { rollout: '1' }],
    ['Prometheus: a server', 'Prometheus.main', { server: '1 Available=Degraded:1 Reconciled=True:1' }],
    ['Elasticsearch: a node', 'Elasticsearch.logs', { elastic: '1 1 yellow Ready' }],
  ])('%s on a node that is not ready is not waited for', (_, file, state) => {
    const root = withWaves({ ...state, nodes: 'node-1\\n', pods: 'node-1 False\\nnode-2 True\\nnode-3 True\\n' });
    writeFileSync(path.join(root, 'lab/WAVES'), '40-data\n');
    mkdirSync(path.join(root, 'lab/40-data/lab'), { recursive: true });
    writeFileSync(path.join(root, `lab/40-data/lab/${file}.yaml`), 'kind: Any\n');
    const { status, stdout } = apply(root);
    expect([status, stdout]).toEqual([0, expect.stringContaining('these nodes are not ready: node-1\n')]);
  });

  it.each([
    ['another pod is not ready', 'node-1 False\\nnode-2 False\\nnode-3 True\\n'],
    ['a pod has no node', 'node-1 False\\n- \\nnode-3 True\\n'],
    ['most are on such nodes', 'node-1 False\\nnode-1 False\\nnode-3 True\\n'],
  ])('Elasticsearch: is waited for although a node is not ready, if %s', (_, pods) => {
    const root = withWaves({ elastic: '1 1 yellow Ready', nodes: 'node-1\\n', pods });
    writeFileSync(path.join(root, 'lab/50-workloads/lab/Elasticsearch.logs.yaml'), 'kind: Elasticsearch\n');
    tool(root, 'sleep', 'kill $PPID');
    expect(apply(root).stdout).not.toContain('applied ');
  });

  it('Prometheus: claims that are too small are enlarged before its servers', () => {
    const root = withWaves({
      server: '1 Available=True:1 Reconciled=True:1',
      claims: 'db-0 100Gi\\ndb-1 0.2Ti\\ndb-2 102400Mi\\n',
    });
    mkdirSync(path.join(root, 'lab/50-workloads/metrics'), { recursive: true });
    const storage =
      '    volumeClaimTemplate:\n      spec:\n        resources:\n          requests:\n            storage: 200Gi\n';
    writeFileSync(
      path.join(root, 'lab/50-workloads/metrics/Prometheus.main.yaml'),
      `kind: Prometheus\nspec:\n  externalLabels:\n    storage: 900Gi\n  nodeSelector:\n    storage: ssd\n  storage:\n${storage}  tolerations:\n    storage: 1Gi\n`,
    );
    const { calls, status } = apply(root);
    expect(status).toBe(0);
    const patch = (claim: string) =>
      `kubectl patch persistentvolumeclaim ${claim} --namespace metrics --type=merge --patch {"spec":{"resources":{"requests":{"storage":"200Gi"}}}}`;
    expect(calls.filter((call) => call.startsWith('kubectl patch'))).toEqual([patch('db-0'), patch('db-2')]);
    const index = calls.indexOf(patch('db-2'));
    expect(calls.findIndex((call, at) => at > index && call.startsWith('kubectl apply'))).toBeGreaterThan(index);
    expect(kinds(root).slice(0, 2)).toEqual(['Namespace', 'ResourceQuota']);
  });

  it('Deployment: one without a progress deadline is waited for a day', () => {
    const { calls, status } = apply(withWaves({ deployment: '- 60 2147483647 0 25%' }));
    expect([status, calls.find((call) => call.startsWith('kubectl rollout'))]).toEqual([
      0,
      expect.stringMatching(/--timeout=86400s$/),
    ]);
  });

  it('Job: a failed one ends the apply before the next wave', () => {
    const root = withWaves({ job: 'migration-1 1800 FailureTarget Failed\\n' });
    const { status, stderr } = apply(root);
    expect(status).toBe(1);
    expect(stderr).toMatch(/^apply: Job migration-1 in namespace lab has failed/);
    expect(kinds(root)).toEqual(['Namespace', 'ResourceQuota', 'Job']);
  });

  const [before, since] = ['2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z'];
  it.each([
    ['its image has run its command with the same configuration', `${before} abc 1e5\\n`],
    ['it has run before runs had a label of their inputs', `${before} abc -\\n`],
    ['another image has run since', `${before} abc 77\\n${since} def 1e5\\n`],
    ['a rollback goes back by two images', `${before} abc 1e5\\n${since} def 1e5\\n- abc 1e5\\n`],
  ])('Job: is skipped if %s', (_, ran) => {
    const root = withWaves({ ran });
    const { status, stdout } = apply(root);
    expect(status).toBe(0);
    expect(stdout).toMatch(/Job migration-1 in namespace lab is skipped: (its|another) image has run/);
    expect(kinds(root)).toEqual(['Namespace', 'ResourceQuota', 'Deployment', 'ResourceQuota']);
  });

  it.each([
    ['nothing has run', ''],
    ['the same run has failed', '- abc 1e5\\n'],
    ['its image has run with another configuration, such as a restored database', `${since} abc 77\\n`],
    ['another image has run before, and only that', `${since} def 1e5\\n`],
    ['a rollback was rolled forward with another configuration', `${before} def 1e5\\n${since} abc 77\\n`],
  ])('Job: runs if %s', (_, ran) => {
    const root = withWaves({ ran });
    expect(apply(root).status).toBe(0);
    expect(kinds(root)).toContain('Job');
  });

  it('quota: is raised before the first wave in a namespace that exists', () => {
    const root = withWaves({ namespaces: 'namespace/lab' });
    expect(apply(root).status).toBe(0);
    expect(kinds(root)).toEqual(['ResourceQuota', 'Namespace', 'Job', 'Deployment', 'ResourceQuota']);
  });

  /** The folder with one more object in the wave of the migrations. */
  const withObject = (name: string, state: Parameters<typeof withWaves>[0] = {}) => {
    const root = withWaves(state);
    writeFileSync(path.join(root, `lab/45-migrations/lab/${name}.yaml`), `kind: ${name.split('.')[0]}\n`);
    return root;
  };

  it('RabbitmqCluster: is waited for, until the operator has rolled its members', () => {
    const { calls, status } = apply(withObject('RabbitmqCluster.my.broker'));
    expect(status).toBe(0);
    expect(calls.filter((call) => /^kubectl (wait|rollout)/.test(call)).slice(0, 3)).toEqual([
      expect.stringMatching(/^kubectl wait .*RabbitmqCluster.my.broker.yaml --for=condition=ReconcileSuccess/),
      expect.stringMatching(/^kubectl rollout status statefulset\/my.broker-server --namespace lab/),
      expect.stringMatching(/^kubectl wait .* --for=condition=AllReplicasReady/),
    ]);
  });

  describe('grants of RabbitMQ', () => {
    /** A cluster with users and permissions, of which the code has `loader` and its permissions in `/`. */
    const granted = (operator: string, deleted = '0') => {
      const root = withObject('RabbitmqCluster.broker', { operator, deleted });
      for (const file of ['User.broker-loader', 'Permission.broker-loader', 'TopicPermission.broker-loader-1']) {
        writeFileSync(path.join(root, `lab/45-migrations/lab/${file}.yaml`), 'kind: Grant\n');
      }
      return root;
    };
    const operator = 'customresourcedefinition/permissions.rabbitmq.com';

    it('are revoked at the end if the code does not have them, permissions first', () => {
      const { calls, status, stdout } = apply(granted(operator));
      expect(status).toBe(0);
      expect(stdout).toContain('revoking permission.rabbitmq.com/broker-old');
      expect(calls.filter((call) => call.includes(' delete '))).toEqual([
        expect.stringMatching(
          /--namespace lab .* permission.rabbitmq.com\/broker-loader-2 permission.rabbitmq.com\/broker-old$/,
        ),
        expect.stringMatching(/ topicpermission.rabbitmq.com\/broker-loader-3$/),
        expect.stringMatching(/ user.rabbitmq.com\/broker-old$/),
      ]);
      const index = (text: string) => calls.findIndex((call) => call.includes(text));
      expect(index(' delete ')).toBeGreaterThan(index('rollout status --filename'));
      expect(calls.join('\n')).toContain(
        '--selector app.kubernetes.io/managed-by=adamant,app.kubernetes.io/part-of=broker ',
      );
      // The operator declares the other ones again: they may have the same user.
      expect(calls.filter((call) => call.startsWith('kubectl annotate'))).toHaveLength(6);
    });

    it('stay if the operator is not installed, and if there is no cluster in the code', () => {
      const { calls, status } = apply(granted(''));
      expect([status, calls.filter((call) => /delete|annotate/.test(call))]).toEqual([0, []]);
      expect(apply(withWaves({ operator })).calls.filter((call) => /delete|annotate/.test(call))).toEqual([]);
    });

    it('fail the apply if the operator does not revoke them', () => {
      const { status, stderr } = apply(granted(operator, '1'));
      expect([status, stderr]).toEqual([
        1,
        expect.stringContaining('RabbitMQ still grants what is no longer in the code'),
      ]);
    });
  });

  it.each([
    ['Prometheus', '3 Available=True:3 Reconciled=True:3'],
    ['Alertmanager', '3 Available=True:3 Reconciled=True:3'],
    ['Elasticsearch', '3 3 green Ready'],
    ['Kibana', '3 3 green Ready'],
  ])('%s: is waited for after the services', (kind, served) => {
    const { calls, status } = apply(withObject(`${kind}.platform`, { served }));
    expect(status).toBe(0);
    const index = (pattern: RegExp) => calls.findIndex((call) => pattern.test(call));
    expect(index(new RegExp(`^kubectl get .*/${kind}.platform.yaml`))).toBeGreaterThan(
      index(/^kubectl rollout status/),
    );
  });

  it('Elasticsearch: fails if its operator refuses it', () => {
    const { status, stderr } = apply(withObject('Elasticsearch.logs', { served: '3 3 red Invalid' }));
    expect([status, stderr]).toEqual([1, expect.stringContaining('refuses Elasticsearch logs in namespace lab')]);
  });

  it('ExternalSecret: works with CDPATH', () => {
    const root = withObject('ExternalSecret.api');
    process.env['CDPATH'] = root;
    const { status } = apply(root);
    delete process.env['CDPATH'];
    expect(status).toBe(0);
  });

  it.each([
    ['the Secret of the release before', '3 2-abc'],
    ['no Secret', '3 -'],
    ['a Secret of generation 31', '3 31-abc'],
  ])('ExternalSecret: is waited for while it has %s', (_, secrets) => {
    const root = withWaves({ secrets });
    mkdirSync(path.join(root, 'lab/45-migrations/lab'), { recursive: true });
    writeFileSync(path.join(root, 'lab/45-migrations/lab/ExternalSecret.api.yaml'), 'kind: ExternalSecret\n');
    // It would wait for minutes.
    tool(root, 'sleep', 'kill $PPID');
    expect(apply(root).stdout).not.toContain('applied ');
  });

  it('CustomResourceDefinition: is served before the objects of its wave are applied', () => {
    const { calls, status } = apply(withObject('CustomResourceDefinition.queues.example.com'));
    expect(status).toBe(0);
    const index = (pattern: RegExp) => calls.findIndex((call) => pattern.test(call));
    const established = index(/^kubectl wait --for=condition=Established .*queues.example.com.yaml/);
    expect(established).toBeGreaterThan(index(/^kubectl apply .*CustomResourceDefinition.queues.example.com.yaml$/));
    expect(calls.slice(established).some((call) => call.includes('--recursive'))).toBe(true);
  });

  it.each(['Queue', 'Policy', 'User'])('%s of RabbitMQ: is waited for', (kind) => {
    const { calls, status } = apply(withObject(`${kind}.jobs`));
    expect(status).toBe(0);
    expect(calls.join('\n')).toMatch(new RegExp(`wait --filename \\S*${kind}.jobs.yaml --for=condition=Ready`));
  });

  it.each([
    ['unchanged in the cluster: is left as it is', 'deployment.apps/queue-operator', 0],
    ['changed: fails', '', 1],
  ])('addon: one whose repository cannot be read, %s', (_, addon, expected) => {
    const root = withWaves({ addon });
    writeFileSync(path.join(root, 'lab/WAVES'), '20-operators\n50-workloads\n');
    const folder = path.join(root, 'lab/20-operators/system/queue-operator');
    mkdirSync(folder, { recursive: true });
    const file = 'kind: Kustomization\nlabels:\n  - pairs:\n      adamant.dev/addon: "12e4"\nresources:\n  - there\n';
    writeFileSync(path.join(folder, 'kustomization.yaml'), file);
    const kubectl = path.join(root, 'bin/kubectl');
    writeFileSync(kubectl, `${readFileSync(kubectl, 'utf8')}\ncase "$*" in kustomize*) exit 1 ;; esac\n`);
    const { calls, status } = apply(root);
    expect(status).toBe(expected);
    expect(calls.join('\n')).toContain(
      'get customresourcedefinitions,deployments,statefulsets --namespace system --selector adamant.dev/addon=12e4',
    );
  });

  it('ExternalSecret: its Secret is waited for before the Jobs', () => {
    const { calls, status } = apply(withObject('ExternalSecret.api'));
    expect(status).toBe(0);
    const index = (part: string) => calls.findIndex((call) => call.includes(part));
    expect(index('ExternalSecret.api.yaml --output')).toBeGreaterThan(index('--recursive'));
    expect(index('ExternalSecret.api.yaml --output')).toBeLessThan(index('Job.migration-1.yaml --ignore-not-found'));
  });

  it('StatefulSet: one whose pods are replaced by hand is not waited for', () => {
    const root = withWaves({ deployment: 'OnDelete 3 600 30 1', rollout: '1' });
    expect(apply(root)).toMatchObject({ status: 0, stdout: expect.stringContaining('(OnDelete)') });
  });

  it('Deployment: one that is paused fails at once', () => {
    const { status, stderr } = apply(withWaves({ deployment: '- 3 370 0 25% true' }));
    expect([status, stderr]).toEqual([
      1,
      expect.stringContaining('kubectl rollout resume deployment/api --namespace lab'),
    ]);
  });

  it('Deployment: one that was scaled to zero fails the apply at its end', () => {
    const root = withWaves({ deployment: '- 0 370 0 25%' });
    expect(apply(root).status).toBe(0);
    const autoscaler = path.join(root, 'lab/50-workloads/lab/HorizontalPodAutoscaler.api.yaml');
    writeFileSync(autoscaler, 'kind: HorizontalPodAutoscaler\nspec:\n  minReplicas: 3\n');
    const { status, stderr } = apply(root);
    expect(status).toBe(1);
    expect(stderr).toContain('kubectl scale deployment/api --namespace lab --replicas=3');
    expect(kinds(root).at(-1)).toBe('ResourceQuota');
  });

  it('Deployment: a failed rollout ends the apply, and the quota stays', () => {
    const root = withWaves({ rollout: '1' });
    expect(apply(root).status).toBe(1);
    expect(kinds(root)).toEqual(['Namespace', 'ResourceQuota', 'Job', 'Deployment']);
  });
});

describe('scripts/lock-providers.sh', () => {
  it('passes a mirror to terraform', () => {
    const root = withTools();
    const { calls, status } = run(root, 'lock-providers.sh', '-fs-mirror=/mirror');
    expect(status).toBe(0);
    expect(calls).toEqual([expect.stringMatching(/ providers lock .* -fs-mirror=\/mirror$/)]);
    expect(Object.keys(fileContents(root))).toContain('environments/terraform.lock.hcl');
  });
});

describe('shell scripts', () => {
  it.each([
    ['prune.sh', ['--help']],
    ['prune.sh', ['lab', '--help']],
    ['prune.sh', ['-h']],
    ['apply.sh', ['--help']],
    ['apply.sh', ['lab', '-h']],
    ['lock-providers.sh', ['--help']],
  ])('%s %j: prints the usage and calls nothing', (name, parameters) => {
    const { calls, status, stderr, stdout } = run(withTools(), name, ...parameters);
    expect([calls, status, stderr]).toEqual([[], 0, '']);
    expect(stdout).toMatch(new RegExp(`^usage: scripts/${name}`));
  });

  it.each([
    ['prune.sh', []],
    ['prune.sh', ['']],
    ['prune.sh', ['Lab']],
    ['prune.sh', ['lab.']],
    ['prune.sh', ['a'.repeat(64)]],
    ['prune.sh', ['lab', 'staging']],
    ['prune.sh', ['lab', '--all-namespaces']],
    ['prune.sh', ['--dry-run']],
    ['apply.sh', []],
    ['apply.sh', ['no-such-folder']],
    ['apply.sh', ['lab', 'staging']],
    ['apply.sh', ['lab', '--prune']],
    ['lock-providers.sh', ['lab']],
    ['lock-providers.sh', ['-fs-mirror=']],
    ['lock-providers.sh', ['-platform=linux_amd64']],
    ['lock-providers.sh', ['-fs-mirror=/a', '-net-mirror=https://b.example/']],
  ])('%s %j: is rejected and calls nothing', (name, parameters) => {
    const { calls, status, stderr } = run(withTools(), name, ...parameters);
    expect([calls, status]).toEqual([[], 2]);
    expect(stderr).toMatch(new RegExp(`^${name.replace('.sh', '')}: .+\n\nusage: scripts/${name}`));
  });
});

describe('scripts of package.json', () => {
  const { scripts } = JSON.parse(readFileSync(path.join(project, 'package.json'), 'utf8')) as {
    readonly scripts: Readonly<Record<string, string>>;
  };
  const entry = (name: string) => /^node cli\/load\.mjs (\S+)$/.exec(scripts[name] ?? '')?.[1] ?? '';

  /** In a copy without sources to change, so that a script that acts fails instead of changing the project. */
  const start = (name: string, ...parameters: string[]) =>
    spawnSync(process.execPath, [path.join(project, 'cli/load.mjs'), entry(name), ...parameters], {
      cwd: temporary(),
      encoding: 'utf8',
    });

  it.each(['accept', 'schema', 'bench'])('%s: prints the usage', (name) => {
    const { status, stderr, stdout } = start(name, '--help');
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(new RegExp(`^Usage: npm run ${name}`));
  });

  it.each([
    ['accept', '--all'],
    ['accept', 'lab'],
    ['schema', '--all'],
    ['schema', 'lab'],
    ['bench', '--all'],
    ['bench', 'sinth'],
    ['bench', '--runs=0'],
  ])('%s %s: is rejected', (name, parameter) => {
    const { status, stderr, stdout } = start(name, parameter);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^error: /);
  });
});
