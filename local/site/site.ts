// CloudFront: serves objects of the static bucket with the template's headers.
import {
  GetObjectCommand,
  type GetObjectCommandOutput,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { Hono } from 'hono';
import { decode } from '../gateway/match-route.ts';
import { toPattern } from './path-pattern.ts';
import type { BehaviorSettings, DistributionSettings } from './settings.ts';

/** Creates the site as a Hono app; `origin` is its address, to which other names of this machine are redirected. */
export function createSite(settings: DistributionSettings, s3: S3Client, origin: string): Hono {
  const behaviors = settings.behaviors.map((behavior) => ({
    behavior,
    pattern: toPattern(behavior.pathPattern.replace(/^\//, '')),
  }));
  const behaviorOf = (path: string) =>
    behaviors.find(({ pattern }) => pattern.test(path.slice(1)))?.behavior;

  async function answer(path: string, request: Request): Promise<Response> {
    const behavior = behaviorOf(path);
    if (!behavior) return new Response(null, { status: 404 });
    const response = await readObject(
      behavior,
      path === '/' ? `/${settings.defaultRootObject}` : path,
      request,
    );
    const replaced = settings.errorResponses.get(response.status);
    if (!replaced?.pagePath) return applyHeaders(response, behavior);
    const page = await readObject(
      behaviorOf(replaced.pagePath) ?? behavior,
      replaced.pagePath,
      new Request(request.url),
    );
    return applyHeaders(
      new Response(page.body, { status: replaced.status, headers: page.headers }),
      behavior,
    );
  }

  async function readObject(
    behavior: BehaviorSettings,
    path: string,
    { headers, method }: Request,
  ): Promise<Response> {
    const header = (name: string) => headers.get(name) ?? undefined;
    try {
      const object = await s3.send(
        new GetObjectCommand({
          Bucket: behavior.bucketName,
          Key: (behavior.originPath + decode(path)).replace(/^\//, ''),
          Range: header('range'),
          IfNoneMatch: header('if-none-match'),
          IfModifiedSince: header('if-modified-since')
            ? new Date(header('if-modified-since') ?? '')
            : undefined,
        }),
      );
      return toResponse(object, method === 'HEAD');
    } catch (error) {
      if (!(error instanceof S3ServiceException)) throw error;
      return toErrorResponse(error);
    }
  }

  const app = new Hono();
  app.get('*', async ({ req }) => {
    const url = new URL(req.url);
    if (url.origin !== origin)
      return Response.redirect(`${origin}${url.pathname}${url.search}`, 307);
    return answer(url.pathname, req.raw);
  });
  app.all(
    '*',
    () => new Response('This distribution answers GET and HEAD only.\n', { status: 403 }),
  );
  return app;
}

function toResponse(object: GetObjectCommandOutput, headOnly: boolean): Response {
  const headers = new Headers({ 'accept-ranges': 'bytes' });
  const set = (name: string, value: string | number | undefined) =>
    value !== undefined && headers.set(name, String(value));
  set('content-type', object.ContentType);
  set('content-length', object.ContentLength);
  set('content-range', object.ContentRange);
  set('content-disposition', object.ContentDisposition);
  set('content-encoding', object.ContentEncoding);
  set('content-language', object.ContentLanguage);
  set('cache-control', object.CacheControl);
  set('etag', object.ETag);
  set('last-modified', object.LastModified?.toUTCString());
  const body = object.Body?.transformToWebStream();
  // An unread body would keep its connection for ever.
  if (headOnly) void body?.cancel();
  return new Response(headOnly ? null : (body as ReadableStream), {
    status: object.ContentRange ? 206 : 200,
    headers,
  });
}

/** S3 hides from the CDN, which may not list the bucket, whether an object exists: a missing one is a 403. */
function toErrorResponse(error: S3ServiceException): Response {
  const status = error.$metadata.httpStatusCode ?? 500;
  if (status === 304) return new Response(null, { status, headers: notModifiedHeaders(error) });
  if (status === 404) return new Response('Access Denied\n', { status: 403 });
  return new Response(`${error.name}\n`, { status });
}

function notModifiedHeaders({ $response }: S3ServiceException): Record<string, string> {
  const kept = ['etag', 'cache-control', 'last-modified'];
  return Object.fromEntries(
    Object.entries(($response?.headers ?? {}) as Record<string, string>).filter(([name]) =>
      kept.includes(name),
    ),
  );
}

function applyHeaders(response: Response, { headers, removedHeaders }: BehaviorSettings): Response {
  for (const name of removedHeaders) response.headers.delete(name);
  for (const { name, value, override } of headers) {
    if (override || !response.headers.has(name)) response.headers.set(name, value);
  }
  return response;
}
