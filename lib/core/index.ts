export type { AddressPlan, Cidr, TierSlot, ZoneSlot } from './cidr';
export { contentHash } from './content-hash';
export type {
  DatabaseEndpoint,
  AddressPeer,
  Endpoint,
  EndpointPort,
  ExposedProtocol,
  Exposure,
  InfrastructureContract,
  NodeCapacity,
  NodeGroupFacts,
  NodeLabels,
  PodLabels,
  PodPeer,
  PodSubnet,
} from './contract';
export {
  addCheck,
  addFindings,
  collectDiagnostics,
  computed,
  computedProps,
  type Diagnostic,
  type Finding,
  formatDiagnostic,
  type ForwardedProps,
  forwardSources,
  type Sources,
  ValidationError,
  withSources,
} from './diagnostics';
export type { Explanation, Explanations } from './explanation';
export { physicalName, type ResourceKind } from './naming';
export { type AnySettings, type SettingPath, type SettingsFile, SettingsLocation } from './settings-location';
export type { Cpu, Duration, LogRetention, Memory, Storage, Throughput } from './units';
