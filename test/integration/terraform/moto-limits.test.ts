import { environments } from '../../../environments';
import { synthesize } from '../../../apps/synthesize';
import { Configuration } from './stack-configuration';
import { expectCovered, expectSettled, leftOut, motoLimits } from './moto-limits';
import type { Change, Resource } from './stack';

const data = {
  configuration: new Configuration(
    JSON.stringify({ resource: { aws_db_instance: { x: { ca_cert_identifier: 'rds-ca-rsa2048-g1' } } } }),
  ),
  log: 'data.log',
  name: 'data',
  subject: 'lab/data',
} as const;

/** What a second plan shows today: what moto forgets is set again, and what it was not told stays. */
function settled(): Change[] {
  return motoLimits
    .filter(({ stack }) => stack === data.name)
    .map(({ attribute, type, way }) => ({
      address: `${type}.x`,
      change:
        way === 'forgotten'
          ? { actions: ['update'], after: { [attribute]: 1 }, before: { [attribute]: 0 } }
          : { actions: ['no-op'], after: {}, before: { [attribute]: 'rds-ca-default' } },
      type,
    }));
}

describe('what moto cannot do', () => {
  const files = synthesize(Object.values(environments));

  it.each(Object.keys(environments))('is asked for in %s, where the stand-in does it', (environment) => {
    for (const { attribute, stack, type } of motoLimits) {
      const configuration = new Configuration(files.get(`terraform/${environment}/${stack}/main.tf.json`) ?? '{}');
      const addresses = configuration.addresses.filter((address) => address.startsWith(`${type}.`));
      expect(addresses.filter((address) => configuration.resource(address)[attribute] !== undefined)).not.toEqual([]);
    }
  });

  it('is listed once', () => {
    const names = motoLimits.map(({ attribute, stack, type }) => `${stack} ${type} ${attribute}`);
    expect(names).toEqual([...new Set(names)].sort());
  });

  it('is all that a second plan may show', () => {
    expect(() => expectSettled(data, settled())).not.toThrow();
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
    expect(() => expectSettled(data, [...settled(), ...others])).toThrow(
      'the plan must change nothing, and changes aws_db_instance.x: port, aws_db_instance.y: delete and create',
    );
  });

  it.each(motoLimits.filter(({ stack }) => stack === data.name).map(({ attribute, type }) => `${type}.${attribute}`))(
    'is an error when it is listed and not needed: %s',
    (name) => {
      const others = settled().filter(({ change, type }) => `${type}.${Object.keys(change.before).join()}` !== name);
      expect(() => expectSettled(data, others)).toThrow(new RegExp(`moto-limits.ts: ${name}$`));
    },
  );

  it('is needed as long as moto does not by itself what was asked for', () => {
    const learned = settled().map((change) =>
      change.change.actions.join() === 'no-op'
        ? { ...change, change: { ...change.change, before: { ca_cert_identifier: 'rds-ca-rsa2048-g1' } } }
        : change,
    );
    expect(() => expectSettled(data, learned)).toThrow('take it out');
  });

  it('is done elsewhere, as it was asked for', () => {
    const wanted = { apply_method: 'immediate', name: 'a', value: '1' };
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
      aws_db_parameter_group: { x: { parameter: [wanted, { ...wanted, name: 'b' }] } },
    };
    const stack = { ...data, configuration: new Configuration(JSON.stringify({ resource })) };
    const instance = { ...resource.aws_db_instance.x, performance_insights_kms_key_id: 'arn' };
    const held = (insights: boolean, parameters: object[]): Resource[] => [
      {
        address: 'aws_db_instance.x',
        mode: 'managed',
        type: 'aws_db_instance',
        values: { ...instance, performance_insights_enabled: insights },
      },
      {
        address: 'aws_db_parameter_group.x',
        mode: 'managed',
        type: 'aws_db_parameter_group',
        values: { parameter: parameters },
      },
    ];
    const parameters = [{ ...wanted, name: 'b' }, wanted];
    expect(() => expectCovered(stack, held(true, parameters))).not.toThrow();
    expect(() => expectCovered(stack, held(false, parameters))).toThrow('performance_insights_enabled is not what');
    expect(() => expectCovered(stack, held(true, [wanted]))).toThrow('parameter is not what');
    expect(() => expectCovered(stack, [])).toThrow(
      'nothing in lab/data covers aws_db_instance.backup_retention_period',
    );
  });

  it('is not told what it would get wrong', () => {
    expect(leftOut('data', ['aws_db_instance.primary', 'aws_kms_key.primary'])).toEqual({
      resource: { aws_db_instance: { primary: { ca_cert_identifier: null } } },
    });
    expect(leftOut('network', ['aws_vpc.network'])).toEqual({});
  });
});
