import type { Mistake } from '../support/mistakes';
import { awsCompute } from './aws-compute';
import { awsLoadBalancing } from './aws-load-balancing';

/** Tables of rejected inputs by area. Each area has a file of this folder. */
export const tables: Readonly<Record<string, readonly Mistake[]>> = {
  'aws/compute': awsCompute,
  'aws/load-balancing': awsLoadBalancing,
};
