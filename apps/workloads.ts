import { App } from 'cdk8s';
import { committed } from '../environments';
import { runEntry } from './entry';
import { buildPlatform } from './platform';

/** What `cdk8s synth` runs: every wave of every environment, one file each. */
runEntry(committed.problems, () => {
  const workloads = new App();
  const platforms = Object.values(committed.environments).map((environment) =>
    buildPlatform(environment, { workloads }),
  );
  return { platforms, synth: () => workloads.synth() };
});
