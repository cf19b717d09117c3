// The HTTP edge: an API Gateway HTTP API event (payload 2.0) becomes a request, an answer becomes its result.
import type {
  APIGatewayEventRequestContextV2WithAuthorizer,
  APIGatewayProxyEventV2,
  APIGatewayProxyEventV2WithRequestContext,
  APIGatewayProxyStructuredResultV2,
  Context,
} from 'aws-lambda';
import type { Principal } from '../../domain/access.ts';
import { notFound, type Refusal } from '../../domain/errors.ts';
import type { IdentityRules } from '../../domain/identity.ts';
import { isFileId } from '../../domain/key.ts';
import { bearerOf, noPermission, permissionIdOf } from '../../domain/upload-permission.ts';
import type { OperatorRouteKey, RouteKey } from '../../functions.ts';
import { answer, type Route } from '../../http/http.ts';
import { type Authorizer, identify, subOf } from '../../http/identify.ts';
import {
  type ApiHeaders,
  type ApiRequest,
  type ApiResponse,
  headersIn,
} from '../../http/messages.ts';
import { refuseSurplus, type Takes } from '../../http/surplus.ts';

/** A request that an authorizer saw. */
export type AuthorizedEvent = APIGatewayProxyEventV2WithRequestContext<
  APIGatewayEventRequestContextV2WithAuthorizer<Authorizer>
>;

/** A Lambda handler for one route behind an authorizer, that takes neither query nor body unless it says so. */
export const apiGateway =
  (route: Route, rules: IdentityRules, takes: Takes = {}) =>
  async (event: AuthorizedEvent, context?: Context): Promise<APIGatewayProxyStructuredResultV2> => {
    const { authorizer } = event.requestContext;
    const strict: Route = async (request, called) => {
      await refuseSurplus(request, takes);
      return route(request, called);
    };
    const who = () => identify(authorizer, event.headers.authorization, rules, new Date());
    return respond(event, context, strict, who, subOf(authorizer));
  };

type Handler = ReturnType<typeof apiGateway>;

/** A Lambda handler for the several routes of one function, each by its key. */
export const apiGatewayRoutes =
  (routes: Readonly<Partial<Record<RouteKey | OperatorRouteKey, Handler>>>): Handler =>
  async (event, context) => {
    const handler = routes[event.routeKey as keyof typeof routes];
    if (!handler) throw new Error(`No handler for ${event.routeKey}.`);
    return handler(event, context);
  };

/** A Lambda handler for one route that takes an upload permission in place of an access token. */
export const apiGatewayPermitted =
  (route: Route, takes: Takes = {}) =>
  async (
    event: APIGatewayProxyEventV2,
    context?: Context,
  ): Promise<APIGatewayProxyStructuredResultV2> => {
    const strict: Route = async (request, called) => {
      await refuseSurplus(request, takes);
      return route(request, called);
    };
    return respond(event, context, strict, () => {
      const token = (event.headers.authorization ?? '').replace(/^bearer +/i, '');
      const id = permissionIdOf(token);
      if (id === undefined) throw noPermission();
      return bearerOf(id, new Date().toISOString());
    });
  };

/**
 * A Lambda handler for a route without an authorizer: the caller is unauthenticated. A query is ignored, because programs through
 * which people send links add parameters. `finish` sees each answer last, errors included.
 */
export const apiGatewayAnonymous =
  (
    route: Route,
    finish: (response: ApiResponse, asked: ApiHeaders) => ApiResponse = (response) => response,
  ) =>
  async (
    event: APIGatewayProxyEventV2,
    context?: Context,
  ): Promise<APIGatewayProxyStructuredResultV2> => {
    const response = await answerTo(event, context, route, () => ({ sub: '', groups: [] }));
    return resultOf(finish(response, headersIn(event.headers)));
  };

/** A Lambda handler for requests that no route takes; it reads only the method and the path. */
export const unknownRoute =
  (refuse: (request: { readonly method: string; readonly path: string }) => Refusal) =>
  async ({
    routeKey,
    rawPath,
    requestContext,
  }: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> => {
    const { requestId, http } = requestContext;
    return resultOf(
      await answer({ route: routeKey, requestId }, () =>
        Promise.reject(refuse({ method: http.method, path: rawPath })),
      ),
    );
  };

const respond = async (
  ...asked: Parameters<typeof answerTo>
): Promise<APIGatewayProxyStructuredResultV2> => resultOf(await answerTo(...asked));

async function answerTo(
  event: APIGatewayProxyEventV2,
  context: Context | undefined,
  route: Route,
  who: () => Principal,
  sub?: unknown,
): Promise<ApiResponse> {
  const params = (event.pathParameters ?? {}) as Record<string, string>;
  const remainingMs = () => context?.getRemainingTimeInMillis() ?? 0;
  const trace = {
    route: event.routeKey,
    requestId: event.requestContext.requestId,
    // Any other text in its place was written by the caller.
    fileId: isFileId(params.id ?? '') ? params.id : undefined,
    by: typeof sub === 'string' ? sub : undefined,
  };
  return answer(trace, async () => {
    const principal = who();
    // No file has such an id, and a long one exceeds the table's limit for keys.
    if (params.id !== undefined && !isFileId(params.id)) throw notFound();
    return route(requestOf(event), { principal, params, remainingMs });
  });
}

const resultOf = ({ status, headers, body }: ApiResponse): APIGatewayProxyStructuredResultV2 => ({
  statusCode: status,
  headers,
  body,
});

function requestOf(event: APIGatewayProxyEventV2): ApiRequest {
  const { method } = event.requestContext.http;
  const query = event.rawQueryString ? `?${event.rawQueryString}` : '';
  const hasBody = event.body !== undefined && method !== 'GET' && method !== 'HEAD';
  const protocol = event.headers['x-forwarded-proto'] ?? 'https';
  // The path is decoded: a `?` or `#` in a segment begins neither a query nor a fragment.
  const path = event.rawPath.replace(/[?#]/g, encodeURIComponent);
  return {
    method,
    url: `${protocol}://${event.requestContext.domainName}${path}${query}`,
    headers: headersIn(event.headers),
    async arrayBuffer() {
      if (!hasBody) return new ArrayBuffer(0);
      const bytes = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
      return new Uint8Array(bytes).buffer;
    },
  };
}
