import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import { hookServer } from '../../../../lib/operators/metacontroller/hook-server';

interface Named {
  readonly name: string;
}

let server: Server;
let url = '';

beforeAll(async () => {
  server = hookServer<Named>({
    hooks: {
      '/fail': () => {
        throw new Error('the source is unknown');
      },
      '/sync': ({ name }) => ({ children: [], status: { greeting: `hello ${name}` } }),
    },
    livenessPath: '/live',
    readinessPath: '/ready',
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

async function call(path: string, init: RequestInit = {}): Promise<readonly [number, unknown]> {
  const response = await fetch(url + path, init);
  return [response.status, await response.json()];
}

const post = (body: string): RequestInit => ({ body, method: 'POST' });

describe('hook server', () => {
  test('hook: answers a request with its response', async () => {
    const expected = [200, { children: [], status: { greeting: 'hello Ada' } }];
    expect(await call('/sync', post('{"name": "Ada"}'))).toEqual(expected);
    expect(await call('/sync?try=1', post('{"name": "Ada"}'))).toEqual(expected);
  });

  test('probes: are answered', async () => {
    expect(await call('/ready')).toEqual([200, {}]);
    expect(await call('/live')).toEqual([200, {}]);
  });

  test('hook that throws: answers 500 with its message, and the server continues', async () => {
    expect(await call('/fail', post('{}'))).toEqual([500, { error: 'the source is unknown' }]);
    expect((await call('/sync', post('{"name": "Ada"}')))[0]).toBe(200);
  });

  test.each([['{'], ['[]'], ['null'], ['3'], ['']])('body %j: is rejected', async (body) => {
    expect((await call('/sync', post(body)))[0]).toBe(400);
  });

  test('other paths and methods: are rejected', async () => {
    expect((await call('/other', post('{}')))[0]).toBe(404);
    expect((await call('/constructor', post('{}')))[0]).toBe(404);
    expect((await call('/sync'))[0]).toBe(405);
  });
});
