// A proxy before one server that lets some requests fail: refused or throttled before they take effect, or lost, with or without having taken it.
import { Agent, type IncomingMessage, type ServerResponse, request as send } from 'node:http';
import { type HttpServer, openServer } from '../../local/http-server.ts';
import type { HttpAnswer } from '../../test/faults/error-responses.ts';

/** How a request can fail. */
export const faultKinds = ['refused', 'throttled', 'lost request', 'lost answer'] as const;
export type FaultKind = (typeof faultKinds)[number];

/** What a proxy is put before, and what it does to requests. */
export interface FaultyProxyOptions {
  /** Origin of the server. */
  readonly target: string;
  /** Decides what happens to a request; undefined for most. */
  readonly strike: (request: IncomingMessage) => FaultKind | undefined;
  /** What the server says when it cannot, or when it is asked too often. */
  readonly answer: (kind: 'internal error' | 'throttled') => HttpAnswer;
  /** Called for a connection that broke without an injected fault. */
  readonly onAccident: () => void;
}

/** Longer than servers and clients keep a connection, so that none breaks here unasked. */
const keepAliveMilliseconds = 60_000;

/** Starts the proxy on a free port. The `Host` header stays what the caller sent, because signatures cover it. */
export async function startFaultyProxy(options: FaultyProxyOptions): Promise<HttpServer> {
  const agent = new Agent({ keepAlive: true });
  const server = await openServer(0, {
    keepAliveTimeout: keepAliveMilliseconds,
    requestTimeout: 0,
  });
  server.serve((request, response) => pass(request, response, { ...options, agent }));
  return {
    ...server,
    async close() {
      await server.close();
      agent.destroy();
    },
  };
}

function pass(
  request: IncomingMessage,
  response: ServerResponse,
  { target, strike, answer, onAccident, agent }: FaultyProxyOptions & { readonly agent: Agent },
): void {
  const fault = strike(request);
  if (fault === 'lost request') {
    request.socket.destroy();
    return;
  }
  if (fault === 'refused' || fault === 'throttled') {
    const { statusCode, headers, body } = answer(
      fault === 'refused' ? 'internal error' : 'throttled',
    );
    // Read to its end first, so that the connection is good for the next request.
    request.once('end', () => response.writeHead(statusCode, { ...headers }).end(body)).resume();
    return;
  }
  const { method = 'GET', headers, url } = request;
  const onward = send(target, { agent, method, headers, path: url }, (incoming) => {
    if (fault === 'lost answer') {
      incoming.once('close', () => request.socket.destroy()).resume();
      return;
    }
    response.writeHead(incoming.statusCode ?? 500, incoming.headers);
    incoming.pipe(response);
    incoming.once('error', () => response.destroy());
  });
  onward.once('error', () => {
    if (!request.destroyed) onAccident();
    request.socket.destroy();
  });
  // Who goes away takes what he asked for with him.
  response.once('close', () => onward.destroy());
  request.pipe(onward);
}
