export { Filebeat } from './filebeat';
export type { FilebeatInput, FilebeatOutput, FilebeatProps, FilebeatVersion } from './props';
