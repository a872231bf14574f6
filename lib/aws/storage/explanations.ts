import type { Explanations } from '../../core/explanation';

/** Explanations of the checks in this folder. */
export const explanations = {
  'bucket-name-reserved': {
    reason: 'S3 keeps some beginnings and ends of bucket names for its own features, and rejects buckets with them.',
    example: "name: 'imp-lab-s3alias'",
    fix: "name: 'imp-lab-objects'",
    see: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html',
  },
  'bucket-name': {
    reason: 'The name of a bucket is unique among all buckets of AWS, so the second one fails at the apply.',
    example: "name: 'imp-lab' of two buckets",
    fix: "name: 'imp-lab-objects', name: 'imp-lab-logs'",
    see: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html',
  },
  'bucket-name-dots': {
    reason:
      'The TLS certificate of S3 covers one label below its domain, so a client rejects the host name of a bucket with dots.',
    example: `name: 'imp.lab'`,
    fix: `name: 'imp-lab'`,
    see: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html',
  },
  'bucket-noncurrent-versions': {
    reason: 'A lifecycle rule of S3 keeps at most 100 noncurrent versions of an object.',
    example: 'newerNoncurrentVersions: 101',
    fix: 'newerNoncurrentVersions: 100',
    see: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html',
  },
  'bucket-retention': {
    reason: 'A lifecycle rule of S3 counts whole days.',
    example: `retention: '36h'`,
    fix: `retention: '2d'`,
    see: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html',
  },
} as const satisfies Explanations;
