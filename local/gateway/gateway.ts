// API Gateway's HTTP API: throttle, authorize, invoke, answer.
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import type { Outcome } from '../lambda/messages.ts';
import { type Authorization, type Authorize, createAuthorizer } from './authorize.ts';
import { applyCors, preflightHeaders } from './cors.ts';
import { toEvent, toResponse } from './event.ts';
import { createMatcher, type RouteMatch } from './match-route.ts';
import type { ApiSettings, RouteSettings } from './settings.ts';
import { createThrottle, type Throttle } from './throttle.ts';

/** Largest request body, 10 MB. */
const maxBodyBytes = 10 * 1024 * 1024;
/** Largest event that Lambda takes, 6 MB. */
const maxEventBytes = 6 * 1024 * 1024;
/** Largest request line with headers. Node refuses more with 431, as API Gateway does. */
export const maxHeaderBytes = 10_240;

/** Invokes a function by its ARN. */
export type Invoke = (functionArn: string, event: unknown) => Promise<Outcome>;

/** Creates the gateway as a Hono app for Node's HTTP server. */
export function createGateway(api: ApiSettings, invoke: Invoke): Hono<{ Bindings: HttpBindings }> {
  const match = createMatcher(api.routes);
  const authorizers = new Map<string, Authorize>();
  const throttles = new Map<RouteSettings, Throttle>();
  for (const route of api.routes) {
    const { authorizer, throttle } = route;
    if (authorizer) authorizers.set(JSON.stringify(authorizer), createAuthorizer(authorizer));
    if (throttle) throttles.set(route, createThrottle(throttle));
  }

  const authorize = async (
    { route }: RouteMatch,
    incoming: IncomingMessage,
  ): Promise<Authorization | undefined> =>
    route.authorizer &&
    (await authorizers.get(JSON.stringify(route.authorizer))?.(
      incoming.headers.authorization,
      route.scopes,
    ));

  async function answer(incoming: IncomingMessage, url: URL): Promise<Response> {
    const found = match(incoming.method ?? 'GET', url.pathname);
    if (!found) return message(404, 'Not Found');
    if (throttles.get(found.route)?.() === false) return message(429, 'Too Many Requests');
    const authorization = await authorize(found, incoming);
    if (authorization?.kind === 'unauthorized') return unauthorized(authorization.description);
    if (authorization?.kind === 'forbidden') return message(403, 'Forbidden');
    const body = await readBody(incoming);
    if (!body) return message(413, 'Request Entity Too Large');
    const requestId = randomUUID();
    const event = toEvent({
      api,
      match: found,
      incoming,
      url,
      body,
      requestId,
      ...(authorization && { jwt: { claims: authorization.claims, scopes: authorization.scopes } }),
    });
    if (
      body.length > maxEventBytes / 2 &&
      Buffer.byteLength(JSON.stringify(event)) > maxEventBytes
    ) {
      return message(413, 'Request Entity Too Large');
    }
    const response = await integrate(found.route, event);
    response.headers.set('apigw-requestid', requestId);
    return response;
  }

  async function integrate(route: RouteSettings, event: object): Promise<Response> {
    const { promise: timeout, resolve } = Promise.withResolvers<undefined>();
    const timer = setTimeout(resolve, route.timeoutMilliseconds);
    const outcome = await Promise.race([invoke(route.functionArn, event), timeout]);
    clearTimeout(timer);
    if (!outcome) return message(503, 'Service Unavailable');
    const response = outcome.kind === 'succeeded' ? toResponse(outcome.payload) : undefined;
    if (!response) return message(500, 'Internal Server Error');
    const { status, headers, body } = response;
    return new Response(withoutBody.has(status) ? null : new Uint8Array(body), { status, headers });
  }

  const app = new Hono<{ Bindings: HttpBindings }>();
  app.all('*', async (context) => {
    const { incoming } = context.env;
    const origin = incoming.headers.origin;
    if (api.cors && incoming.method === 'OPTIONS') {
      return new Response(null, { status: 204, headers: preflightHeaders(api.cors, origin) });
    }
    const response = await answer(incoming, new URL(context.req.url));
    if (api.cors) applyCors(response.headers, api.cors, origin);
    return response;
  });
  return app;
}

/** Statuses whose responses have no body. */
const withoutBody = new Set([204, 205, 304]);

const message = (status: number, text: string, headers: Record<string, string> = {}) =>
  Response.json({ message: text }, { status, headers });

function unauthorized(description: string): Response {
  const challenge = description
    ? `Bearer scope="" error="invalid_token" error_description="${description}"`
    : 'Bearer';
  return message(401, 'Unauthorized', { 'www-authenticate': challenge });
}

/** Reads the body; undefined as soon as it is larger than the gateway takes. */
async function readBody(incoming: IncomingMessage): Promise<Buffer | undefined> {
  if (Number(incoming.headers['content-length'] ?? 0) > maxBodyBytes) return undefined;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    size += chunk.length;
    if (size > maxBodyBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
