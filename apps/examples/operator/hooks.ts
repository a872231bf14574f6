import {
  type FinalizeResponse,
  observedObjects,
  type SyncRequest,
  type SyncResponse,
} from '../../../lib/operators/metacontroller/hook';
import { importChildren, jobName, type ObservedJob, type ObservedNetworkPolicy } from './children';
import type { ImportJob, ImportJobStatus } from './import-job';

/** Settings of the operator. */
export interface ImportSettings {
  /** Image of the import program, by digest. */
  readonly image: string;
}

/**
 * Sync hook: one Job for the spec of an ImportJob, and a NetworkPolicy for its pods. It is a pure function of the request, so any
 * number of equal requests has one effect.
 *
 * A Job has the hash of the spec in its name and is never changed (`OnDelete`). Another spec is another Job, which starts when the
 * previous one is gone: two of them would write the same table. A finished import is never repeated: neither a new image of the
 * operator nor the end of the Job's time to live starts it again.
 */
export function syncImportJob(
  { children, parent }: SyncRequest<ImportJob>,
  { image }: ImportSettings,
): SyncResponse<ImportJobStatus> {
  const jobs = observedObjects<ObservedJob>(children, 'batch/v1', 'Job');
  const name = jobName(parent);
  const job = jobs.find(({ metadata }) => metadata.name === name);
  const previous = jobs.filter(({ metadata }) => metadata.name !== name);
  if (!job && isFinished(parent.status, name)) return { status: ownStatus(parent.status), children: [] };
  const { networkPolicy, job: desired } = importChildren(parent, image);
  return {
    status: observedStatus(name, job),
    // An observed Job that is not returned is deleted.
    children: previous.length > 0 ? [networkPolicy] : [networkPolicy, desired],
  };
}

/**
 * Finalize hook: deletes the Job, and then the NetworkPolicy, without which a pod that terminates could not roll back. The
 * ImportJob is deleted when nothing of it is observed.
 */
export function finalizeImportJob(
  { children, parent }: SyncRequest<ImportJob>,
  { image }: ImportSettings,
): FinalizeResponse<ImportJobStatus> {
  const jobs = observedObjects<ObservedJob>(children, 'batch/v1', 'Job');
  const policies = observedObjects<ObservedNetworkPolicy>(children, 'networking.k8s.io/v1', 'NetworkPolicy');
  return {
    status: { phase: 'Deleting', job: jobName(parent) },
    children: jobs.length > 0 && policies.length > 0 ? [importChildren(parent, image).networkPolicy] : [],
    finalized: jobs.length === 0 && policies.length === 0,
  };
}

/** True if the status is that of this Job, at its end. */
function isFinished(status: ImportJob['status'], job: string): status is ImportJobStatus {
  return status?.job === job && (status.phase === 'Succeeded' || status.phase === 'Failed');
}

/** Returns the status without the key of Metacontroller. */
function ownStatus({ attempts, completionTime, job, message, phase, startTime }: ImportJobStatus): ImportJobStatus {
  return {
    phase,
    job,
    ...(attempts !== undefined && { attempts }),
    ...(startTime !== undefined && { startTime }),
    ...(completionTime !== undefined && { completionTime }),
    ...(message !== undefined && { message }),
  };
}

/** Returns the status of what was observed, not of what is desired. */
function observedStatus(name: string, job: ObservedJob | undefined): ImportJobStatus {
  const { active = 0, completionTime, conditions = [], failed, startTime } = job?.status ?? {};
  const isTrue = (type: string) =>
    conditions.find((condition) => condition.type === type && condition.status === 'True');
  const failure = isTrue('Failed');
  const success = isTrue('Complete');
  const phase = failure ? 'Failed' : success ? 'Succeeded' : active > 0 ? 'Running' : 'Pending';
  const end = completionTime ?? failure?.lastTransitionTime;
  return ownStatus({
    phase,
    job: name,
    ...(failed !== undefined && { attempts: failed }),
    ...(startTime !== undefined && { startTime }),
    ...(end !== undefined && { completionTime: end }),
    ...(failure?.message !== undefined && { message: failure.message }),
  });
}
