import { withParameterSources } from './parameter-sources';

const parameter = (name: string, value: string, method: string, source = '') =>
  `<Parameter><ParameterName>${name}</ParameterName><ParameterValue>${value}</ParameterValue>` +
  `<ApplyMethod>${method}</ApplyMethod>${source}</Parameter>`;

describe('sources of parameters', () => {
  it('a parameter with another value than the default of its family is modified', () => {
    expect(withParameterSources(`<Parameters>${parameter('log_statement', 'ddl', 'immediate')}</Parameters>`)).toBe(
      `<Parameters>${parameter('log_statement', 'ddl', 'immediate', '<Source>user</Source>')}</Parameters>`,
    );
  });

  it('a parameter with the default of its family is unmodified, and waits for a reboot', () => {
    expect(
      withParameterSources(parameter('rds.force_ssl', '1', 'immediate') + parameter('rds.force_ssl', '0', 'immediate')),
    ).toBe(
      parameter('rds.force_ssl', '1', 'pending-reboot', '<Source>engine-default</Source>') +
        parameter('rds.force_ssl', '0', 'immediate', '<Source>user</Source>'),
    );
  });
});
