import { createServer, type IncomingMessage, type Server } from 'node:http';
import { freePorts } from '../support/process';

/** The labels of a series, with its name. */
type Labels = Readonly<Record<string, string>>;

/** A server on the loopback that answers Prometheus' API with one series, whose value changes. */
export class FakePrometheus {
  /** Current value of the series. Without one there are no samples. */
  value: number | undefined;
  /** Queries of values, in their order. */
  readonly queries: string[] = [];

  private server: Server | undefined;

  constructor(private readonly series: Labels) {}

  /** Starts the server and returns its URL. */
  async start(): Promise<string> {
    const port = await freePorts(1);
    this.server = createServer((request, response) => {
      void readForm(request).then((form) => {
        const { pathname } = new URL(request.url ?? '/', 'http://localhost');
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(JSON.stringify({ data: this.answer(pathname, form), status: 'success' }));
      });
    });
    await new Promise<void>((resolve) => this.server?.listen(port, '127.0.0.1', resolve));
    return `http://127.0.0.1:${port}`;
  }

  stop(): void {
    this.server?.close();
    this.server?.closeAllConnections();
  }

  private answer(path: string, form: URLSearchParams): unknown {
    if (path.endsWith('/series')) return this.value === undefined ? [] : [this.series];
    this.queries.push(form.get('query') ?? '');
    const result =
      this.value === undefined ? [] : [{ metric: this.series, value: [Date.now() / 1000, String(this.value)] }];
    return { result, resultType: 'vector' };
  }
}

async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const { searchParams } = new URL(request.url ?? '/', 'http://localhost');
  new URLSearchParams(Buffer.concat(chunks).toString()).forEach((value, key) => searchParams.append(key, value));
  return searchParams;
}
