// The gate of DynamoDB: identifies the caller by the access key, has the authority decide, and forwards the request to the
// engine. The engine checks no signature, and neither does the gate: a key id identifies its owner.
import { randomUUID } from 'node:crypto';
import {
  Agent,
  type IncomingMessage,
  type RequestListener,
  type ServerResponse,
  request as send,
} from 'node:http';
import type { Authority } from '../iam/authority.ts';
import { accessesOf } from './accesses.ts';
import type { TableSettings } from './settings.ts';

/** The engine behind the gate, and the authority. */
export interface GateOptions {
  /** Origin of the engine. */
  readonly engine: string;
  readonly tables: readonly TableSettings[];
  readonly authority: Authority;
}

interface Refusal {
  readonly type: string;
  readonly message: string;
}

/** Creates the gate as a request listener. */
export function createGate(options: GateOptions): RequestListener {
  const agent = new Agent({ keepAlive: true });
  return async (request, response) => {
    try {
      const refusal = await refuse(request, options);
      if (refusal.kind === 'refused') answer(response, refusal);
      else forward(request, response, { ...options, agent, body: refusal.body });
    } catch (error) {
      console.error('dynamodb: a request could not be decided', error);
      answer(response, { type: 'InternalServerError', message: String(error) });
    }
  };
}

type Checked =
  | ({ readonly kind: 'refused' } & Refusal)
  | { readonly kind: 'admitted'; readonly body?: Buffer };

async function refuse(
  request: IncomingMessage,
  { authority, tables }: GateOptions,
): Promise<Checked> {
  const accessKeyId = /Credential=([^/]+)\//.exec(request.headers.authorization ?? '')?.[1];
  const principal = authority.principalOf(accessKeyId ?? '');
  if (!accessKeyId || !principal) return { kind: 'refused', ...unrecognized };
  if (principal.kind === 'administrator') return { kind: 'admitted' };
  const body = await readBody(request);
  const operation = String(request.headers['x-amz-target']).split('.')[1] ?? '';
  const accesses = accessesOf(operation, body.toString(), tables);
  if (!accesses) {
    const message = `The local cloud does not know which rights dynamodb:${operation} asks for (local/table/accesses.ts).`;
    console.error(message);
    return { kind: 'refused', type: 'AccessDeniedException', message };
  }
  for (const access of accesses) {
    const decision = await authority.decide({ accessKeyId, ...access });
    if (!decision.allowed)
      return { kind: 'refused', type: 'AccessDeniedException', message: decision.message };
  }
  return { kind: 'admitted', body };
}

const unrecognized: Refusal = {
  type: 'UnrecognizedClientException',
  message: 'The security token included in the request is invalid.',
};

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function forward(
  request: IncomingMessage,
  response: ServerResponse,
  { engine, agent, body }: GateOptions & { agent: Agent; body: Buffer | undefined },
): void {
  const { method, headers } = request;
  const onward = send(
    engine,
    { agent, ...(method && { method }), headers, path: request.url },
    (incoming) => {
      response.writeHead(incoming.statusCode ?? 500, incoming.headers);
      incoming.pipe(response);
    },
  );
  onward.on('error', () => response.destroy());
  if (body) onward.end(body);
  else request.pipe(onward);
}

/** An error in the form of DynamoDB's own front: the type with its namespace, and `Message` with a capital. */
function answer(response: ServerResponse, { type, message }: Refusal): void {
  const body = JSON.stringify({ __type: `com.amazon.coral.service#${type}`, Message: message });
  response.writeHead(type === 'InternalServerError' ? 500 : 400, {
    'content-type': 'application/x-amz-json-1.0',
    'content-length': Buffer.byteLength(body),
    'x-amzn-requestid': randomUUID().replaceAll('-', '').toUpperCase(),
  });
  response.end(body);
}
