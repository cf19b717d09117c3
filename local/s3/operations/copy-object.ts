// CopyObject: a version becomes the latest version of another key, or of its own with new metadata.
import { type ChecksumAlgorithm, DEFAULT_ALGORITHM, isChecksumAlgorithm } from '../checksums.ts';
import { writeGuard } from '../conditions.ts';
import { copySourceHeaders, openCopySource } from '../copy-source.ts';
import { invalidArgument, S3Error } from '../errors.ts';
import { type Exchange, type Operation, versionIdHeader } from '../exchange.ts';
import { attributesOf, quote } from '../object-headers.ts';
import { keep, MAX_UPLOAD_BYTES, type Received, receive } from '../receive.ts';
import type { ObjectVersion } from '../records.ts';
import type { S3Request } from '../request.ts';
import { xmlResponse } from '../response.ts';
import type { Store } from '../store.ts';
import { toXml } from '../xml.ts';
import { chunksOf } from './get-object.ts';

export const copyObject: Operation = async (exchange) => {
  const { request, store } = exchange;
  store.getBucket(request.bucket);
  const source = await openCopySource(exchange);
  const isReplaced = isMetadataReplaced(request);
  requireChange(exchange, source.version, isReplaced || source.isVersionNamed);
  if (source.version.size > MAX_UPLOAD_BYTES) {
    throw new S3Error(
      'InvalidRequest',
      `The specified copy source is larger than the maximum allowable size for a copy source: ${MAX_UPLOAD_BYTES}`,
    );
  }
  const { headers, metadata, tags } = isReplaced ? attributesOf(request) : source.version;
  const guard = writeGuard(request);
  const algorithm = algorithmFor(request, source.version);
  const body = await duplicate(store, source.version, algorithm);
  const version = await keep(store.files, body, () =>
    store.putObject({
      bucket: request.bucket,
      key: request.key,
      attributes: { headers, metadata, tags },
      eTag: body.md5,
      checksum: { algorithm, type: 'FULL_OBJECT', value: body.checksum },
      blobs: [{ partNumber: 1, ...body }],
      incoming: [body.file],
      event: 'ObjectCreated:Copy',
      guard,
    }),
  );
  const document = toXml('CopyObjectResult', {
    ETag: quote(version.eTag),
    LastModified: version.lastModified.toISOString(),
    [`Checksum${algorithm}`]: body.checksum,
    ChecksumType: 'FULL_OBJECT',
  });
  const response = xmlResponse(200, document);
  return {
    ...response,
    headers: {
      ...response.headers,
      ...copySourceHeaders(exchange, source),
      ...versionIdHeader(store, version),
    },
  };
};

function isMetadataReplaced(request: S3Request): boolean {
  const directive = request.header('x-amz-metadata-directive') ?? 'COPY';
  if (directive === 'COPY' || directive === 'REPLACE') return directive === 'REPLACE';
  throw invalidArgument('Unknown metadata directive.', 'x-amz-metadata-directive', directive);
}

function requireChange({ request }: Exchange, source: ObjectVersion, isChanged: boolean): void {
  if (isChanged || source.bucket !== request.bucket || source.key !== request.key) return;
  throw new S3Error(
    'InvalidRequest',
    "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
  );
}

function algorithmFor(request: S3Request, source: ObjectVersion): ChecksumAlgorithm {
  const asked = request.header('x-amz-checksum-algorithm')?.toUpperCase();
  if (asked === undefined) return source.checksum?.algorithm ?? DEFAULT_ALGORITHM;
  if (isChecksumAlgorithm(asked)) return asked;
  throw new S3Error('InvalidRequest', 'Checksum algorithm provided is unsupported.');
}

/** A single file whose digests are known is linked; only otherwise are bytes copied. */
async function duplicate(
  store: Store,
  source: ObjectVersion,
  algorithm: ChecksumAlgorithm,
): Promise<Received> {
  const [blob, ...others] = store.blobs(source);
  const { checksum, partCount, size, eTag } = source;
  if (blob && others.length === 0 && partCount === undefined && checksum?.algorithm === algorithm) {
    const file = await store.files.duplicate(blob.file);
    return { file, size, md5: eTag, checksum: checksum.value };
  }
  const chunks = chunksOf(store, source, { start: 0, end: size - 1 });
  return receive(store.files, chunks, {}, algorithm, { sizeInBytes: size });
}
