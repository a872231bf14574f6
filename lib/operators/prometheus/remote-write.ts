import type { Endpoint } from '../../core/contract';
import type { Finding } from '../../core/diagnostics';
import { goRegexpFault } from '../../core/go-regexp';
import { checkSecretKey } from '../../kubernetes/pod/config-checks';
import type { SecretKey } from '../../kubernetes/pod/props';

/** Another system that gets a copy of the samples, such as a long-term store. */
export interface RemoteWrite {
  /** Address of the system, which begins with `https://`: `https://metrics.example.com/api/v1/push`. */
  readonly url: string;
  /** Endpoint of the address, which the NetworkPolicy permits. */
  readonly endpoint: Endpoint;
  /**
   * Secret keys, in the namespace of the Prometheus, by which the system knows it: a user, or a token.
   *
   * @default none: the system admits everybody that reaches it
   */
  readonly credentials?: { readonly username: SecretKey; readonly password: SecretKey } | { readonly token: SecretKey };
  /**
   * Names of the metrics that are sent, as a regular expression of Go that matches the whole name: `slo:.*|up`.
   *
   * @default all metrics
   */
  readonly metrics?: string;
}

/** Returns entries of the field `remoteWrite` of the custom resource. */
export function remoteWrites(list: readonly RemoteWrite[]): readonly object[] {
  return list.map(({ credentials, metrics, url }) => ({
    url,
    ...(credentials && authentication(credentials)),
    ...(metrics !== undefined && {
      writeRelabelConfigs: [{ action: 'keep', regex: metrics, sourceLabels: ['__name__'] }],
    }),
  }));
}

function authentication(credentials: NonNullable<RemoteWrite['credentials']>): object {
  const selector = ({ key, secret }: SecretKey) => ({ key, name: secret });
  if ('token' in credentials) return { authorization: { credentials: selector(credentials.token) } };
  return { basicAuth: { password: selector(credentials.password), username: selector(credentials.username) } };
}

export function checkRemoteWrite(list: readonly RemoteWrite[]): Finding[] {
  return list.flatMap(({ credentials = {}, metrics, url }, index) => {
    const at = ['remoteWrite', String(index)];
    const fault = metrics === undefined ? undefined : goRegexpFault(metrics);
    return [
      ...checkUrl(url, list.findIndex((other) => other.url === url) < index, [...at, 'url']),
      ...Object.entries(credentials).flatMap(([name, key]: [string, SecretKey]) =>
        checkSecretKey(key, [...at, 'credentials', name]),
      ),
      ...(fault === undefined && metrics !== ''
        ? []
        : [
            {
              id: 'prometheus-remote-write-metrics',
              setting: [...at, 'metrics'],
              message: `metrics must be a regular expression of Go that matches a name; got '${metrics}'${fault === undefined ? '' : ` (${fault})`}`,
              hint: "write it as 'slo:.*|up', or remove it to send all metrics",
            },
          ]),
    ];
  });
}

function checkUrl(url: string, isTaken: boolean, setting: readonly string[]): Finding[] {
  const isValid = /^https:\/\/[^\s/@?#]+(?:\/[^\s@#]*)?$/.test(url) && URL.canParse(url);
  if (isValid && !isTaken) return [];
  return [
    {
      id: 'prometheus-remote-write-url',
      setting,
      message: isTaken
        ? `url must be that of one entry; got '${url}' again`
        : `url must begin with https:// and have no user; got '${url}'`,
      hint: isTaken
        ? 'remove one of them: the system would get each sample twice'
        : "write it as 'https://metrics.example.com/api/v1/push', and set credentials",
    },
  ];
}
