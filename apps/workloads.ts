import { App } from 'cdk8s';
import { runEntry } from './entry';
import { describeWorkloads } from './platform';

/** What `cdk8s synth` runs: every wave of every environment, one file each. */
runEntry(new App(), describeWorkloads);
