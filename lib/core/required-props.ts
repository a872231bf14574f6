import type { IConstruct } from 'constructs';
import { addFindings } from './diagnostics';

/**
 * Reports required props that are undefined, as in a program that no compiler checks, and returns the props with placeholders
 * for them. Without such props, the same object is returned.
 *
 * @param placeholders valid values, by the names of the required props
 */
export function requireProps<Props extends object>(
  construct: IConstruct,
  props: Props,
  placeholders: { readonly [Prop in keyof Props]?: unknown },
): Props {
  const given = Object.entries({ ...props }).filter(([, value]) => value !== undefined);
  const names = given.map(([name]) => name);
  const missing = Object.keys(placeholders).filter((name) => !names.includes(name));
  if (missing.length === 0) return props;
  addFindings(
    construct,
    missing.map((name) => ({
      id: 'missing-setting',
      setting: [name],
      message: `${name} must be set; got none`,
      hint: `add ${name}`,
    })),
  );
  return { ...placeholders, ...Object.fromEntries(given) } as Props;
}
