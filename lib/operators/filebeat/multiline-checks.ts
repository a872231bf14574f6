import type { Finding } from '../../core/diagnostics';
import { goRegexpFault } from '../../core/go-regexp';
import type { FilebeatMultiline } from './props';

/** Checks the containers of multiline events: each has one input, and its expression compiles. */
export function checkMultiline(multiline: readonly FilebeatMultiline[]): Finding[] {
  const ids = multiline.map(({ container, namespace }) => `${namespace}/${container}`);
  return multiline.flatMap(({ container, firstLine, namespace }, index) => {
    const at = (key: string) => ['multiline', String(index), key];
    const fault = firstLine.includes('${') ? 'it contains a variable' : goRegexpFault(firstLine);
    return [
      ...[['container', container] as const, ['namespace', namespace] as const]
        .filter(([, name]) => !/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(name))
        .map(([key, name]) =>
          wrong(
            at(key),
            `${key} must be a name of Kubernetes; got '${name}'`,
            'write the name without quotes and spaces',
          ),
        ),
      ...(ids.indexOf(ids[index] ?? '') < index
        ? [
            wrong(
              at('container'),
              `container must be unique in its namespace; got '${container}' twice`,
              'remove one of the two',
            ),
          ]
        : []),
      ...(fault === undefined && firstLine !== ''
        ? []
        : [
            wrong(
              at('firstLine'),
              `firstLine must be a regular expression of Go; got '${firstLine}'${fault === undefined ? '' : `: ${fault}`}`,
              String.raw`write it as '^\d{4}-\d\d-\d\d' for events that begin with a date`,
            ),
          ]),
    ];
  });
}

function wrong(setting: readonly string[], message: string, hint: string): Finding {
  return { id: 'filebeat-multiline', setting, message, hint };
}
