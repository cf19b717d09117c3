// Which `x-amz-*` headers, conditions and form fields each operation understands; every other one is refused, never ignored.

import { CHECKSUM_ALGORITHMS, checksumHeader } from './checksums.ts';
import { S3Error } from './errors.ts';
import type { OperationName } from './operation-name.ts';
import type { S3Request } from './request.ts';
import { ACL_HEADERS } from './write-options.ts';

/** A name, or a prefix that ends in `*`. */
type Names = readonly string[];

const CHECKSUMS: Names = CHECKSUM_ALGORITHMS.map(checksumHeader);

/** Of every request (AWS "Common request headers"); the SDK sends the checksum of an empty body with reads as well. */
const COMMON: Names = [
  ...CHECKSUMS,
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
  ...ACL_HEADERS,
  'x-amz-meta-*',
  'x-amz-server-side-encryption',
  'x-amz-storage-class',
  'x-amz-tagging',
];
const COPY_SOURCE: Names = [
  'x-amz-copy-source',
  'x-amz-copy-source-if-match',
  'x-amz-copy-source-if-modified-since',
  'x-amz-copy-source-if-none-match',
  'x-amz-copy-source-if-unmodified-since',
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
  GetObject: ['x-amz-checksum-mode'],
  HeadObject: ['x-amz-checksum-mode'],
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
    'x-amz-checksum-algorithm',
    'x-amz-metadata-directive',
    'x-amz-tagging-directive',
  ],
  CreateMultipartUpload: [...ATTRIBUTES, 'x-amz-checksum-algorithm', 'x-amz-checksum-type'],
  UploadPart: [],
  UploadPartCopy: [...COPY_SOURCE, 'x-amz-copy-source-range'],
  CompleteMultipartUpload: ['x-amz-checksum-type', 'x-amz-mp-object-size'],
  AbortMultipartUpload: [],
  ListParts: [],
  ListMultipartUploads: [],
};

/** The conditional headers of writes (S3 User Guide, "Add preconditions to S3 operations with conditional requests"). */
const CONDITIONS: Names = ['if-match', 'if-modified-since', 'if-none-match', 'if-unmodified-since'];
const CONDITIONS_OF_WRITES: Readonly<Partial<Record<OperationName, Names>>> = {
  PutObject: ['if-match', 'if-none-match'],
  CopyObject: ['if-match', 'if-none-match'],
  CompleteMultipartUpload: ['if-match', 'if-none-match'],
  DeleteObject: ['if-match'],
};

/** The fields of a form (S3 API Reference, "POST Object"); S3 does not validate `x-amz-content-sha256` there. */
const FORM: Names = [
  'acl',
  'bucket',
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-md5',
  'content-type',
  'expires',
  'key',
  'policy',
  'redirect',
  'success_action_redirect',
  'success_action_status',
  'tagging',
  'x-ignore-*',
  ...CHECKSUMS,
  'x-amz-algorithm',
  'x-amz-checksum-algorithm',
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
  if (request.method === 'GET' || request.method === 'HEAD') return;
  const conditions = CONDITIONS_OF_WRITES[operation] ?? [];
  for (const name of CONDITIONS) {
    if (request.header(name) !== undefined) requireKnown(name, conditions, 'Header');
  }
}

/** Throws NotImplemented for a field that a form's upload does not understand; names are in lower case. */
export function requireKnownFields(fields: ReadonlyMap<string, string>): void {
  for (const name of fields.keys()) requireKnown(name, FORM, 'Field');
}

function requireKnown(name: string, known: Names, kind: 'Header' | 'Field'): void {
  const isKnown = known.some((one) =>
    one.endsWith('*') ? name.startsWith(one.slice(0, -1)) : name === one,
  );
  if (!isKnown) throw new S3Error('NotImplemented', { elements: { [kind]: name } });
}
