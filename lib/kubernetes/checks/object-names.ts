import type { Diagnostic } from '../../core/diagnostics';
import { dnsLabelPattern, dnsNamePattern, dnsSubdomainPattern } from '../../core/naming';
import { uniqueKind } from '../manifests/kinds';
import type { Manifest } from '../manifests/manifest';
import { isKustomization, type Rendered } from '../manifests/render';
import { managedBy } from '../pod/labels';

const label = {
  maxLength: 63,
  pattern: dnsLabelPattern,
  words: 'lower-case letters, digits and inner hyphens',
};
const letterFirst = {
  ...label,
  pattern: dnsNamePattern,
  words: `${label.words}, starting with a letter`,
};
const segment = {
  maxLength: 253,
  pattern: /^(?!\.{1,2}$)[^/%\s]+$/,
  words: "characters other than '/', '%' and spaces",
};
const subdomain = {
  maxLength: 253,
  pattern: dnsSubdomainPattern,
  words: 'lower-case letters, digits and inner dots and hyphens',
};

/** Name that a label of pods contains. */
const podLabel = { ...subdomain, maxLength: 63 };

/** Name to which a controller adds 11 characters, a time or a hash, for a label of pods. */
const extended = { ...subdomain, maxLength: 52 };

/** Kinds whose names are more or less strict than those of others. */
const rules: Readonly<Record<string, typeof subdomain>> = {
  ClusterRole: segment,
  ClusterRoleBinding: segment,
  CronJob: extended,
  Job: podLabel,
  Namespace: label,
  Role: segment,
  RoleBinding: segment,
  Service: letterFirst,
  // The host name of each pod begins with it.
  StatefulSet: { ...label, maxLength: extended.maxLength },
};

/** Maximum length of a file's name, in bytes. */
const maxFileName = 255;

/**
 * Checks names of objects that no construct of this library created, which have checks of their own, and that the name of each
 * object fits into that of its file.
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/
 */
export function checkObjectNames(objects: readonly Rendered[]): Diagnostic[] {
  return objects
    .filter(({ manifest }) => !isKustomization(manifest))
    .flatMap(({ construct, manifest }) => {
      const { kind, metadata } = manifest;
      const { name } = metadata;
      const { maxLength, pattern, words } = rules[uniqueKind(manifest)] ?? subdomain;
      const longest = Math.min(maxLength, maxFileName - `${uniqueKind(manifest)}..yaml`.length);
      const isKnown = isChecked(manifest) || (typeof name === 'string' && pattern.test(name));
      if (isKnown && name.length <= longest) return [];
      return [
        {
          id: 'object-name',
          path: construct,
          message: `name of a ${kind} must be at most ${longest} ${words}; got ${typeof name === 'string' ? `'${name}'` : 'none'}`,
          source: `${kind} ${name}: metadata.name`,
          hint: 'write another name',
        },
      ];
    });
}

function isChecked({ metadata }: Manifest): boolean {
  return Object.entries(managedBy).every(([key, value]) => metadata.labels?.[key] === value);
}
