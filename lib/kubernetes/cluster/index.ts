export { AllowDns, type AllowDnsProps } from './allow-dns';
export { CopiedSecret, type CopiedSecretProps, type SecretSource } from './copied-secret';
export { DefaultDeny, type DefaultDenyProps } from './default-deny';
export { ExternalSecret, type ExternalSecretProps } from './external-secret';
export { Namespace, type NamespaceProps, type NodeAgents } from './namespace';
export { PriorityClass, type PriorityClassProps } from './priority-class';
export { ResourceQuota, type ResourceQuotaProps } from './resource-quota';
export { declareUsage, type ResourceUsage } from './resource-usage';
