// GetObject and HeadObject: a version's headers, and for GET its bytes or a range of them.
import type { Readable } from 'node:stream';
import { checksumHeader } from '../checksums.ts';
import { checkRead } from '../conditions.ts';
import { invalidArgument, S3Error } from '../errors.ts';
import { type Exchange, getVersion, type Operation, versionIdHeader } from '../exchange.ts';
import { objectHeaders } from '../object-headers.ts';
import { type ByteRange, resolveRange } from '../range.ts';
import type { ObjectVersion } from '../records.ts';
import type { S3Request } from '../request.ts';
import type { S3Response } from '../response.ts';
import type { Store } from '../store.ts';
import { requireReadable } from '../write-options.ts';
import { requirePartNumber } from './upload-part.ts';

export const getObject: Operation = async (exchange) => {
  const { version, range, response } = describe(exchange);
  if (response.status !== 304) requireReadable(version.storageClass);
  if (response.status === 304 || version.size === 0) return response;
  const { start, end } = range ?? { start: 0, end: version.size - 1 };
  return { ...response, body: bytesOf(exchange.store, version, { start, end }) };
};

export const headObject: Operation = async (exchange) => describe(exchange).response;

function describe({ request, store }: Exchange): {
  version: ObjectVersion;
  range: ByteRange | undefined;
  response: S3Response;
} {
  const { bucket, key } = request;
  requireChecksumMode(request);
  const version = getVersion(store, bucket, key, request.query('versionId'));
  const verdict = checkRead((name) => request.header(name), version);
  const versionId = versionIdHeader(store, version);
  const wanted = isRangeCurrent(request.header('if-range'), version)
    ? request.header('range')
    : undefined;
  const part = partOf(store, version, request);
  const range =
    verdict === 'proceed' ? (part?.range ?? resolveRange(wanted, version.size)) : undefined;
  const headers: S3Response['headers'] & object = {
    ...objectHeaders(version, request, range === undefined),
    ...part?.headers,
    ...versionId,
  };
  if (verdict === 'not-modified') {
    const { etag, 'last-modified': lastModified, 'cache-control': cacheControl } = headers;
    return {
      version,
      range,
      response: {
        status: 304,
        headers: {
          etag,
          'last-modified': lastModified,
          'cache-control': cacheControl,
          ...versionId,
        },
      },
    };
  }
  const size = range ? range.end - range.start + 1 : version.size;
  const contentRange = range && `bytes ${range.start}-${range.end}/${version.size}`;
  return {
    version,
    range,
    response: {
      status: range || part ? 206 : 200,
      headers: { ...headers, 'content-length': size, 'content-range': contentRange },
    },
  };
}

/** S3 knows one mode. */
function requireChecksumMode(request: S3Request): void {
  const name = 'x-amz-checksum-mode';
  const mode = request.header(name);
  if (mode === undefined || mode.toUpperCase() === 'ENABLED') return;
  throw invalidArgument(`Invalid ${name} header: ${mode}`, name, mode);
}

/**
 * The part that `partNumber` names, as a range (S3 API reference, "GetObject"); an object that was not uploaded in parts
 * is its own part 1. Throws InvalidRequest beside a Range header, InvalidPartNumber for a part that is not there.
 */
function partOf(store: Store, version: ObjectVersion, request: S3Request) {
  if (request.query('partNumber') === undefined) return undefined;
  const number = requirePartNumber(request);
  if (request.header('range') !== undefined) {
    throw new S3Error(
      'InvalidRequest',
      'Cannot specify both Range header and partNumber query parameter',
    );
  }
  const { partCount } = version;
  const blobs = store.blobs(version);
  const blob = blobs[number - 1];
  if (!blob) {
    throw new S3Error('InvalidPartNumber', {
      elements: { ActualPartCount: blobs.length, PartNumberRequested: number },
    });
  }
  const isNamed = request.header('x-amz-checksum-mode')?.toUpperCase() === 'ENABLED';
  return {
    range: blob.size === 0 ? undefined : { start: blob.start, end: blob.start + blob.size - 1 },
    headers: {
      'x-amz-mp-parts-count': partCount,
      // A composite checksum is made of those of the parts, so each part has one of its own.
      ...(isNamed &&
        partCount !== undefined &&
        version.checksum?.type === 'COMPOSITE' && {
          [checksumHeader(version.checksum.algorithm)]: blob.checksum,
        }),
    },
  };
}

/** With If-Range a range only counts while the object is still the one the caller knows. */
function isRangeCurrent(ifRange: string | undefined, version: ObjectVersion): boolean {
  return (
    ifRange === undefined ||
    ifRange === `"${version.eTag}"` ||
    ifRange === version.lastModified.toUTCString()
  );
}

/** The files of a version, cut to the range; they stay until the last byte has been read. */
export async function* bytesOf(
  store: Store,
  version: ObjectVersion,
  { start, end }: ByteRange,
): AsyncGenerator<Readable> {
  const release = store.garbage.hold(version.sequence);
  try {
    for (const blob of store.blobs(version, start, end)) {
      if (blob.size === 0) continue;
      const first = Math.max(start - blob.start, 0);
      yield store.files.read(blob.file, first, Math.min(end - blob.start, blob.size - 1));
    }
  } finally {
    release();
  }
}

/** The same bytes as one sequence, for a copy. */
export async function* chunksOf(
  store: Store,
  version: ObjectVersion,
  range: ByteRange,
): AsyncGenerator<Buffer> {
  for await (const stream of bytesOf(store, version, range)) yield* stream;
}
