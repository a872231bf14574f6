import { App } from 'cdktf';
import { runEntry } from './entry';
import { describeInfrastructure } from './platform';

/** Entry of `cdktf synth`: every stack of every environment. */
runEntry(new App(), describeInfrastructure);
