// CopyObject: a version becomes the latest version of another key, or of its own with new metadata.
import { type ChecksumAlgorithm, DEFAULT_ALGORITHM, isChecksumAlgorithm } from '../checksums.ts';
import { writeGuard } from '../conditions.ts';
import { type CopySource, copySourceHeaders, openCopySource } from '../copy-source.ts';
import { invalidArgument, S3Error } from '../errors.ts';
import { type Exchange, type Operation, versionIdHeader } from '../exchange.ts';
import { attributesOf, quote } from '../object-headers.ts';
import { keep, MAX_UPLOAD_BYTES, type Received, receive } from '../receive.ts';
import type { ObjectVersion } from '../records.ts';
import type { S3Request } from '../request.ts';
import { xmlResponse } from '../response.ts';
import type { Store } from '../store.ts';
import type { Tags } from '../tags.ts';
import { ENCRYPTION_HEADERS } from '../write-options.ts';
import { toXml } from '../xml.ts';
import { chunksOf } from './get-object.ts';

export const copyObject: Operation = async (exchange) => {
  const { request, store } = exchange;
  const bucket = store.getBucket(request.bucket);
  const source = await openCopySource(exchange);
  const isReplaced = isDirected(request, 'x-amz-metadata-directive', 'metadata');
  requireChange(
    exchange,
    source.version,
    isReplaced || isChanged(request) || source.isVersionNamed,
  );
  if (source.version.size > MAX_UPLOAD_BYTES) {
    throw new S3Error(
      'InvalidRequest',
      `The specified copy source is larger than the maximum allowable size for a copy source: ${MAX_UPLOAD_BYTES}`,
    );
  }
  const written = attributesOf(request, bucket);
  const { headers, metadata } = isReplaced ? written : source.version;
  const areTagsReplaced = isDirected(request, 'x-amz-tagging-directive', 'tagging');
  const tags = areTagsReplaced ? written.tags : await carryTags(exchange, source);
  const guard = writeGuard(request);
  const algorithm = algorithmFor(request, source.version);
  const body = await duplicate(store, source.version, algorithm);
  const version = await keep(store.files, body, () =>
    store.putObject({
      bucket: request.bucket,
      key: request.key,
      attributes: { headers, metadata, tags, storageClass: written.storageClass },
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
      ...ENCRYPTION_HEADERS,
      ...copySourceHeaders(exchange, source),
      ...versionIdHeader(store, version),
    },
  };
};

/** Whether a directive says REPLACE; COPY is the default. */
function isDirected(request: S3Request, header: string, subject: string): boolean {
  const directive = request.header(header) ?? 'COPY';
  if (directive === 'COPY' || directive === 'REPLACE') return directive === 'REPLACE';
  throw invalidArgument(`Unknown ${subject} directive.`, header, directive);
}

/** The tags of the source: reading and writing them are separate permissions. */
async function carryTags(exchange: Exchange, source: CopySource): Promise<Tags> {
  const { request, identity, authorize } = exchange;
  const { version, isVersionNamed } = source;
  if (Object.keys(version.tags).length === 0) return {};
  const { accessKeyId } = identity();
  const action = isVersionNamed ? 's3:GetObjectVersionTagging' : 's3:GetObjectTagging';
  const extra = isVersionNamed ? { 's3:VersionId': version.versionId } : {};
  await authorize(accessKeyId, action, version.bucket, version.key, extra);
  await authorize(accessKeyId, 's3:PutObjectTagging', request.bucket, request.key);
  return version.tags;
}

/** Whether an object may be copied to itself because its class or encryption is set. */
const isChanged = (request: S3Request): boolean =>
  ['x-amz-storage-class', 'x-amz-server-side-encryption'].some(
    (name) => request.header(name) !== undefined,
  );

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
