// Step 3: the body as the caller meant it, and the digests it must have.
import { decodeAwsChunked } from './aws-chunked.ts';
import { BodyDigests } from './body-digests.ts';
import {
  type ChecksumAlgorithm,
  isBase64Of,
  isChecksumAlgorithm,
  isChecksumValue,
} from './checksums.ts';
import { S3Error } from './errors.ts';
import type { ExpectedChecksum, ExpectedDigests } from './expected-digests.ts';
import type { S3Request } from './request.ts';
import type { Identity } from './sigv4.ts';

const MAX_DOCUMENT_BYTES = 8 * 1024 * 1024;

/** A body with the encoding of its transport taken off. */
export interface Payload {
  readonly chunks: AsyncIterable<Buffer>;
  readonly sizeInBytes: number;
  readonly expected: ExpectedDigests;
}

/** Reads the headers of an upload. Throws MissingContentLength, InvalidDigest, InvalidRequest. */
export function openPayload(
  request: S3Request,
  identity: Identity,
  isChecksumOfBody = true,
): Payload {
  const { payloadHash, seed } = identity;
  const md5 = request.header('content-md5');
  if (md5 !== undefined && !isBase64Of(md5, 16)) throw new S3Error('InvalidDigest');
  if (!payloadHash.startsWith('STREAMING-')) {
    // Nothing would follow such a body, and the checksum that the trailer announces would never be validated.
    if (request.header('x-amz-trailer') !== undefined) {
      throw new S3Error('InvalidRequest', 'x-amz-trailer is only valid with a streaming payload.');
    }
    const sha256 = payloadHash === 'UNSIGNED-PAYLOAD' ? undefined : payloadHash;
    return {
      chunks: request.body(),
      sizeInBytes: requireLength(request, 'content-length'),
      expected: {
        md5,
        sha256,
        checksum: isChecksumOfBody ? checksumInHeaders(request) : undefined,
      },
    };
  }
  const declaredTrailer = request.header('x-amz-trailer')?.trim().toLowerCase() || undefined;
  const trailers = new Map<string, string>();
  const isSigned = payloadHash.includes('HMAC');
  const isTrailerSigned = isSigned && payloadHash.endsWith('-TRAILER');
  return {
    chunks: decodeAwsChunked(request.body(), {
      ...(isSigned && { seed }),
      isTrailerSigned,
      declaredTrailer,
      trailers,
    }),
    sizeInBytes: requireLength(request, 'x-amz-decoded-content-length'),
    expected: {
      md5,
      checksum: checksumInTrailer(request, declaredTrailer, trailers) ?? checksumInHeaders(request),
    },
  };
}

/** Reads a whole XML request document, with its digests verified. */
export async function readDocument(
  request: S3Request,
  identity: Identity,
  { isChecksumOfBody = true } = {},
): Promise<string> {
  const { chunks, sizeInBytes, expected } = openPayload(request, identity, isChecksumOfBody);
  if (sizeInBytes === 0) throw new S3Error('MissingRequestBodyError');
  if (sizeInBytes > MAX_DOCUMENT_BYTES) {
    throw new S3Error('MaxMessageLengthExceeded', {
      elements: { MaxMessageLengthBytes: MAX_DOCUMENT_BYTES },
    });
  }
  const digests = new BodyDigests(expected, []);
  const parts: Buffer[] = [];
  for await (const chunk of chunks) {
    digests.update(chunk);
    parts.push(chunk);
  }
  digests.verify();
  return Buffer.concat(parts).toString('utf8');
}

/** The one checksum among x-amz-checksum-* values, if any; `what` names where they came from. */
export function checksumAmong(
  names: readonly string[],
  read: (name: string) => string | undefined,
): ExpectedChecksum | undefined {
  const given = checksumNames(names);
  const [name] = given;
  if (name === undefined) return undefined;
  if (given.length > 1) throw manyChecksums();
  const algorithm = requireAlgorithm(name);
  const value = read(name) ?? '';
  if (!isChecksumValue(algorithm, value)) throw invalidChecksumHeader(name);
  return { algorithm, value: () => value };
}

const checksumNames = (names: readonly string[]): string[] =>
  names.filter((name) => /^x-amz-checksum-(?!mode$|algorithm$|type$)/.test(name));

const manyChecksums = () =>
  new S3Error(
    'InvalidRequest',
    'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.',
  );

/** The algorithm that the SDK names, if it does, must be the one that is sent. */
function requireNamed(request: S3Request, algorithm: ChecksumAlgorithm): void {
  const named = request.incoming.headers['x-amz-sdk-checksum-algorithm'];
  if (named === undefined || String(named).toUpperCase() === algorithm) return;
  throw new S3Error('InvalidRequest', 'Value for x-amz-sdk-checksum-algorithm header is invalid.');
}

function checksumInHeaders(request: S3Request): ExpectedChecksum | undefined {
  const { headers } = request.incoming;
  const found = checksumAmong(Object.keys(headers), (name) => String(headers[name]));
  if (found) requireNamed(request, found.algorithm);
  else if (headers['x-amz-sdk-checksum-algorithm'] !== undefined) {
    throw new S3Error(
      'InvalidRequest',
      'x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.',
    );
  }
  return found;
}

function checksumInTrailer(
  request: S3Request,
  name: string | undefined,
  trailers: ReadonlyMap<string, string>,
): ExpectedChecksum | undefined {
  if (!name) return undefined;
  if (!name.startsWith('x-amz-checksum-')) {
    throw new S3Error(
      'InvalidRequest',
      'The value specified in the x-amz-trailer header is not supported',
    );
  }
  const algorithm = requireAlgorithm(name);
  requireNamed(request, algorithm);
  if (checksumNames(Object.keys(request.incoming.headers)).length > 0) throw manyChecksums();
  return {
    algorithm,
    value() {
      const value = trailers.get(name);
      if (value === undefined) throw new S3Error('MalformedTrailerError');
      if (!isChecksumValue(algorithm, value)) {
        throw new S3Error('InvalidRequest', `Value for ${name} trailing header is invalid.`);
      }
      return value;
    },
  };
}

function requireAlgorithm(header: string): ChecksumAlgorithm {
  const algorithm = header.slice('x-amz-checksum-'.length).toUpperCase();
  if (isChecksumAlgorithm(algorithm)) return algorithm;
  throw new S3Error('NotImplemented', {
    elements: {
      Header: header,
      additionalMessage: 'This checksum algorithm is not supported here',
    },
  });
}

function invalidChecksumHeader(name: string): S3Error {
  return new S3Error('InvalidRequest', `Value for ${name} header is invalid.`);
}

function requireLength(request: S3Request, name: string): number {
  const text = request.header(name);
  if (text === undefined) throw new S3Error('MissingContentLength');
  if (!/^\d+$/.test(text)) throw new S3Error('BadRequest', `${name} must be a number of bytes`);
  return Number(text);
}
