// API Gateway's Lambda authorizer with simple responses: asks a function about a request and remembers the answer for a while.
import type { Outcome } from '../lambda/messages.ts';
import type { FunctionAuthorizerSettings } from './settings.ts';

/** The function's answer about a request. */
export type FunctionAuthorization =
  | { readonly kind: 'allowed'; readonly context: Readonly<Record<string, unknown>> }
  | { readonly kind: 'unauthorized'; readonly description: string }
  | { readonly kind: 'forbidden' }
  | { readonly kind: 'broken' };

/** Decides about an `Authorization` header; `toEvent` builds the request that the function sees. */
export type AuthorizeByFunction = (
  header: string | undefined,
  toEvent: () => object,
) => Promise<FunctionAuthorization>;

/** What the authorizer needs from outside. */
export interface FunctionAuthorizerOptions {
  readonly invoke: (functionArn: string, event: unknown) => Promise<Outcome>;
  /** Milliseconds. */
  readonly now?: () => number;
}

/**
 * Creates the authorizer. The header is the key of the cache, which answers every route alike. Without the header the function is
 * not called. When it throws or answers in another form, the answer is 500, which is not remembered.
 */
export function createFunctionAuthorizer(
  { functionArn, cacheSeconds }: FunctionAuthorizerSettings,
  { invoke, now = Date.now }: FunctionAuthorizerOptions,
): AuthorizeByFunction {
  const cache = new Map<string, { until: number; authorization: FunctionAuthorization }>();

  return async (header, toEvent) => {
    if (!header) return { kind: 'unauthorized', description: '' };
    const remembered = cache.get(header);
    if (remembered && remembered.until > now()) return remembered.authorization;
    cache.delete(header);
    const event = { type: 'REQUEST', identitySource: [header], ...toEvent() };
    const authorization = authorizationOf(await invoke(functionArn, event));
    if (authorization.kind !== 'broken' && cacheSeconds > 0)
      cache.set(header, { until: now() + cacheSeconds * 1000, authorization });
    return authorization;
  };
}

function authorizationOf(outcome: Outcome): FunctionAuthorization {
  if (outcome.kind !== 'succeeded') return { kind: 'broken' };
  const answer = JSON.parse(outcome.payload) as {
    isAuthorized?: unknown;
    context?: Readonly<Record<string, unknown>>;
  } | null;
  if (typeof answer?.isAuthorized !== 'boolean') return { kind: 'broken' };
  return answer.isAuthorized
    ? { kind: 'allowed', context: answer.context ?? {} }
    : { kind: 'forbidden' };
}
