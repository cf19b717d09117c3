// Compression at the edge, as CloudFront does it (developer guide, "Serve compressed files").
import { Readable } from 'node:stream';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';
import { createBrotliCompress, createGzip } from 'node:zlib';

/** What CloudFront can compress with, the better one first. */
export type Encoding = 'br' | 'gzip';

const types = new Set(
  `application/dash+xml application/eot application/font application/font-sfnt application/javascript application/json
  application/opentype application/otf application/pdf application/pkcs7-mime application/protobuf application/rss+xml
  application/truetype application/ttf application/vnd.apple.mpegurl application/vnd.mapbox-vector-tile
  application/vnd.ms-fontobject application/wasm application/xhtml+xml application/xml application/x-font-opentype
  application/x-font-truetype application/x-font-ttf application/x-httpd-cgi application/x-javascript
  application/x-mpegurl application/x-opentype application/x-otf application/x-perl application/x-ttf font/eot
  font/opentype font/otf font/ttf image/svg+xml text/css text/csv text/html text/javascript text/js text/plain
  text/richtext text/tab-separated-values text/xml text/x-component text/x-java-source text/x-script`.split(
    /\s+/,
  ),
);

const minBytes = 1000;
const maxBytes = 10_000_000;

/** Compresses a whole answer if its type and size are worth it and the viewer takes one of the encodings. */
export function compress(
  response: Response,
  { headers, method }: Request,
  offered: readonly Encoding[],
): Response {
  const encoding = offered.find((each) => accepts(headers.get('accept-encoding') ?? '', each));
  if (!encoding || !isCompressible(response)) return response;
  const compressed = new Headers(response.headers);
  compressed.delete('content-length');
  compressed.delete('accept-ranges');
  compressed.set('content-encoding', encoding);
  compressed.set('vary', 'Accept-Encoding');
  // The same content in other bytes (RFC 9110 §8.8.1).
  const eTag = compressed.get('etag');
  if (eTag) compressed.set('etag', eTag.replace(/^(?!W\/)/, 'W/'));
  const body = method === 'HEAD' || !response.body ? null : encode(response.body, encoding);
  return new Response(body, { status: response.status, headers: compressed });
}

function encode(body: ReadableStream, encoding: Encoding): ReadableStream {
  const source = Readable.fromWeb(body as NodeReadableStream);
  const encoder = encoding === 'br' ? createBrotliCompress() : createGzip();
  return Readable.toWeb(source.pipe(encoder)) as ReadableStream;
}

function isCompressible({ status, headers }: Response): boolean {
  const bytes = Number(headers.get('content-length') ?? Number.NaN);
  const [type = ''] = (headers.get('content-type') ?? '').split(';');
  return (
    [200, 403, 404].includes(status) &&
    !headers.has('content-encoding') &&
    types.has(type.trim().toLowerCase()) &&
    bytes >= minBytes &&
    bytes <= maxBytes
  );
}

/** Whether an Accept-Encoding names the encoding and does not refuse it with a weight of 0 (RFC 9110 §12.5.3). */
const accepts = (acceptEncoding: string, encoding: Encoding): boolean =>
  acceptEncoding.split(',').some((item) => {
    const [name = '', ...parameters] = item.split(';').map((part) => part.trim().toLowerCase());
    return name === encoding && !parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter));
  });
