import type { Finding } from '../../core/diagnostics';
import { checkColumns } from './column-checks';
import type { CustomResource } from './custom-resource';
import { checkSchema } from './schema-checks';

/** Checks names and schemas of a custom resource, whose definition the API server would reject. */
export function checkCustomResource(resource: CustomResource): Finding[] {
  return [
    ...checkNames(resource),
    ...checkSchema(resource.spec, ['resource', 'spec']),
    ...checkSchema(resource.status, ['resource', 'status']),
    ...checkColumns(resource),
  ];
}

function checkNames({ group, kind, maxNameLength, plural, shortNames = [], version }: CustomResource): Finding[] {
  const wrong = (key: string, constraint: string, value: string, hint: string): Finding => ({
    id: 'custom-resource-name',
    setting: ['resource', key],
    message: `${key} must be ${constraint}; got '${value}'`,
    hint,
  });
  const others = [plural, kind.toLowerCase(), ...shortNames];
  const isGroup = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+$/.test(group);
  return [
    ...(isGroup && !/(?:^|\.)(?:k8s|kubernetes)\.io$/.test(group)
      ? []
      : [wrong('group', 'a domain of the company, not of Kubernetes', group, "write it as 'transfer.example.com'")]),
    ...(/^v[1-9][0-9]*(?:(?:alpha|beta)[1-9][0-9]*)?$/.test(version)
      ? []
      : [wrong('version', 'a version such as v1 or v1beta2', version, "write it as 'v1'")]),
    ...(/^[A-Z][A-Za-z0-9]{0,58}$/.test(kind)
      ? []
      : [wrong('kind', 'a word of at most 59 letters and digits with a capital', kind, "write it as 'ImportJob'")]),
    ...(/^[a-z][a-z0-9]{0,62}$/.test(plural)
      ? []
      : [wrong('plural', 'a word of at most 63 lower-case letters and digits', plural, "write it as 'importjobs'")]),
    ...shortNames
      .filter((name, index) => !/^[a-z][a-z0-9]{0,62}$/.test(name) || others.slice(0, index + 2).includes(name))
      .map((name) =>
        wrong('shortNames', 'words of lower-case letters and digits, each another name', name, "write them as ['ij']"),
      ),
    ...(maxNameLength === undefined || (Number.isInteger(maxNameLength) && maxNameLength >= 1 && maxNameLength <= 253)
      ? []
      : [
          wrong(
            'maxNameLength',
            'a whole number from 1 to 253',
            String(maxNameLength),
            'write 52 for children with a suffix of ten characters',
          ),
        ]),
  ];
}
