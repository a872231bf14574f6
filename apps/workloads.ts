import { App } from 'cdk8s';
import { runEntry } from './entry';
import { describeWorkloads } from './platform';

/** Entry of `cdk8s synth`: every wave of every environment, one file each. */
runEntry(new App(), describeWorkloads);
