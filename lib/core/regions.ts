import { sortedEntries } from './canonical';
import { didYouMean } from './did-you-mean';
import type { Finding } from './diagnostics';

/**
 * Zone letters of the regions of the partition `aws`, as moto 5.2.5 records EC2's DescribeAvailabilityZones, read on 2026-11-26. An
 * account may lack a zone: us-west-1 has two of its three letters in each account, and ap-northeast-1 has `b` in old accounts only.
 *
 * @see https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-availability-zones.html
 */
const zonesByRegion: Readonly<Record<string, string>> = {
  'af-south-1': 'abc',
  'ap-east-1': 'abc',
  'ap-east-2': 'abc',
  'ap-northeast-1': 'acd',
  'ap-northeast-2': 'abcd',
  'ap-northeast-3': 'abc',
  'ap-south-1': 'abc',
  'ap-south-2': 'abc',
  'ap-southeast-1': 'abc',
  'ap-southeast-2': 'abc',
  'ap-southeast-3': 'abc',
  'ap-southeast-4': 'abc',
  'ap-southeast-5': 'abc',
  'ap-southeast-6': 'abc',
  'ap-southeast-7': 'abc',
  'ca-central-1': 'abd',
  'ca-west-1': 'abc',
  'eu-central-1': 'abc',
  'eu-central-2': 'abc',
  'eu-north-1': 'abc',
  'eu-south-1': 'abc',
  'eu-south-2': 'abc',
  'eu-west-1': 'abc',
  'eu-west-2': 'abc',
  'eu-west-3': 'abc',
  'il-central-1': 'abc',
  'me-central-1': 'abc',
  'me-south-1': 'abc',
  'mx-central-1': 'abc',
  'sa-east-1': 'abc',
  'us-east-1': 'abcdef',
  'us-east-2': 'abc',
  'us-west-1': 'abc',
  'us-west-2': 'abcd',
};

/**
 * Beginnings of the regions of other partitions, whose ARNs, domains and endpoint names differ.
 *
 * @see https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html
 */
const otherPartitions: Readonly<Record<string, string>> = {
  'cn-': 'aws-cn',
  'eu-isoe-': 'aws-iso-e',
  'eusc-': 'aws-eusc',
  'us-gov-': 'aws-us-gov',
  'us-iso-': 'aws-iso',
  'us-isob-': 'aws-iso-b',
  'us-isof-': 'aws-iso-f',
};

/** Checks that a region exists, and that its ARNs begin with `arn:aws:`. */
export function checkRegion(region: string, setting = 'region'): Finding[] {
  if (Object.hasOwn(zonesByRegion, region)) return [];
  const partition = sortedEntries(otherPartitions).find(([beginning]) => region.startsWith(beginning))?.[1];
  if (partition !== undefined) {
    return [
      {
        id: 'region-partition',
        setting,
        message: `${setting} must be a region of the partition aws; got '${region}' (${partition})`,
        hint: `choose another region: ARNs and service names are written for the partition aws`,
      },
    ];
  }
  const meant = didYouMean(region, Object.keys(zonesByRegion));
  return [
    {
      id: 'region',
      setting,
      message: `${setting} must be the code of an AWS region; got '${region}'`,
      hint:
        meant === undefined
          ? `write it as 'eu-west-1', or add a new one to lib/core/regions.ts`
          : `did you mean ${meant}?`,
    },
  ];
}

/** Checks that a region has a zone, given as its letter. Another check reports an unknown region. */
export function checkZone(region: string, zone: string, setting: Finding['setting']): Finding[] {
  const zones = [...(zonesByRegion[region] ?? zone)];
  if (zones.includes(zone)) return [];
  return [
    {
      id: 'region-zone',
      setting,
      message: `zones must be zones of ${region} (${zones.join(', ')}); got '${zone}'`,
      hint: `use one of these letters: the API of the region has no zone ${region}${zone}`,
    },
  ];
}
