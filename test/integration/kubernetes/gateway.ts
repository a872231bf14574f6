import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One call of an AWS API: `CreateDBInstance`, and all that was said with it. Empty where a path says what is done. */
interface Call {
  readonly action: string;
  readonly text: string;
}

/** A call that is refused once. */
interface Refusal {
  readonly action: string;
  readonly code: string;
  readonly message: string;
}

/** What every program asks the emulated account through: it hears each call, and refuses one when it is told to. */
export class Gateway {
  private readonly heard: Call[] = [];
  private refusals: Refusal[] = [];
  private server: Server | undefined;

  /** Opens it before the account that listens on the port. Returns its own port. */
  async open(account: number): Promise<number> {
    const server = createServer((from, to) => void this.pass(account, from, to));
    this.server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen({ host: '127.0.0.1', port: 0 }, resolve);
    });
    return (server.address() as AddressInfo).port;
  }

  close(): void {
    this.server?.close();
    this.server?.closeAllConnections();
  }

  /** Refuses the next call like this, and no more. Its code must not be one that a program asks again after. */
  refuseOnce(refusal: Refusal): void {
    this.refusals.push(refusal);
  }

  heardOf(action: string): boolean {
    return this.heard.some((call) => call.action === action);
  }

  /** The actions of all calls so far that said this. */
  saying(text: string): string[] {
    return this.heard.filter((call) => call.text.includes(text)).map(({ action }) => action);
  }

  private async pass(account: number, from: IncomingMessage, to: ServerResponse): Promise<void> {
    const body = Buffer.concat((await from.toArray()) as Buffer[]);
    const call = callOf(from, body);
    this.heard.push(call);
    const refusal = this.refusals.find(({ action }) => action === call.action);
    if (refusal) {
      this.refusals = this.refusals.filter((other) => other !== refusal);
      to.writeHead(400, { 'Content-Type': 'text/xml' }).end(errorOf(refusal));
      return;
    }
    const { headers, method, url: path } = from;
    const passed = request({ headers, host: '127.0.0.1', method, path, port: account }, (answer) => {
      to.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(to);
    });
    passed.on('error', () => to.destroy()).end(body);
  }
}

/** AWS's query protocol says the action in a form, its JSON protocols in a header. */
function callOf({ headers }: IncomingMessage, body: Buffer): Call {
  const text = body.toString('utf8');
  const target = String(headers['x-amz-target'] ?? '')
    .split('.')
    .at(-1);
  const isForm = headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false;
  const action = isForm ? new URLSearchParams(text).get('Action') : target;
  return { action: action ?? '', text };
}

function errorOf({ code, message }: Refusal): string {
  return `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>refused</RequestId></ErrorResponse>`;
}
