// HTTP request → API Gateway event, function result → HTTP response, both in payload format 2.0.
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { account, region } from '../addresses.ts';
import type { Claims } from './authorize.ts';
import { decode, type RouteMatch } from './match-route.ts';
import type { ApiSettings } from './settings.ts';

/** The parts of an event. */
export interface EventParts {
  readonly api: ApiSettings;
  readonly match: RouteMatch;
  readonly incoming: IncomingMessage;
  readonly url: URL;
  readonly body: Buffer;
  readonly requestId: string;
  /** The result of the route's authorizer. */
  readonly authorizer?: AuthorizerPart;
}

/** The verified token's claims, and its scopes where the route asks for some; or the context of a Lambda authorizer. */
export type AuthorizerPart =
  | { readonly jwt: { readonly claims: Claims; readonly scopes: readonly string[] | null } }
  | { readonly lambda: Readonly<Record<string, unknown>> };

/** Builds the event. What is missing in the request is absent in the event, never null. */
export function toEvent({
  api,
  match,
  incoming,
  url,
  body,
  requestId,
  authorizer,
}: EventParts): object {
  const now = new Date();
  const { cookie, ...headers } = toHeaders(incoming);
  const isText = isTextual(headers['content-type']);
  const query = toQueryParameters(url.searchParams);
  const path = decode(url.pathname);
  return {
    version: '2.0',
    routeKey: match.route.routeKey,
    rawPath: path,
    rawQueryString: url.search.slice(1),
    ...(cookie && { cookies: cookie.split('; ') }),
    headers: {
      ...headers,
      'x-amzn-trace-id': `Root=1-${Math.floor(now.getTime() / 1000).toString(16)}-${randomUUID().replaceAll('-', '').slice(0, 24)}`,
      'x-forwarded-for': incoming.socket.remoteAddress ?? '127.0.0.1',
      'x-forwarded-port': url.port,
      'x-forwarded-proto': 'http',
    },
    ...(query && { queryStringParameters: query }),
    requestContext: {
      accountId: account,
      apiId: api.apiId,
      ...(authorizer && { authorizer }),
      domainName: url.host,
      domainPrefix: api.apiId,
      http: {
        method: incoming.method ?? 'GET',
        path,
        protocol: `HTTP/${incoming.httpVersion}`,
        sourceIp: incoming.socket.remoteAddress ?? '127.0.0.1',
        userAgent: incoming.headers['user-agent'] ?? '',
      },
      requestId,
      routeKey: match.route.routeKey,
      stage: api.stage,
      time: toLogTime(now),
      timeEpoch: now.getTime(),
    },
    ...(match.pathParameters && { pathParameters: match.pathParameters }),
    ...(body.length > 0 && { body: body.toString(isText ? 'utf8' : 'base64') }),
    isBase64Encoded: body.length > 0 && !isText,
  };
}

/** The event of a Lambda authorizer: the request without its body. */
export function toAuthorizerEvent(parts: EventParts): object {
  const event = toEvent({ ...parts, body: Buffer.alloc(0) });
  const { isBase64Encoded: _, ...request } = event as { isBase64Encoded?: boolean };
  const { api, match } = parts;
  const [method, path = ''] = match.route.routeKey.split(' ');
  const routeArn = `arn:aws:execute-api:${region}:${account}:${api.apiId}/${api.stage}/${method}${path}`;
  return { ...request, routeArn };
}

/** Headers that concern one connection only and never reach a function. */
const hopByHop = new Set([
  'connection',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
  'te',
  'trailer',
]);

/** Lower-case names; the values of a repeated header joined by commas. */
function toHeaders(incoming: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, values] of Object.entries(incoming.headersDistinct)) {
    if (values && !hopByHop.has(name)) headers[name] = values.join(name === 'cookie' ? '; ' : ',');
  }
  return headers;
}

function toQueryParameters(parameters: URLSearchParams): Record<string, string> | undefined {
  const entries = [...new Set(parameters.keys())].map(
    (name) => [name, parameters.getAll(name).join(',')] as const,
  );
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

const isTextual = (contentType = 'text/plain') =>
  /^(text\/|application\/(.+\+)?(json|xml|javascript)\b)/i.test(contentType);

/** `22/Nov/2026:07:06:03 +0000`, the Common Log Format. */
function toLogTime(date: Date): string {
  const [, day, month, year, time] =
    /^\w+, (\d+) (\w+) (\d+) ([\d:]+)/.exec(date.toUTCString()) ?? [];
  return `${day}/${month}/${year}:${time} +0000`;
}

interface Result {
  readonly statusCode?: number;
  readonly headers?: Record<string, string | number | boolean>;
  readonly cookies?: string[];
  readonly body?: string;
  readonly isBase64Encoded?: boolean;
}

/** The answer to send. */
export interface GatewayResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Buffer;
}

/** Reads a function's result; undefined when it is no valid response. A result without `statusCode` is the body of a 200. */
export function toResponse(payload: string): GatewayResponse | undefined {
  const result = JSON.parse(payload) as Result | string | null;
  if (result === null || typeof result !== 'object' || result.statusCode === undefined) {
    return {
      status: 200,
      headers: new Headers({ 'content-type': 'application/json' }),
      body: Buffer.from(typeof result === 'string' ? result : payload),
    };
  }
  const status = Number(result.statusCode);
  if (!Number.isInteger(status) || status < 200 || status > 599) return undefined;
  const headers = new Headers();
  try {
    for (const [name, value] of Object.entries(result.headers ?? {}))
      headers.set(name, String(value));
    for (const cookie of result.cookies ?? []) headers.append('set-cookie', cookie);
  } catch {
    return undefined;
  }
  if (!headers.has('content-type') && result.body)
    headers.set('content-type', 'text/plain; charset=utf-8');
  return {
    status,
    headers,
    body: Buffer.from(result.body ?? '', result.isBase64Encoded ? 'base64' : 'utf8'),
  };
}
