/**
 * Values that RDS has as defaults of a parameter in every PostgreSQL family in use.
 *
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/PostgreSQL.Concepts.General.SSL.html
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Appendix.PostgreSQL.CommonDBATasks.Parameters.html
 */
const familyDefaults: Readonly<Record<string, string>> = {
  'log_autovacuum_min_duration': '10000',
  'password_encryption': 'scram-sha-256',
  'rds.force_ssl': '1',
};

/**
 * Completes moto's response to DescribeDBParameters as RDS writes it. Each parameter has a source, without which the provider ignores it.
 * One that equals the default of its family stays unmodified: RDS reports it as pending a reboot, so that a request of another method
 * is a difference in every plan.
 */
export function withParameterSources(response: string): string {
  return response.replace(/<Parameter>(.*?)<\/Parameter>/gs, (_, parameter: string) => {
    const [, name = ''] = /<ParameterName>(.*?)</.exec(parameter) ?? [];
    const [, value] = /<ParameterValue>(.*?)</.exec(parameter) ?? [];
    if (familyDefaults[name] !== value) return `<Parameter>${parameter}<Source>user</Source></Parameter>`;
    const unmodified = parameter.replace(/<ApplyMethod>.*?</, '<ApplyMethod>pending-reboot<');
    return `<Parameter>${unmodified}<Source>engine-default</Source></Parameter>`;
  });
}
