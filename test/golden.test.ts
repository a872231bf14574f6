import { readFileSync } from 'node:fs';
import { committedEnvironments } from '../environments';
import { matrix } from '../environments/matrix';
import { removals } from './allowed-deletions';
import { errorsFile, errorTexts } from './errors';
import { accepted, costChanges, golden, goldenFolder } from './golden';
import { checkDeletions } from './support/deletion-guard';
import { checkExposures } from './support/exposure-guard';

const [now, then] = [golden(), accepted()];
const howTo = 'review the difference; if it is intended, run npm run accept';

describe('accepted output', () => {
  test('files: the same names', () => {
    expect({ files: [...now.keys()].sort(), howTo }).toEqual({ files: [...then.keys()].sort(), howTo });
  });

  test.each([...now.keys()].sort())('%s: the same content', (file) => {
    expect(now.get(file)).toBe(then.get(file));
  });

  test('cost: no change', () => {
    expect({ cost: costChanges(then, now), howTo }).toEqual({ cost: [], howTo });
  });

  test('stateful resources: none removed without a reason', () => {
    expect(checkDeletions(then, now, removals)).toEqual([]);
  });

  test('exposures: no change that loses requests', () => {
    expect(checkExposures(then, now, Object.values(committedEnvironments.environments))).toEqual([]);
  });

  test('MATRIX.md: the settings of all environments', () => {
    expect(matrix(Object.values(committedEnvironments.environments))).toBe(
      readFileSync('environments/MATRIX.md', 'utf8'),
    );
  });

  test('error texts: as accepted', () => {
    expect(errorTexts()).toBe(readFileSync(`${goldenFolder}/${errorsFile}`, 'utf8'));
  });
});

describe('cost change', () => {
  const network = (resource: object) =>
    new Map([
      [
        'lab/terraform/network/main.tf.json',
        JSON.stringify({ provider: { aws: [{ region: 'eu-west-1' }] }, resource }),
      ],
    ]);
  const gateway = network({ aws_nat_gateway: { a: {} }, aws_vpc: { network: {} } });

  test('is reported for each environment, also for a new or removed one', () => {
    const two = network({ aws_nat_gateway: { a: {}, b: {} } });
    expect(costChanges(gateway, two)).toEqual(['lab: +$35 a month (+1 NAT gateways)']);
    expect(costChanges(new Map(), gateway)).toEqual(['lab: +$35 a month (+1 NAT gateways)']);
    expect(costChanges(gateway, new Map())).toEqual(['lab: -$35 a month (-1 NAT gateways)']);
  });

  test('is not reported if there is none', () => {
    expect(costChanges(gateway, network({ aws_nat_gateway: { b: {} }, aws_subnet: { a: {} } }))).toEqual([]);
    expect(costChanges(now, now)).toEqual([]);
  });
});
