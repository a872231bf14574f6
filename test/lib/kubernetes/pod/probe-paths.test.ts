import { checkProbePaths } from '../../../../lib/kubernetes/pod/probe-paths';

const ids = (readinessPath: string, livenessPath = '/alive') =>
  checkProbePaths(readinessPath, livenessPath).map(({ id, setting }) => `${id} ${String(setting)}`);

describe('probe paths', () => {
  test.each(['/', '/ready', '/ready/', '/ready?full=1&x=/y', '/a%20b', "/a~b-c_d.e:@!$&'()*+,;="])(
    '%j: is a path',
    (path) => {
      expect(ids(path)).toEqual([]);
    },
  );

  test.each([
    '/a#b',
    '//a',
    '/a//b',
    '/a/./b',
    '/a/..',
    '/a b',
    '/a\n',
    '/ä',
    '/%',
    '/%4',
    '/a[1]',
    '/a?b c',
    '/\ud83d',
  ])('%j: is no path', (path) => {
    expect(ids(path)).toEqual(['probe-path readinessPath']);
  });

  test.each([
    ['/ready', '/ready'],
    ['/ready', '/ready?'],
    ['/ready', '/%72eady'],
  ])('%s and %s: are one request', (readinessPath, livenessPath) => {
    expect(ids(readinessPath, livenessPath)).toEqual(['probe-paths livenessPath']);
  });

  test('two queries: are two requests', () => {
    expect(ids('/health?ready', '/health?alive')).toEqual([]);
  });
});
