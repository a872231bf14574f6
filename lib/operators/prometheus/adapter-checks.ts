import { X509Certificate } from 'node:crypto';
import type { Finding } from '../../core/diagnostics';
import { checkEndpointPorts, checkEndpoints } from '../../kubernetes/pod/endpoint-checks';
import { checkWorkload } from '../../kubernetes/workloads/workload-checks';
import type { WorkloadProps } from '../../kubernetes/workloads/props';
import type { PrometheusAdapterProps } from './adapter-props';

/** Checks the adapter, and that the API server can verify its certificate. */
export function checkAdapter(props: PrometheusAdapterProps, workload: WorkloadProps): Finding[] {
  const { apiServer, apiServerAddresses } = props;
  return [
    ...checkWorkload('deployment', workload),
    ...checkEndpoints(apiServer, 'apiServer'),
    ...checkEndpointPorts(apiServer, 'apiServer'),
    ...checkNotEmpty('apiServer', apiServer.length, 'the adapter cannot authenticate the API server'),
    ...checkNotEmpty('apiServerAddresses', apiServerAddresses.length, 'no request arrives'),
    ...checkCaBundle(props),
  ];
}

function checkNotEmpty(setting: string, length: number, effect: string): Finding[] {
  if (length > 0) return [];
  return [
    {
      id: 'adapter-api-server',
      setting,
      message: `${setting} must have at least one entry; got []`,
      hint: `add the addresses of the control plane: without them ${effect}`,
    },
  ];
}

function checkCaBundle({ name, namespace, tls: { caBundle } }: PrometheusAdapterProps): Finding[] {
  const host = `${name}.${namespace}.svc`;
  const certificates = parseCertificates(caBundle);
  const finding = (message: string, hint: string) => [
    { id: 'adapter-certificate', setting: 'tls.caBundle', message, hint },
  ];
  if (!certificates || certificates.length === 0) {
    return finding(
      `caBundle must have certificates in PEM; got ${caBundle.trim() === '' ? "''" : 'another text'}`,
      `create one with: openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650 -subj /CN=${host} -addext subjectAltName=DNS:${host} -keyout tls.key -out tls.crt`,
    );
  }
  // An authority has no host names. A bundle of self-signed certificates must have one with the name of the Service.
  const hasAuthority = certificates.some(({ subjectAltName }) => subjectAltName === undefined);
  if (hasAuthority || certificates.some((certificate) => certificate.checkHost(host) !== undefined)) return [];
  const names = certificates.map(({ subjectAltName }) => subjectAltName).join(', ');
  return finding(
    `certificate must have the host name ${host}; got ${names}`,
    `create it with subjectAltName=DNS:${host}`,
  );
}

/** Returns the certificates of a text in PEM, or undefined if one of them does not parse. */
function parseCertificates(pem: string): X509Certificate[] | undefined {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? [];
  try {
    return blocks.map((block) => new X509Certificate(block));
  } catch {
    return undefined;
  }
}
