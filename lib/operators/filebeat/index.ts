export { Filebeat } from './filebeat';
export type { FilebeatInput, FilebeatMultiline, FilebeatOutput, FilebeatProps, FilebeatVersion } from './props';
