import { App } from 'cdktf';
import { runEntry } from './entry';
import { describeInfrastructure } from './platform';

/** What `cdktf synth` runs: every stack of every environment. */
runEntry(new App(), describeInfrastructure);
