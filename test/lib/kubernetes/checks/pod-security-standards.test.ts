import {
  baselineViolations,
  type PodTemplate,
  restrictedViolations,
} from '../../../../lib/kubernetes/checks/pod-security-standards';
import { restrictedContainer } from '../../../../lib/kubernetes/pod/pod-spec';

const restricted: PodTemplate = {
  spec: { containers: [{ name: 'a', securityContext: restrictedContainer } as object] },
};

/** A restricted pod with changed fields of the pod and of its container. */
function pod(fields: object, container: object = {}, metadata: object = {}): PodTemplate {
  const { securityContext = {}, ...rest } = container as { readonly securityContext?: object };
  const first = { name: 'a', securityContext: { ...restrictedContainer, ...securityContext }, ...rest };
  return { metadata, spec: { containers: [first], ...fields } };
}

describe('pod security standards', () => {
  test('restricted pod: has no violations', () => {
    expect(baselineViolations(restricted, 34)).toEqual([]);
    expect(restrictedViolations(restricted)).toEqual([]);
  });

  test.each<[string, PodTemplate]>([
    ['hostNetwork', pod({ hostNetwork: true })],
    ['hostPID', pod({ hostPID: true })],
    ['hostIPC', pod({ hostIPC: true })],
    ['hostPath of volume logs', pod({ volumes: [{ hostPath: { path: '/' }, name: 'logs' }] })],
    ['privileged of a', pod({}, { securityContext: { privileged: true } })],
    ['hostPort 80 of a', pod({}, { ports: [{ containerPort: 80, hostPort: 80 }] })],
    ['capability NET_ADMIN of a', pod({}, { securityContext: { capabilities: { add: ['NET_ADMIN'] } } })],
    ['procMount of a', pod({}, { securityContext: { procMount: 'Unmasked' } })],
    ['host of a probe or lifecycle handler of a', pod({}, { livenessProbe: { httpGet: { host: '10.0.0.1' } } })],
    ['host of a probe or lifecycle handler of a', pod({}, { lifecycle: { preStop: { tcpSocket: { host: 'x' } } } })],
    ['appArmorProfile of the pod', pod({ securityContext: { appArmorProfile: { type: 'Unconfined' } } })],
    ['seLinuxOptions of a', pod({}, { securityContext: { seLinuxOptions: { type: 'spc_t' } } })],
    ['seLinuxOptions of the pod', pod({ securityContext: { seLinuxOptions: { user: 'x' } } })],
    ['seccompProfile of the pod', pod({ securityContext: { seccompProfile: { type: 'Unconfined' } } })],
    ['windowsOptions.hostProcess of a', pod({}, { securityContext: { windowsOptions: { hostProcess: true } } })],
    ['sysctl kernel.msgmax', pod({ securityContext: { sysctls: [{ name: 'kernel.msgmax' }] } })],
    [
      'annotation container.apparmor.security.beta.kubernetes.io/a',
      pod({}, {}, { annotations: { 'container.apparmor.security.beta.kubernetes.io/a': 'unconfined' } }),
    ],
    [
      'privileged of b',
      pod({ initContainers: [{ name: 'b', securityContext: { ...restrictedContainer, privileged: true } }] }),
    ],
    [
      'privileged of c',
      pod({ ephemeralContainers: [{ name: 'c', securityContext: { ...restrictedContainer, privileged: true } }] }),
    ],
  ])('baseline: does not admit %s', (violation, template) => {
    expect(baselineViolations(template, 34)).toEqual([violation]);
  });

  test.each<[string, PodTemplate]>([
    ['type of volume data', pod({ volumes: [{ name: 'data', nfs: {} }] })],
    ['runAsNonRoot: false of the pod', pod({ securityContext: { runAsNonRoot: false } })],
    ['runAsUser: 0 of a', pod({}, { securityContext: { runAsUser: 0 } })],
    ['no runAsNonRoot of a', pod({}, { securityContext: { runAsNonRoot: undefined } })],
    ['allowPrivilegeEscalation of a', pod({}, { securityContext: { allowPrivilegeEscalation: undefined } })],
    ["no capabilities.drop: ['ALL'] of a", pod({}, { securityContext: { capabilities: { drop: ['KILL'] } } })],
    ['capability CHOWN of a', pod({}, { securityContext: { capabilities: { add: ['CHOWN'], drop: ['ALL'] } } })],
    ['no seccompProfile of a', pod({}, { securityContext: { seccompProfile: undefined } })],
  ])('restricted: does not admit %s', (violation, template) => {
    expect(baselineViolations(template, 34)).toEqual([]);
    expect(restrictedViolations(template)).toEqual([violation]);
  });

  test('versions: admit sysctls from their version on, and restrict hosts of probes from 1.34 on', () => {
    const sysctl = pod({ securityContext: { sysctls: [{ name: 'net.ipv4.tcp_rmem' }] } });
    expect(baselineViolations(sysctl, 31)).toEqual(['sysctl net.ipv4.tcp_rmem']);
    expect(baselineViolations(sysctl, 32)).toEqual([]);
    expect(baselineViolations(pod({}, { livenessProbe: { httpGet: { host: 'x' } } }), 33)).toEqual([]);
  });

  test('pods of Windows: need no fields of Linux', () => {
    const windows = { runAsNonRoot: true };
    const spec = { containers: [{ name: 'a', securityContext: windows } as object], os: { name: 'windows' } };
    expect(restrictedViolations({ spec })).toEqual([]);
  });
});
