import fc from 'fast-check';
import { checkStorage, storageSettings } from '../../../../lib/aws/database/storage';
import { gibibytes } from '../../../../lib/core/units';
import { terraformJson } from '../../../support/terraform';
import { database, instance } from '../../../support/database';

describe('database storage', () => {
  it('storage: grows to twice its size by default', () => {
    const primary = instance(terraformJson(database()), 'primary');
    expect(primary).toMatchObject({ allocated_storage: 100, max_allocated_storage: 200, storage_type: 'gp3' });
    expect(primary.iops).toBeUndefined();
  });

  it('default limit: is one that RDS accepts for every size, or no growth', () => {
    fc.assert(
      fc.property(fc.integer({ max: 65_536, min: 20 }), (gibi) => {
        const { maxAllocatedStorage = 0 } = storageSettings({ storage: `${gibi}Gi` });
        expect(maxAllocatedStorage).toBeLessThanOrEqual(65_536);
        expect(maxAllocatedStorage === gibi || maxAllocatedStorage * 10 >= gibi * 11).toBe(true);
      }),
    );
  });

  it('performance: accepts exactly the limits of RDS', () => {
    fc.assert(
      fc.property(
        fc.integer({ max: 1000, min: 20 }),
        fc.integer({ max: 70_000, min: 1 }),
        fc.integer({ max: 4500, min: 1 }),
        (gibi, iops, rate) => {
          const storage = `${gibi}Gi` as const;
          const allowed =
            gibibytes(storage) >= 400 &&
            iops >= 12_000 &&
            iops <= 64_000 &&
            rate >= 500 &&
            rate <= 4000 &&
            rate * 4 <= iops;
          expect(checkStorage({ iops, storage, throughput: `${rate}Mi/s` }).length === 0).toBe(allowed);
        },
      ),
      { numRuns: 500 },
    );
  });
});
