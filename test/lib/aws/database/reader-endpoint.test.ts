import type { DatabaseProps } from '../../../../lib/aws/database/props';
import { resources, terraformJson } from '../../../support/terraform';
import { database, replicated } from '../../../support/database';

describe('reader endpoint', () => {
  it('records: have the weights of the readers, and that of the primary without readers', () => {
    const weights = (props: Partial<DatabaseProps>) =>
      Object.values(resources(terraformJson(database(props)), 'aws_route53_record'))
        .filter(({ name }) => name === 'replica.postgres.lab.internal')
        .map((record) => [record.set_identifier, record.weighted_routing_policy.weight]);
    expect(weights({})).toEqual([['primary', 1]]);
    expect(weights(replicated)).toEqual([
      ['primary', 0],
      ['reports', 1],
    ]);
    expect(weights({ ...replicated, replicas: { reports: { weight: 0 } } })).toEqual([
      ['primary', 1],
      ['reports', 0],
    ]);
  });

  it('set identifier: is the former name of a renamed replica', () => {
    const replicas = { analytics: { renamedFrom: 'reports' } };
    const identifiers = Object.values(
      resources(terraformJson(database({ ...replicated, replicas })), 'aws_route53_record'),
    ).flatMap(({ set_identifier }) => set_identifier ?? []);
    expect(identifiers.sort()).toEqual(['primary', 'reports']);
  });
});
