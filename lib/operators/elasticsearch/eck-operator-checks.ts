import type { Finding } from '../../core/diagnostics';
import { checkName } from '../../core/naming';
import { eckVersion } from './checks';
import type { EckOperatorProps } from './eck-operator-props';
import { eckReleases } from './releases';

/** Checks the props of the operator. */
export function checkEckOperator(props: EckOperatorProps): Finding[] {
  const { managedNamespaces, namespace, version = eckVersion } = props;
  return [
    ...checkRelease(version),
    ...(namespace === undefined ? [] : checkName('namespace', namespace)),
    ...managedNamespaces.flatMap((managed, index) => checkName('namespace', managed, `managedNamespaces.${index}`)),
    ...checkManagedNamespaces(managedNamespaces),
  ];
}

function checkRelease(version: string): Finding[] {
  const known = Object.keys(eckReleases);
  if (known.includes(version)) return [];
  return [
    {
      id: 'eck-operator-version',
      setting: 'version',
      message: `version must be a release whose definitions are known (${known.join(', ')}); got '${version}'`,
      hint: `write ${known.at(-1)}, or upgrade adamant`,
    },
  ];
}

/** An operator without namespaces manages all of them, for which it has no permission. */
function checkManagedNamespaces(namespaces: readonly string[]): Finding[] {
  if (namespaces.length > 0) return [];
  return [
    {
      id: 'eck-managed-namespaces',
      setting: 'managedNamespaces',
      message: 'managedNamespaces must name a namespace; got none',
      hint: 'write the namespaces of the clusters',
    },
  ];
}
