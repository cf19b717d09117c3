// The network of a load run, in a child process: a proxy before API, S3, DynamoDB and CDN, for clients and functions alike,
// that lets some requests fail.
import { Agent, type IncomingMessage, type ServerResponse, request as send } from 'node:http';
import type { Origins } from '../../local/addresses.ts';
import { openServer } from '../../local/http-server.ts';
import { answerFor, type HttpAnswer } from '../../test/faults/error-responses.ts';

/** How a request can fail: before it takes effect, or lost, with or without having taken it. */
export const faultKinds = ['refused', 'throttled', 'lost request', 'lost answer'] as const;
type FaultKind = (typeof faultKinds)[number];

/** The sender of a request: a caller outside, or a function. */
export const askers = ['client', 'function'] as const;

/** The counts of requests, of injected faults, and of connections that broke without one. */
export type NetworkAccount = ReturnType<typeof calm>;

/** The servers that a proxy stands before; a load sends nothing to site and issuer. */
const proxied = ['api', 's3', 'dynamodb', 'cdn'] as const;
type Proxied = (typeof proxied)[number];

/** Longer than servers and clients keep a connection, so that none breaks here unasked. */
const keepAliveTimeout = 60_000;

const agent = new Agent({ keepAlive: true });
const noFaults = Object.fromEntries(faultKinds.map((kind) => [kind, 0]));
const traffic = {
  client: { requests: 0, faults: { ...noFaults } },
  function: { requests: 0, faults: { ...noFaults } },
};
let accidents = 0;
let share = 0;

/** Starts the proxies on free ports; a share of all requests fail, each kind of fault equally often. Returns their addresses. */
export async function connect(origins: Origins, faultShare: number): Promise<Origins> {
  share = faultShare;
  const urls = proxied.map(async (server) => {
    const { url, serve } = await openServer(0, { keepAliveTimeout, requestTimeout: 0 });
    serve((request, response) => pass(server, origins[server], request, response));
    return [server, url] as const;
  });
  return { ...origins, ...Object.fromEntries(await Promise.all(urls)) };
}

/** Stops the faults; returns the counts until then. */
export function calm() {
  share = 0;
  return { traffic, accidents };
}

function drawFault(server: Proxied, request: IncomingMessage): FaultKind | undefined {
  const seen = traffic[askerOf(server, request)];
  seen.requests += 1;
  if (Math.random() >= share) return undefined;
  const kind = faultKinds[Math.floor(Math.random() * faultKinds.length)];
  if (kind) seen.faults[kind] = (seen.faults[kind] ?? 0) + 1;
  return kind;
}

/** Passes a request on. The `Host` header stays what the caller sent, because signatures cover it. */
function pass(
  server: Proxied,
  origin: string,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const fault = drawFault(server, request);
  if (fault === 'lost request') {
    request.socket.destroy();
    return;
  }
  if (fault === 'refused' || fault === 'throttled') {
    const { statusCode, headers, body } = answers[server][fault];
    // Read to its end first, so that the connection is good for the next request.
    request.once('end', () => response.writeHead(statusCode, { ...headers }).end(body)).resume();
    return;
  }
  const { method = 'GET', headers, url } = request;
  const onward = send(origin, { agent, method, headers, path: url }, (incoming) => {
    if (fault === 'lost answer') {
      incoming.once('close', () => request.socket.destroy()).resume();
      return;
    }
    response.writeHead(incoming.statusCode ?? 500, incoming.headers);
    incoming.pipe(response);
    incoming.once('error', () => response.destroy());
  });
  onward.once('error', () => {
    if (!request.destroyed) accidents += 1;
    request.socket.destroy();
  });
  // When a caller disconnects, its request ends.
  response.once('close', () => onward.destroy());
  request.pipe(onward);
}

/** Functions sign in a header; people's requests to S3 have their signature in the URL or in the form. */
const askerOf = (server: Proxied, { headers }: IncomingMessage) =>
  server === 'dynamodb' || (server === 's3' && headers.authorization) ? 'function' : 'client';

const ofGateway = (statusCode: number, message: string): HttpAnswer => ({
  statusCode,
  headers: { 'content-type': 'application/json' },
  body: Buffer.from(JSON.stringify({ message })),
});
const gatewayAnswers = {
  refused: ofGateway(503, 'Service Unavailable'),
  throttled: ofGateway(429, 'Too Many Requests'),
};
const ofService = (client: 'S3Client' | 'DynamoDBClient') => ({
  refused: answerFor(client, 'internal error'),
  throttled: answerFor(client, 'throttled'),
});
const answers: Readonly<Record<Proxied, typeof gatewayAnswers>> = {
  api: gatewayAnswers,
  cdn: gatewayAnswers,
  s3: ofService('S3Client'),
  dynamodb: ofService('DynamoDBClient'),
};
