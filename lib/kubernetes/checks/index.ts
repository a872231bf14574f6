export { checkCustomMetrics, providesMetric } from './custom-metrics';
export { checkPodSecurity, type PodSecurityLevel, type PodSecurityVersion } from './pod-security';
export { checkObjectsHaveNamespace, checkObjectsHaveWave } from './wave-and-namespace';
