import { summary } from '../../cli/summary';
import { environments, services } from '../fixtures/platform';

const { lab, production } = environments;

function lines(...wanted: Parameters<typeof summary>[1]): string[] {
  const files = new Map([['terraform/lab/network/main.tf.json', '{"resource": {"aws_vpc": {"network": {}}}}']]);
  return summary(files, wanted, new Map(), 1234, services).split('\n');
}

describe('summary', () => {
  it('environments: one line each, and the number of files', () => {
    const [first, second, last, ...others] = lines(lab, production);
    expect(first).toMatch(/^lab {9}terraform: network 1 resources {3}kubernetes: 0 objects in 0 waves/);
    expect(second).toMatch(/^production {2}terraform/);
    expect(last).toBe('dist/: 1 files in 1.23 s');
    expect(others).toEqual([]);
  });

  it('services without a pin: one line for each environment, with the pins that are missing', () => {
    const { 'dts-scheduler': scheduler, ...containerImages } = lab.containerImages;
    expect(scheduler).toBeDefined();
    expect(lines({ ...lab, containerImages }, production)[2]).toBe(
      'lab         not released: dts-cleanup, dts-migration, dts-scheduler (pin environments/container-images.lock.json → lab.dts-scheduler)',
    );
  });
});
