import type { Explanations } from './explanation';

export const explanations = {
  'unknown-setting': {
    reason:
      'Types are removed before the program runs. Without this check, a misspelt setting would be ignored, and its default used instead.',
    example: "network: { nta: 'single' }",
    fix: "network: { nat: 'single' }",
  },
  'missing-setting': {
    reason: 'The setting has no default that is right for every environment or service.',
    example: "publicAddress: { paths: ['/*'], priority: 10, nodePort: 30080 }",
    fix: "publicAddress: { subdomain: 'app', paths: ['/*'], priority: 10, nodePort: 30080 }",
  },
  'setting-value': {
    reason:
      'The value has another type than the setting, is not one of its words, or has another unit. AWS and Kubernetes would reject what is generated from it, some of it only when it is applied.',
    example: "memory: '512MB'",
    fix: "memory: '512Mi'",
  },
} as const satisfies Explanations;
