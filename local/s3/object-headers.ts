// What is kept of an upload's headers, and the headers an object is answered with.
import { requireKnownFields } from './amz-headers.ts';
import { checksumHeader } from './checksums.ts';
import { invalidArgument, S3Error } from './errors.ts';
import type { Bucket, ObjectAttributes, ObjectVersion } from './records.ts';
import type { S3Request } from './request.ts';
import { TAGGING, type Tags, tagsInDocument, tagsInHeader } from './tags.ts';
import {
  ENCRYPTION_HEADERS,
  requireAcl,
  requireEncryption,
  storageClassOf,
} from './write-options.ts';
import { parseXml } from './xml.ts';

const MAX_METADATA_BYTES = 2048;
const META = 'x-amz-meta-';
const SYSTEM_HEADERS = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-type',
  'expires',
] as const;

/** The attributes in the headers of a PutObject, CopyObject or CreateMultipartUpload. */
export function attributesOf(request: S3Request, bucket: Bucket): ObjectAttributes {
  const header = (name: string) => request.header(name);
  requireAcl(header, bucket);
  const metadata = request.headerNames(META).map((name) => [name, header(name) ?? '']);
  const tags = tagsInHeader(header('x-amz-tagging') ?? '');
  return attributes(header, Object.fromEntries(metadata), tags);
}

/** The attributes in the fields of a POST form; `tagging` is an XML document there. */
export function attributesOfForm(
  fields: ReadonlyMap<string, string>,
  bucket: Bucket,
): ObjectAttributes {
  const field = (name: string) => fields.get(name);
  requireKnownFields(fields);
  requireAcl(field, bucket, 'acl');
  const metadata = [...fields].filter(([name]) => name.startsWith(META));
  const tagging = field('tagging');
  const tags = tagging === undefined ? {} : tagsInDocument(parseXml(tagging, 'Tagging', TAGGING));
  return attributes(field, Object.fromEntries(metadata), tags);
}

function attributes(
  header: (name: string) => string | undefined,
  prefixed: Record<string, string>,
  tags: Tags,
): ObjectAttributes {
  requireEncryption(header);
  const storageClass = storageClassOf(header);
  const headers: Record<string, string> = {};
  for (const name of SYSTEM_HEADERS) {
    const value = name === 'content-encoding' ? contentEncoding(header(name)) : header(name);
    if (value) headers[name] = value;
  }
  headers['content-type'] ??= 'binary/octet-stream';
  const metadata = Object.fromEntries(
    Object.entries(prefixed).map(([name, value]) => [name.slice(META.length), value]),
  );
  const size = Object.entries(metadata).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + Buffer.byteLength(value),
    0,
  );
  if (size > MAX_METADATA_BYTES) {
    throw new S3Error('MetadataTooLarge', {
      elements: { Size: size, MaxSizeAllowed: MAX_METADATA_BYTES },
    });
  }
  return { headers, metadata, tags, storageClass };
}

/** `aws-chunked` is an encoding of the transport, not of the object. */
function contentEncoding(value: string | undefined): string | undefined {
  if (!value?.includes('aws-chunked')) return value;
  return value
    .split(',')
    .map((coding) => coding.trim())
    .filter((coding) => coding !== 'aws-chunked')
    .join(',');
}

/** The headers of GetObject and HeadObject. `isWhole` is false for a range: no checksum then. */
export function objectHeaders(
  version: ObjectVersion,
  request: S3Request,
  isWhole: boolean,
): Record<string, string | number | undefined> {
  const headers: Record<string, string | number | undefined> = {
    ...mapValues(version.headers, encodeHeaderValue),
    ...responseOverrides(request),
    'accept-ranges': 'bytes',
    etag: quote(version.eTag),
    'last-modified': version.lastModified.toUTCString(),
    'x-amz-tagging-count': Object.keys(version.tags).length || undefined,
    ...ENCRYPTION_HEADERS,
    // S3 names every class but its default.
    'x-amz-storage-class': version.storageClass === 'STANDARD' ? undefined : version.storageClass,
  };
  for (const [name, value] of Object.entries(version.metadata)) {
    headers[META + name] = encodeHeaderValue(value);
  }
  if (isWhole && request.header('x-amz-checksum-mode')?.toUpperCase() === 'ENABLED') {
    Object.assign(headers, checksumHeaders(version));
  }
  return headers;
}

/** The headers that name a stored checksum. */
export function checksumHeaders({
  checksum,
}: Pick<ObjectVersion, 'checksum'>): Record<string, string> {
  if (!checksum) return {};
  return {
    [checksumHeader(checksum.algorithm)]: checksum.value,
    'x-amz-checksum-type': checksum.type,
  };
}

/** `ETag` values are quoted in headers and XML. */
export function quote(eTag: string): string {
  return `"${eTag}"`;
}

function responseOverrides(request: S3Request): Record<string, string> {
  const overrides: Record<string, string> = {};
  for (const name of SYSTEM_HEADERS) {
    const parameter = `response-${name}`;
    const value = request.query(parameter);
    if (!value) continue;
    if (!/^[\t\u0020-\u007e\u00a0-\u00ff]*$/.test(value)) {
      throw invalidArgument(
        'Header value cannot be represented using ISO-8859-1.',
        parameter,
        value,
      );
    }
    overrides[name] = value;
  }
  return overrides;
}

/** HTTP carries Latin-1 at best: other text leaves as an RFC 2047 encoded word, as from S3. */
function encodeHeaderValue(value: string): string {
  return /^[\t\u0020-\u007e]*$/.test(value)
    ? value
    : `=?UTF-8?B?${Buffer.from(value).toString('base64')}?=`;
}

function mapValues(
  record: Readonly<Record<string, string>>,
  map: (value: string) => string,
): Record<string, string> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value)]));
}
