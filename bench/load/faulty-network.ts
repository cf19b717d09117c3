// The network of a load run: a proxy before API, S3, DynamoDB and CDN, for clients and functions alike, that lets some requests fail.
import { Agent, type IncomingMessage, type ServerResponse, request as send } from 'node:http';
import type { Origins } from '../../local/addresses.ts';
import { openServer } from '../../local/http-server.ts';
import { answerFor, type HttpAnswer } from '../../test/faults/error-responses.ts';

/** How a request can fail: before it takes effect, or lost, with or without having taken it. */
export const faultKinds = ['refused', 'throttled', 'lost request', 'lost answer'] as const;
type FaultKind = (typeof faultKinds)[number];

/** Who asks: a caller outside, or a function. */
export const askers = ['client', 'function'] as const;

/** A network that fails, and what it did. */
export type FaultyNetwork = Awaited<ReturnType<typeof startFaultyNetwork>>;
export type NetworkAccount = Pick<FaultyNetwork, 'traffic' | 'accidents'>;

/** The servers that a proxy stands before; a load sends nothing to site and issuer. */
const proxied = ['api', 's3', 'dynamodb', 'cdn'] as const;
type Proxied = (typeof proxied)[number];

/** Longer than servers and clients keep a connection, so that none breaks here unasked. */
const keepAliveTimeout = 60_000;

/** Starts the proxies on free ports; a `share` of all requests fail, each kind of fault as often as any other. */
export async function startFaultyNetwork(origins: Origins, share: number) {
  const noFaults = Object.fromEntries(faultKinds.map((kind) => [kind, 0]));
  const traffic = {
    client: { requests: 0, faults: { ...noFaults } },
    function: { requests: 0, faults: { ...noFaults } },
  };
  const agent = new Agent({ keepAlive: true });
  let accidents = 0;
  let isCalm = false;

  function drawFault(server: Proxied, request: IncomingMessage): FaultKind | undefined {
    if (isCalm) return undefined;
    const seen = traffic[askerOf(server, request)];
    seen.requests += 1;
    if (Math.random() >= share) return undefined;
    const kind = faultKinds[Math.floor(Math.random() * faultKinds.length)];
    if (kind) seen.faults[kind] = (seen.faults[kind] ?? 0) + 1;
    return kind;
  }

  /** Passes a request on. The `Host` header stays what the caller sent, because signatures cover it. */
  function pass(server: Proxied, request: IncomingMessage, response: ServerResponse): void {
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
    const onward = send(origins[server], { agent, method, headers, path: url }, (incoming) => {
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
    // A caller that goes away ends what it asked for.
    response.once('close', () => onward.destroy());
    request.pipe(onward);
  }

  const urls = await Promise.all(
    proxied.map(async (server) => {
      const { url, serve } = await openServer(0, { keepAliveTimeout, requestTimeout: 0 });
      serve((request, response) => pass(server, request, response));
      return [server, url] as const;
    }),
  );
  return {
    /** The addresses of the servers. */
    origins: { ...origins, ...Object.fromEntries(urls) } as Origins,
    /** What came through, and what was done to it. */
    traffic,
    /** Connections that broke without an injected fault. */
    get accidents() {
      return accidents;
    },
    /** No request fails from now on. */
    calm() {
      isCalm = true;
    },
  };
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
