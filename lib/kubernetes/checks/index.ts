export { checkCustomMetrics, providesMetric } from './custom-metrics';
export { checkContainerResources } from './container-resources';
export { checkManifestValues } from './manifest-values';
export { checkPodSecurity, type PodSecurityLevel, type PodSecurityVersion } from './pod-security';
export { checkPriorityClasses } from './priority-classes';
export { checkObjectNames } from './object-names';
export { checkObjectsHaveNamespace, checkObjectsHaveWave } from './wave-and-namespace';
export { checkClusterObjects } from './cluster-objects';
export { checkHostPorts } from './host-ports';
