// Which `x-amz-*` headers and form fields each operation understands; every other one is refused, never ignored.

import { S3Error } from './errors.ts';
import type { OperationName } from './operation-name.ts';
import type { S3Request } from './request.ts';

/** A name, or a prefix that ends in `*`. */
type Names = readonly string[];

/** Of every request (AWS "Common request headers"); the SDK sends the checksum of an empty body with reads as well. */
const COMMON: Names = [
  'x-amz-checksum-*',
  'x-amz-content-sha256',
  'x-amz-date',
  'x-amz-decoded-content-length',
  'x-amz-expected-bucket-owner',
  'x-amz-request-payer',
  'x-amz-sdk-checksum-algorithm',
  'x-amz-security-token',
  'x-amz-trailer',
  'x-amz-user-agent',
];
const ATTRIBUTES: Names = [
  'x-amz-acl',
  'x-amz-grant-*',
  'x-amz-meta-*',
  'x-amz-server-side-encryption',
  'x-amz-storage-class',
  'x-amz-tagging',
];
const COPY_SOURCE: Names = [
  'x-amz-copy-source',
  'x-amz-copy-source-if-*',
  'x-amz-source-expected-bucket-owner',
];

const BY_OPERATION: Readonly<Record<OperationName, Names>> = {
  CreateBucket: ['x-amz-object-ownership'],
  HeadBucket: [],
  PutBucketVersioning: [],
  GetBucketVersioning: [],
  PutBucketCors: [],
  PutObject: ATTRIBUTES,
  PostObject: [],
  GetObject: [],
  HeadObject: [],
  DeleteObject: [],
  DeleteObjects: [],
  GetObjectAttributes: ['x-amz-max-parts', 'x-amz-object-attributes', 'x-amz-part-number-marker'],
  GetObjectTagging: [],
  PutObjectTagging: [],
  ListObjectsV2: [],
  ListObjectVersions: [],
  CopyObject: [
    ...ATTRIBUTES,
    ...COPY_SOURCE,
    'x-amz-metadata-directive',
    'x-amz-tagging-directive',
  ],
  CreateMultipartUpload: ATTRIBUTES,
  UploadPart: [],
  UploadPartCopy: [...COPY_SOURCE, 'x-amz-copy-source-range'],
  CompleteMultipartUpload: ['x-amz-mp-object-size'],
  AbortMultipartUpload: [],
  ListParts: [],
  ListMultipartUploads: [],
};

/** The fields of a form that begin with `x-amz-`. S3 does not validate `x-amz-content-sha256` there. */
const FORM: Names = [
  'x-amz-algorithm',
  'x-amz-checksum-*',
  'x-amz-content-sha256',
  'x-amz-credential',
  'x-amz-date',
  'x-amz-meta-*',
  'x-amz-security-token',
  'x-amz-server-side-encryption',
  'x-amz-signature',
  'x-amz-storage-class',
];

/** Throws NotImplemented for a header that the operation does not understand. */
export function requireKnownHeaders(operation: OperationName, request: S3Request): void {
  const known = [...COMMON, ...BY_OPERATION[operation]];
  for (const name of request.headerNames('x-amz-')) requireKnown(name, known, 'Header');
}

/** Throws NotImplemented for a field that a form's upload does not understand; names are in lower case. */
export function requireKnownFields(fields: ReadonlyMap<string, string>): void {
  for (const name of fields.keys()) {
    if (name.startsWith('x-amz-')) requireKnown(name, FORM, 'Field');
  }
}

function requireKnown(name: string, known: Names, kind: 'Header' | 'Field'): void {
  const isKnown = known.some((one) =>
    one.endsWith('*') ? name.startsWith(one.slice(0, -1)) : name === one,
  );
  if (!isKnown) throw new S3Error('NotImplemented', { elements: { [kind]: name } });
}
