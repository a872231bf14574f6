import { checkPort } from '../../../lib/core/ports';

describe('port check', () => {
  it.each([1, 443, 65_535])('port: %d is valid', (port) => {
    expect(checkPort(port)).toEqual([]);
  });

  it.each([0, -1, 65_536, 80.5, Number.NaN])('port: %d is invalid', (port) => {
    expect(checkPort(port, 'listeners.api.port')).toMatchObject([{ id: 'tcp-port', setting: 'listeners.api.port' }]);
  });
});
