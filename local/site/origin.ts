// CloudFront's way to its origin: reads an object of a bucket and answers as S3 would answer the CDN.
import {
  GetObjectCommand,
  type GetObjectCommandOutput,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { decode } from '../gateway/match-route.ts';
import type { BucketOrigin } from './settings.ts';

/** Reads the object that a path names, with the parameters of S3's that have come through. */
export async function readObject(
  s3: S3Client,
  origin: BucketOrigin,
  { path, query }: { readonly path: string; readonly query: URLSearchParams },
  { headers, method }: Request,
): Promise<Response> {
  const header = (name: string) => headers.get(name) ?? undefined;
  // S3 reads a bare plus in a path as a blank, as HTML forms write it.
  const Key = (origin.originPath + decode(path.replaceAll('+', ' '))).replace(/^\//, '');
  // Without a key it would be a listing of the bucket, which is not what the CDN is for.
  if (Key === '') return accessDenied();
  const modifiedSince = header('if-modified-since');
  try {
    const object = await s3.send(
      new GetObjectCommand({
        Bucket: origin.bucketName,
        Key,
        VersionId: query.get('versionId') ?? undefined,
        ResponseCacheControl: query.get('response-cache-control') ?? undefined,
        ResponseContentDisposition: query.get('response-content-disposition') ?? undefined,
        ResponseContentType: query.get('response-content-type') ?? undefined,
        Range: header('range'),
        // The edge compares weakly (RFC 9110 §13.1.2): what it compressed itself is the same object.
        IfNoneMatch: header('if-none-match')?.replaceAll('W/"', '"'),
        IfModifiedSince: modifiedSince ? new Date(modifiedSince) : undefined,
      }),
    );
    return toResponse(object, method === 'HEAD');
  } catch (error) {
    if (!(error instanceof S3ServiceException)) throw error;
    return toErrorResponse(error, origin);
  }
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

const accessDenied = () => new Response('AccessDenied\n', { status: 403 });

/** From whoever may not list the bucket S3 hides whether an object exists: a missing one is a 403. */
function toErrorResponse(error: S3ServiceException, { mayList }: BucketOrigin): Response {
  const status = error.$metadata.httpStatusCode ?? 500;
  if (status === 304) return new Response(null, { status, headers: notModifiedHeaders(error) });
  if (status === 404 && !mayList) return accessDenied();
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
