// API Gateway's HTTP API: throttle, authorize, invoke, answer.
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import type { Outcome } from '../lambda/messages.ts';
import { createAuthorizer } from './authorize.ts';
import { applyCors, preflightHeaders } from './cors.ts';
import {
  type AuthorizerPart,
  type EventParts,
  toAuthorizerEvent,
  toEvent,
  toResponse,
} from './event.ts';
import { createFunctionAuthorizer } from './function-authorizer.ts';
import { createMatcher } from './match-route.ts';
import type { ApiSettings, AuthorizerSettings, RouteSettings } from './settings.ts';
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
  const authorizers = new Map<string, AuthorizeRequest>();
  const throttles = new Map<RouteSettings, Throttle>();
  for (const route of api.routes) {
    const { authorizer, throttle } = route;
    const key = JSON.stringify(authorizer);
    if (authorizer && !authorizers.has(key))
      authorizers.set(key, authorizeWith(authorizer, invoke));
    if (throttle) throttles.set(route, createThrottle(throttle));
  }

  async function answer(incoming: IncomingMessage, url: URL): Promise<Response> {
    const found = match(incoming.method ?? 'GET', url.pathname);
    if (!found) return message(404, 'Not Found');
    if (throttles.get(found.route)?.() === false) return message(429, 'Too Many Requests');
    const requestId = randomUUID();
    const parts = { api, match: found, incoming, url, body: Buffer.alloc(0), requestId };
    const authorizer = await authorizers.get(JSON.stringify(found.route.authorizer))?.(parts);
    if (authorizer instanceof Response) return authorizer;
    const body = await readBody(incoming);
    if (!body) return message(413, 'Request Entity Too Large');
    const event = toEvent({ ...parts, body, ...(authorizer && { authorizer }) });
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

/** What an authorizer adds to the event, or the answer to a request that it refuses. */
type AuthorizeRequest = (parts: EventParts) => Promise<AuthorizerPart | Response>;

function authorizeWith(settings: AuthorizerSettings, invoke: Invoke): AuthorizeRequest {
  if (settings.kind === 'jwt') {
    const authorize = createAuthorizer(settings);
    return async ({ incoming, match }) => {
      const said = await authorize(incoming.headers.authorization, match.route.scopes);
      return said.kind === 'allowed'
        ? { jwt: { claims: said.claims, scopes: said.scopes } }
        : refusalOf(said);
    };
  }
  const authorize = createFunctionAuthorizer(settings, { invoke });
  return async (parts) => {
    const header = parts.incoming.headers.authorization;
    const said = await authorize(header, () => toAuthorizerEvent(parts));
    return said.kind === 'allowed' ? { lambda: said.context } : refusalOf(said);
  };
}

type Refused =
  | { readonly kind: 'unauthorized'; readonly description: string }
  | { readonly kind: 'forbidden' | 'broken' };

function refusalOf(refused: Refused): Response {
  if (refused.kind === 'unauthorized') return unauthorized(refused.description);
  return refused.kind === 'forbidden'
    ? message(403, 'Forbidden')
    : message(500, 'Internal Server Error');
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
