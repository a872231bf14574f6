import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { withParameterSources } from './parameter-sources';

/** One call of an AWS API: its action (`CreateDBInstance`) and its body. The action is empty in REST protocols. */
interface Call {
  readonly action: string;
  readonly text: string;
}

/** An injected error for one call. */
interface Fault {
  readonly action: string;
  readonly code: string;
  readonly message: string;
}

/** An HTTP proxy to the emulated account, which records every call and injects errors. */
export class RecordingProxy {
  private readonly calls: Call[] = [];
  private pendingFaults: Fault[] = [];
  private server: Server | undefined;

  /** Starts the proxy for an account's port, and returns the proxy's port. */
  async open(account: number): Promise<number> {
    const server = createServer((from, to) => void this.forward(account, from, to));
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

  /** Fails the next call of an action. Use an error code that clients do not retry. */
  failOnce(fault: Fault): void {
    this.pendingFaults.push(fault);
  }

  /** Removes the faults of calls that were not made, and returns their actions. */
  endFaults(): string[] {
    const actions = this.pendingFaults.map(({ action }) => action);
    this.pendingFaults = [];
    return actions;
  }

  hasCall(action: string): boolean {
    return this.calls.some((call) => call.action === action);
  }

  /** Actions of the calls whose body contains a text. */
  actionsContaining(text: string): string[] {
    return this.calls.filter((call) => call.text.includes(text)).map(({ action }) => action);
  }

  private async forward(account: number, from: IncomingMessage, to: ServerResponse): Promise<void> {
    const body = Buffer.concat((await from.toArray()) as Buffer[]);
    const call = parseCall(from, body);
    this.calls.push(call);
    const fault = this.pendingFaults.find(({ action }) => action === call.action);
    if (fault) {
      this.pendingFaults = this.pendingFaults.filter((other) => other !== fault);
      to.writeHead(400, { 'Content-Type': 'text/xml' }).end(errorBody(fault, call));
      return;
    }
    const { headers, method, url: path } = from;
    const passed = request({ headers, host: '127.0.0.1', method, path, port: account }, (response) => {
      if (call.action === 'DescribeDBParameters') return void sendParameters(response, to);
      to.writeHead(response.statusCode ?? 502, response.headers);
      response.pipe(to);
    });
    passed.on('error', () => to.destroy()).end(body);
  }
}

/** Sends a completed description of parameters, whose length differs. */
async function sendParameters(response: IncomingMessage, to: ServerResponse): Promise<void> {
  const text = Buffer.concat((await response.toArray()) as Buffer[]).toString('utf8');
  to.writeHead(response.statusCode ?? 502, { 'Content-Type': 'text/xml' }).end(withParameterSources(text));
}

/** The action is a form field in AWS's query protocol and a header in its JSON protocols. */
function parseCall({ headers }: IncomingMessage, body: Buffer): Call {
  const text = body.toString('utf8');
  const target = String(headers['x-amz-target'] ?? '')
    .split('.')
    .at(-1);
  const isForm = headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false;
  const action = isForm ? new URLSearchParams(text).get('Action') : target;
  return { action: action ?? '', text };
}

/** EC2 has a format of its own. */
function errorBody({ code, message }: Fault, { text }: Call): string {
  const isEc2 = text.includes('Version=2016-11-15');
  if (isEc2)
    return `<Response><Errors><Error><Code>${code}</Code><Message>${message}</Message></Error></Errors><RequestID>injected</RequestID></Response>`;
  return `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>injected</RequestId></ErrorResponse>`;
}
