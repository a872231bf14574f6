import { readFileSync } from 'node:fs';
import { committed } from '../environments';
import { matrix } from '../environments/matrix';
import { accepted, costChanges, golden } from './golden';
import { unreasoned } from './support/deletion-guard';
import { removals } from './allowed-deletions';

const [now, then] = [golden(), accepted()];
const howTo = 'read the difference; where it is what you meant, `npm run accept`';

describe('what is synthesized', () => {
  test('is in the same files as what was accepted', () => {
    expect({ files: [...now.keys()].sort(), howTo }).toEqual({ files: [...then.keys()].sort(), howTo });
  });

  test.each([...now.keys()].sort())('%s is as accepted', (file) => {
    expect(now.get(file)).toBe(then.get(file));
  });

  test('costs what was accepted', () => {
    expect({ cost: costChanges(then, now), howTo }).toEqual({ cost: [], howTo });
  });

  test('destroys nothing that holds data without a reason given', () => {
    expect(unreasoned(then, now, removals)).toEqual([]);
  });

  test('is told setting by setting in environments/MATRIX.md', () => {
    expect(matrix(Object.values(committed.environments))).toBe(readFileSync('environments/MATRIX.md', 'utf8'));
  });
});

describe('the cost of a change', () => {
  const network = (resource: object) =>
    new Map([
      [
        'lab/terraform/network/main.tf.json',
        JSON.stringify({ provider: { aws: [{ region: 'eu-west-1' }] }, resource }),
      ],
    ]);
  const gateway = network({ aws_nat_gateway: { a: {} }, aws_vpc: { network: {} } });

  test('is told for each environment, also one that comes or goes', () => {
    const two = network({ aws_nat_gateway: { a: {}, b: {} } });
    expect(costChanges(gateway, two)).toEqual(['lab: +$35 a month (+1 NAT gateways)']);
    expect(costChanges(new Map(), gateway)).toEqual(['lab: +$35 a month (+1 NAT gateways)']);
    expect(costChanges(gateway, new Map())).toEqual(['lab: -$35 a month (-1 NAT gateways)']);
  });

  test('is not told where there is none', () => {
    expect(costChanges(gateway, network({ aws_nat_gateway: { b: {} }, aws_subnet: { a: {} } }))).toEqual([]);
    expect(costChanges(now, now)).toEqual([]);
  });
});

describe('the guard of what holds data', () => {
  const line = 'terraform data aws_db_instance.database_primary';
  const before = new Map([['lab/ADDRESSES', `kubernetes lab Service web\n${line}\n`]]);
  const after = new Map([['lab/ADDRESSES', 'kubernetes lab Service web\n']]);

  test('refuses a removed address, and says what to do', () => {
    expect(unreasoned(before, after, [])).toEqual([
      {
        path: `lab: ${line}`,
        message: 'what holds data stays, got a change that destroys it',
        source: 'test/golden/lab/ADDRESSES',
        hint: 'take the change back, or add the address with reason and owner to test/allowed-deletions.ts',
      },
    ]);
  });

  test('lets go of one with a reason', () => {
    const removal = { address: line, environment: 'lab', owner: 'platform', reason: 'moved to the shared server' };
    expect(unreasoned(before, after, [removal])).toEqual([]);
    expect(unreasoned(before, after, [{ ...removal, environment: 'staging' }])).toHaveLength(1);
  });

  test('does not ask about what holds no data', () => {
    const service = new Map([['lab/ADDRESSES', `${line}\n`]]);
    expect(unreasoned(before, service, [])).toEqual([]);
  });
});
