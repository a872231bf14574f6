import type { Addon } from '../../lib/addons/addon';
import { kustomization } from '../../lib/addons/kustomization';
import { compareWithSource } from '../../lib/addons/verify';
import { dedupe, type Diagnostic, ValidationError } from '../../lib/core/diagnostics';
import { formatPath, settingPath } from '../../lib/core/settings-location';
import { renderAddon } from './kustomize';

export interface VerifyOptions {
  /** Folder with a copy of each repository. Without it, kubectl fetches the commits from GitHub. */
  readonly sources: string | undefined;
  /** Receives a line for each addon that is compared. */
  readonly report: (line: string) => void;
}

/**
 * Compares addons with their sources, equal ones once.
 *
 * @throws ValidationError with everything that differs
 * @throws ToolError if a source cannot be read
 */
export async function verifyAddons(addons: readonly Addon[], { report, sources }: VerifyOptions): Promise<void> {
  const found: Diagnostic[] = [];
  for (const addon of distinct(addons)) {
    const { name, release } = addon.props;
    const { objects, source } = await renderAddon(addon, sources);
    const findings = compareWithSource(addon.props, objects, source);
    report(
      `${name} ${release.tag}: ${objects.length} objects, ${findings.length === 0 ? 'as declared' : 'which differ'}`,
    );
    found.push(
      ...findings.map(({ setting, ...finding }) => ({
        ...finding,
        path: name,
        source: `${addon.node.path} → ${formatPath(settingPath(setting))}`,
      })),
    );
  }
  if (found.length > 0) throw new ValidationError(dedupe(found));
}

/** Addons that differ in their names or kustomizations: environments with equal ones need no comparison of their own. */
function distinct(addons: readonly Addon[]): Addon[] {
  return [
    ...new Map(addons.map((addon) => [JSON.stringify([addon.props.name, kustomization(addon.props)]), addon])).values(),
  ];
}
