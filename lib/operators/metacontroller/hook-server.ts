import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

/** A hook: a pure function from a request to a response. */
export type Hook<Request> = (request: Request) => object;

/** Paths of a hook server. */
export interface HookServerOptions<Request> {
  /** Hooks by their path: `{ '/sync': sync, '/finalize': finalize }`. */
  readonly hooks: Readonly<Record<string, Hook<Request>>>;
  /** Path of the readiness probe. */
  readonly readinessPath: string;
  /** Path of the liveness probe. */
  readonly livenessPath: string;
}

/** Maximum size of a request: an object has at most 1.5 MiB, and a request contains an object and its children. */
const maxBody = 64 * 1024 * 1024;

/**
 * Returns an HTTP server of hooks. A hook that throws answers 500 with its message: Metacontroller reports it as an event of the
 * object, and calls again. The server keeps no state, so any pod answers any request.
 *
 * @example
 * const server = hookServer({
 *   hooks: { '/sync': () => ({ children: [], status: {} }) },
 *   livenessPath: '/live',
 *   readinessPath: '/ready',
 * });
 * server.listen(8080);
 */
export function hookServer<Request>(options: HookServerOptions<Request>): Server {
  return createServer((request, response) => {
    void answer(options, request)
      .catch((error: unknown) => ({ status: 500, body: { error: error instanceof Error ? error.message : 'unknown' } }))
      .then((result) => send(response, result));
  });
}

interface Answer {
  readonly status: number;
  readonly body: object;
}

async function answer<Request>(
  { hooks, livenessPath, readinessPath }: HookServerOptions<Request>,
  request: IncomingMessage,
): Promise<Answer> {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost');
  if (pathname === livenessPath || pathname === readinessPath) return { status: 200, body: {} };
  const hook = Object.hasOwn(hooks, pathname) ? hooks[pathname] : undefined;
  if (!hook) return { status: 404, body: { error: `no hook has the path ${pathname}` } };
  if (request.method !== 'POST') return { status: 405, body: { error: `method must be POST; got ${request.method}` } };
  const text = await readBody(request);
  if (text === undefined) return { status: 413, body: { error: `body must be at most ${maxBody} bytes` } };
  const parsed = parseObject(text);
  if (!parsed) return { status: 400, body: { error: 'body must be a JSON object' } };
  return { status: 200, body: hook(parsed as Request) };
}

/** Returns the body, or undefined if it is too long. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBody) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseObject(text: string): object | undefined {
  try {
    const value = JSON.parse(text) as unknown;
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function send(response: ServerResponse, { body, status }: Answer): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
