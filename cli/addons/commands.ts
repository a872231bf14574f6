import type { Command } from 'commander';
import { committedEnvironments } from '../../environments';
import { addonsIn } from '../../apps/platform';
import { didYouMean } from '../../lib/core/did-you-mean';
import { ValidationError } from '../../lib/core/diagnostics';
import { proposeRelease } from './bump';
import { ToolError } from './kustomize';
import { verifyAddons } from './verify';

/** Adds the commands for addons, which need kubectl or git, and the network. */
export function addAddonCommands(program: Command): void {
  const addons = program.command('addons').description('compare addons with their repositories, and upgrade them');
  addons
    .command('verify')
    .description('compare every addon with its repository at its commit: objects, images, definitions, ports')
    .option(
      '--sources <folder>',
      'copies of the repositories, as <folder>/rabbitmq/cluster-operator, instead of GitHub',
    )
    .addHelpText('after', '\nExamples:\n  adamant addons verify\n  adamant addons verify --sources ../repositories')
    .action(async ({ sources }: { readonly sources?: string }) => {
      const addons = environments().flatMap((environment) => addonsIn(environment));
      await verifyAddons(addons, { report: (line) => console.log(line), sources });
    });
  addons
    .command('bump')
    .description('print tag, commit and image digests of the next release of an addon; no file is changed')
    .argument('<name>', 'name of the addon')
    .addHelpText('after', '\nExamples:\n  adamant addons bump rabbitmq-cluster-operator')
    .action(async (name: string) => {
      console.log(await proposeRelease(addonNamed(name)));
    });
}

/** The environments, which must have no mistake of their own. */
function environments() {
  const { diagnostics, environments: all } = committedEnvironments;
  if (diagnostics.length > 0) throw new ValidationError(diagnostics);
  return Object.values(all);
}

function addonNamed(name: string) {
  const addons = environments().flatMap((environment) => addonsIn(environment));
  const found = addons.find(({ props }) => props.name === name);
  if (found) return found;
  const names = [...new Set(addons.map(({ props }) => props.name))];
  const meant = didYouMean(name, names);
  throw new ToolError(
    `addon must be one of ${names.join(', ')}; got '${name}'${meant === undefined ? '' : `: did you mean ${meant}?`}`,
  );
}
