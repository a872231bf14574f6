import type { Explanations } from '../../core/explanation';

export const explanations = {
  'autoscaler-range': {
    reason:
      'A HorizontalPodAutoscaler requires whole numbers of pods, with a minimum that does not exceed the maximum.',
    example: 'autoscaling: { minReplicas: 4, maxReplicas: 3 }',
    fix: 'autoscaling: { minReplicas: 3, maxReplicas: 6 }',
    see: 'https://kubernetes.io/docs/concepts/workloads/autoscaling/horizontal-pod-autoscale/',
  },
  'autoscaler-room': {
    reason:
      'An autoscaler whose maximum equals its minimum can never add pods, so a rise of the load exceeds the capacity of the service.',
    example: 'autoscaling: { minReplicas: 3, maxReplicas: 3 }',
    fix: 'autoscaling: { minReplicas: 3, maxReplicas: 6 }',
  },
  'autoscaler-target': {
    reason:
      'Targets are percentages of the requests. At 0 % the autoscaler divides by zero; above 100 % pods are overloaded before it adds others.',
    example: 'targetCpuUtilization: 140',
    fix: 'targetCpuUtilization: 70',
    see: 'https://kubernetes.io/docs/concepts/workloads/autoscaling/horizontal-pod-autoscale/#algorithm-details',
  },
  'scale-down-stabilization': {
    reason:
      'An autoscaler that removes pods in every short lull starts them again minutes later. Requests wait for their cold start.',
    example: "scaleDownStabilization: '30s'",
    fix: "scaleDownStabilization: '5m'",
    see: 'https://kubernetes.io/docs/concepts/workloads/autoscaling/horizontal-pod-autoscale/#stabilization-window',
  },
  'config-map-size': {
    reason: 'The API server rejects a ConfigMap whose data exceeds 1 MiB.',
    example: "files: { '/etc/table.csv': <2 MiB> }",
    fix: 'put the file into the image, or read it from a bucket',
    see: 'https://kubernetes.io/docs/concepts/configuration/configmap/#motivation',
  },
} as const satisfies Explanations;
