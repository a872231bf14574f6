import { instanceTypes } from '../../../lib/aws/compute/instance-types';
import { databasePrice, instancePrice, prices, pricesDate } from '../../../lib/cost/prices';
import { allEnvironments } from '../../fixtures/platform';

const ireland = prices['eu-west-1'];
if (!ireland) throw new Error('no prices of eu-west-1');

describe('instance prices', () => {
  // Prices of the public price list.
  it.each([
    ['c5.9xlarge', 1.728],
    ['c6g.12xlarge', 1.751],
    ['c7a.medium', 0.05506],
    ['m6i.xlarge', 0.214],
    ['m7i.4xlarge', 0.8988],
    ['t3.nano', 0.0057],
    ['t4g.2xlarge', 0.2944],
  ])('instance price: %s is $%d an hour', (type, hourly) => {
    expect(instancePrice(ireland, type)).toBeCloseTo(hourly, 4);
  });

  it('instance prices: exist for every known instance type', () => {
    const missing = Object.keys(instanceTypes).filter((type) => !(instancePrice(ireland, type) > 0));
    expect(missing).toEqual([]);
  });

  it.each(['m6i.nano', 'm6i', 'm6i.xlarge.large', 'toString.large', ''])('instance price: is NaN for %p', (type) => {
    expect(instancePrice(ireland, type)).toBeNaN();
  });
});

describe('database prices', () => {
  it.each([
    ['db.m6g.2xlarge', 0.704],
    ['db.r6g.16xlarge', 8.057],
    ['db.t3.micro', 0.02],
    ['db.t4g.medium', 0.069],
  ])('database price: %s is $%d an hour', (instanceClass, hourly) => {
    // AWS rounds to a tenth of a cent.
    expect(Math.abs(databasePrice(ireland, instanceClass) - hourly)).toBeLessThan(0.01);
  });

  it.each(['m6g.large', 'db.x9.large', 'db.', 'db.m6g.nano'])('database price: is NaN for %p', (instanceClass) => {
    expect(databasePrice(ireland, instanceClass)).toBeNaN();
  });
});

it('prices: are positive and exist for the regions of the environments', () => {
  const regions = new Set(allEnvironments.map(({ region }) => region));
  expect([...regions].filter((region) => !Object.hasOwn(prices, region))).toEqual([]);
  const numbers = (value: unknown): number[] =>
    typeof value === 'number' ? [value] : Object.values(value as object).flatMap(numbers);
  for (const region of Object.values(prices)) expect(numbers(region).every((price) => price > 0)).toBe(true);
  expect(pricesDate).toMatch(/^20\d\d-\d\d-\d\d$/);
});
