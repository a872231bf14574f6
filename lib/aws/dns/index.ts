export { AliasRecord, type AliasRecordProps, type IAliasTarget } from './alias-record';
export { Certificate, type CertificateProps, type ICertificate, type IssuedCertificateProps } from './certificate';
export { type ExistingPrivateZoneProps, type IPrivateZone, PrivateZone, type PrivateZoneProps } from './private-zone';
export { type IPublicZone, PublicZone, type PublicZoneProps } from './public-zone';
