// CloudFront: from a viewer's request through the edge function, the edge's memory and the origin to the answer with the
// template's headers.
import type { S3Client } from '@aws-sdk/client-s3';
import { Hono } from 'hono';
import { answerFrom } from './answer-cached.ts';
import { compress } from './compress.ts';
import type { EdgeCache } from './edge-cache.ts';
import { readObject } from './origin.ts';
import { passOn } from './pass-on.ts';
import { toPattern } from './path-pattern.ts';
import type { BehaviorSettings, DistributionSettings } from './settings.ts';
import { refuseSignature, type SignatureRefusal } from './signed-url.ts';

/** What a distribution is served from. */
export interface SiteParts {
  readonly s3: S3Client;
  /** The distribution's address, to which other names of this machine are redirected. */
  readonly origin: string;
  /** Where the API is to which requests are passed on. */
  readonly api: string;
  readonly cache: EdgeCache;
}

/** Creates a distribution as a Hono app. */
export function createSite(
  settings: DistributionSettings,
  { s3, origin, api, cache }: SiteParts,
): Hono {
  const behaviors = settings.behaviors.map((behavior) => ({
    behavior,
    pattern: toPattern(behavior.pathPattern.replace(/^\//, '')),
  }));
  const behaviorOf = (path: string) =>
    behaviors.find(({ pattern }) => pattern.test(path.slice(1)))?.behavior;

  async function answer(path: string, request: Request): Promise<Response> {
    // The behavior is chosen before its function runs, by the path that the viewer sent.
    const behavior = behaviorOf(path);
    if (!behavior) return new Response(null, { status: 404 });
    if (!behavior.methods.includes(request.method)) return refusedMethod(request.method);
    if (behavior.trustedKeys) {
      const refusal = refuseSignature(request.url, behavior.trustedKeys, Date.now() / 1000);
      if (refusal) return applyHeaders(refused(refusal), behavior);
    }
    const routed = behavior.edgeFunction?.(request) ?? { uri: path };
    if ('response' in routed) return routed.response;
    const key = routed.uri === '/' ? `/${settings.defaultRootObject}` : routed.uri;
    const response = await read(behavior, key, request);
    const page = await errorPage(response.status, request);
    return applyHeaders(compress(page ?? response, request, behavior.encodings), behavior);
  }

  /** The page that the distribution has for a status of the origin; undefined where the origin's answer stands. */
  async function errorPage(status: number, request: Request): Promise<Response | undefined> {
    const replaced = settings.errorResponses.get(status);
    const pageBehavior = replaced?.pagePath && behaviorOf(replaced.pagePath);
    if (!replaced?.pagePath || !pageBehavior) return undefined;
    const unconditional = new Request(request.url, { method: request.method });
    const page = await read(pageBehavior, replaced.pagePath, unconditional);
    // Without its page CloudFront shows the origin's own answer.
    if (!page.ok) return undefined;
    return new Response(page.body, { status: replaced.status, headers: page.headers });
  }

  /** Answers from memory, or from the origin: a whole answer of a bucket is then remembered. */
  async function read(behavior: BehaviorSettings, path: string, request: Request) {
    const { origin } = behavior;
    if ('passedHeaders' in origin) return missed(await passOn(origin, api, request));
    const query = forwarded(new URL(request.url).searchParams, behavior);
    const key = `${behavior.pathPattern} ${path}?${query}`;
    const known = cache.find(key);
    if (known) return answerFrom(known, request);
    const since = Date.now();
    const response = await readObject(s3, origin, { path, query }, request);
    const isWhole = request.method === 'GET' && response.status === 200;
    return missed(
      isWhole ? await cache.keep({ key, path, since }, response, behavior.cachePolicy) : response,
    );
  }

  const app = new Hono();
  app.all('*', async ({ req }) => {
    const url = new URL(req.url);
    if (url.origin !== origin)
      return Response.redirect(`${origin}${url.pathname}${url.search}`, 307);
    return answer(url.pathname, req.raw);
  });
  return app;
}

/** The parameters that the behavior's policy lets through to the origin; the others are as if they were not there. */
const forwarded = (asked: URLSearchParams, { cachePolicy }: BehaviorSettings): URLSearchParams =>
  new URLSearchParams(
    [...asked].filter(([name]) => cachePolicy.queryStrings.includes(name)).sort(),
  );

/** An answer that comes from the origin, marked as such. */
function missed(response: Response): Response {
  response.headers.set('x-cache', `${response.status < 400 ? 'Miss' : 'Error'} from cloudfront`);
  return response;
}

const refusedMethod = (method: string): Response =>
  new Response(`This distribution does not take ${method} here.\n`, { status: 403 });

const messages: Readonly<Record<SignatureRefusal, string>> = {
  MissingKey: 'Missing Key-Pair-Id query parameter or cookie value',
  InvalidKey: 'Unknown Key',
  AccessDenied: 'Access denied',
};

const refused = (code: SignatureRefusal): Response =>
  new Response(
    `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${messages[code]}</Message></Error>`,
    { status: 403, headers: { 'content-type': 'text/xml', 'x-cache': 'Error from cloudfront' } },
  );

function applyHeaders(response: Response, { headers, removedHeaders }: BehaviorSettings): Response {
  for (const name of removedHeaders) response.headers.delete(name);
  for (const { name, value, override } of headers) {
    if (override || !response.headers.has(name)) response.headers.set(name, value);
  }
  return response;
}
