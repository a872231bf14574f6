import { allEnvironments, synthesizeFixture } from '../../fixtures/platform';
import { StackConfiguration } from './stack-configuration';
import { expectAppliedAsWritten, expectOnlyKnownLimits, omittedAttributes, motoLimits } from './moto-limits';
import type { Change, Resource } from './stack';

const data = {
  configuration: new StackConfiguration(
    JSON.stringify({ resource: { aws_db_instance: { x: { ca_cert_identifier: 'rds-ca-rsa2048-g1' } } } }),
  ),
  log: 'data.log',
  name: 'data',
  subject: 'lab/data',
} as const;

/** A second plan as moto causes it: attributes that it does not store are set again. */
function secondPlan(): Change[] {
  return motoLimits
    .filter(({ stack }) => stack === data.name)
    .map(({ attribute, type, handling }) => ({
      address: `${type}.x`,
      change:
        handling === 'not-stored'
          ? { actions: ['update'], after: { [attribute]: 1 }, before: { [attribute]: 0 } }
          : { actions: ['no-op'], after: {}, before: { [attribute]: 'rds-ca-default' } },
      type,
    }));
}

describe('moto limits', () => {
  const files = synthesizeFixture();

  it.each(allEnvironments.map(({ name }) => name))('are attributes of the configuration in %s', (environment) => {
    for (const { attribute, stack, type } of motoLimits) {
      const configuration = new StackConfiguration(files.get(`terraform/${environment}/${stack}/main.tf.json`) ?? '{}');
      const addresses = configuration.addresses.filter((address) => address.startsWith(`${type}.`));
      expect(addresses.filter((address) => configuration.resource(address)[attribute] !== undefined)).not.toEqual([]);
    }
  });

  it('are unique and sorted', () => {
    const names = motoLimits.map(({ attribute, stack, type }) => `${stack} ${type} ${attribute}`);
    expect(names).toEqual([...new Set(names)].sort());
  });

  it('are the only changes of a second plan', () => {
    expect(() => expectOnlyKnownLimits(data, secondPlan())).not.toThrow();
    const others: Change[] = [
      {
        address: 'aws_db_instance.x',
        change: { actions: ['update'], after: { port: 1 }, before: { port: 0 } },
        type: 'aws_db_instance',
      },
      {
        address: 'aws_db_instance.y',
        change: { actions: ['delete', 'create'], after: {}, before: {} },
        type: 'aws_db_instance',
      },
    ];
    expect(() => expectOnlyKnownLimits(data, [...secondPlan(), ...others])).toThrow(
      'the plan must be empty; it changes aws_db_instance.x: port, aws_db_instance.y: delete and create',
    );
  });

  it.each(motoLimits.filter(({ stack }) => stack === data.name).map(({ attribute, type }) => `${type}.${attribute}`))(
    'are an error when unused: %s',
    (name) => {
      const others = secondPlan().filter(({ change, type }) => `${type}.${Object.keys(change.before).join()}` !== name);
      expect(() => expectOnlyKnownLimits(data, others)).toThrow(new RegExp(`moto-limits.ts: ${name}$`));
    },
  );

  it('are unused when moto has the requested value', () => {
    const supported = secondPlan().map((change) =>
      change.change.actions.join() === 'no-op'
        ? { ...change, change: { ...change.change, before: { ca_cert_identifier: 'rds-ca-rsa2048-g1' } } }
        : change,
    );
    expect(() => expectOnlyKnownLimits(data, supported)).toThrow('unused limit');
  });

  it('are applied as written by the other run', () => {
    const resource = {
      aws_db_instance: {
        x: {
          backup_retention_period: 0,
          ca_cert_identifier: 'rds-ca-rsa2048-g1',
          performance_insights_enabled: true,
          performance_insights_kms_key_id: '${aws_kms_key.x.arn}',
          performance_insights_retention_period: 7,
        },
      },
    };
    const stack = { ...data, configuration: new StackConfiguration(JSON.stringify({ resource })) };
    const instance = { ...resource.aws_db_instance.x, performance_insights_kms_key_id: 'arn' };
    const state = (insights: boolean): Resource[] => [
      {
        address: 'aws_db_instance.x',
        mode: 'managed',
        type: 'aws_db_instance',
        values: { ...instance, performance_insights_enabled: insights },
      },
    ];
    expect(() => expectAppliedAsWritten(stack, state(true))).not.toThrow();
    expect(() => expectAppliedAsWritten(stack, state(false))).toThrow('performance_insights_enabled differs');
    expect(() => expectAppliedAsWritten(stack, [])).toThrow('lab/data has no aws_db_instance.backup_retention_period');
  });

  it('remove omitted attributes', () => {
    expect(omittedAttributes('data', ['aws_db_instance.primary', 'aws_kms_key.primary'])).toEqual({
      resource: { aws_db_instance: { primary: { ca_cert_identifier: null } } },
    });
    expect(omittedAttributes('network', ['aws_vpc.network'])).toEqual({});
  });
});
