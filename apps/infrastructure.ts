import { App } from 'cdktf';
import { committed } from '../environments';
import { runEntry } from './entry';
import { buildPlatform } from './platform';

/** What `cdktf synth` runs: every stack of every environment in one app. */
runEntry(committed.problems, () => {
  const infrastructure = new App();
  const platforms = Object.values(committed.environments).map((environment) =>
    buildPlatform(environment, { infrastructure }),
  );
  return { platforms, synth: () => infrastructure.synth() };
});
