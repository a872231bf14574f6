import { posix } from 'node:path';
import type { Finding } from '../../core/diagnostics';
import { settingName } from '../../core/settings-location';
import { checkPath } from './pod-checks';

/** Characters of a path and a query in a URL, and bytes in hexadecimal digits. */
const urlPath = /^\/(?:[\w\-.~!$&'()*+,;=:@/]|%[\dA-Fa-f]{2})*(?:\?(?:[\w\-.~!$&'()*+,;=:@/?]|%[\dA-Fa-f]{2})*)?$/;

/**
 * Checks the paths of HTTP probes. kubelet reads each as a URL: it takes `//x` for a host, sends no fragment, and escapes what
 * no URL has.
 *
 * @see https://github.com/kubernetes/kubernetes/blob/v1.34.1/pkg/probe/http/request.go
 */
export function checkProbePaths(readinessPath: string, livenessPath: string, prefix = ''): Finding[] {
  const found = [
    ...checkProbePath(readinessPath, `${prefix}readinessPath`),
    ...checkProbePath(livenessPath, `${prefix}livenessPath`),
  ];
  if (found.length === 0 && request(readinessPath) !== request(livenessPath)) return found;
  if (found.length > 0 && readinessPath !== livenessPath) return found;
  return [
    ...found,
    {
      id: 'probe-paths',
      setting: `${prefix}livenessPath`,
      message: `livenessPath must differ from readinessPath ('${readinessPath}'); got '${livenessPath}'`,
      hint: 'answer liveness from the process alone: a lost database makes a pod unready and must not restart it',
    },
  ];
}

function checkProbePath(path: string, setting: string): Finding[] {
  const found = checkPath(path, setting);
  if (found.length > 0) return found;
  const [pathname = ''] = path.split('?');
  if (urlPath.test(path) && posix.normalize(pathname) === pathname) return [];
  const [withoutFragment = ''] = path.split('#');
  return [
    {
      id: 'probe-path',
      setting,
      message: `${settingName(setting)} must be a path of a URL, with a query at most, and without '//', '.' and '..'; got ${JSON.stringify(path)}`,
      hint: path.includes('#')
        ? "remove '#' and the text after it: kubelet does not send them"
        : `write it as '${posix.normalize(encodeURI(Buffer.from(withoutFragment).toString()))}'`,
    },
  ];
}

/** Returns the request of a path in the form in which all servers read it alike: without escapes and an empty query. */
function request(path: string): string {
  const [pathname = '', ...query] = path.split('?');
  const decoded = pathname.replace(/(?:%[\dA-Fa-f]{2})+/g, (bytes) =>
    Buffer.from(bytes.replaceAll('%', ''), 'hex').toString('latin1'),
  );
  return [decoded, query.join('?')].filter((part) => part !== '').join('?');
}
