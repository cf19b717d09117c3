// Mutants of what is asked of S3: signatures, copies, versions, ranges, checksums, ends of uploads.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts are pieces of sources
import { type Mutant, mutantsOf } from './mutant.ts';

const signed = ['test/aws/s3/signed-requests.test.ts'];
const objects = ['test/aws/s3/objects.test.ts'];

export const s3Mutants: readonly Mutant[] = [
  ...mutantsOf('presign-post.ts', signed, [
    [
      'a form makes the object public',
      "success_action_status: '201',",
      "success_action_status: '201', acl: 'public-read',",
    ],
    [
      'a form archives and encrypts with nonsense',
      "success_action_status: '201',",
      "success_action_status: '201', acl: 'private', 'x-amz-storage-class': 'GLACIER', 'x-amz-server-side-encryption': 'aes-256',",
    ],
    [
      'a form may be smaller than claimed',
      "['content-length-range', size, size]",
      "['content-length-range', 0, size]",
    ],
    [
      'a form may be a byte larger',
      "['content-length-range', size, size]",
      "['content-length-range', size, size + 1]",
    ],
    ['a form has no limit of size', "Conditions: [['content-length-range', size, size]],", ''],
    ['a form does not fix the content type', "'Content-Type': contentType,", ''],
    [
      'a form does not fix the claimed SHA-256',
      "...(sha256 && { 'x-amz-checksum-sha256': sha256 }),",
      '',
    ],
    [
      'a form is answered without a body',
      "success_action_status: '201',",
      "success_action_status: '204',",
    ],
    ['a form lives an hour, whatever was asked', 'Expires: expiresInSeconds', 'Expires: 3600'],
    [
      'a form lets the uploader choose the end of the key',
      'Key: key,',
      'Key: `${key}\\${filename}`,',
    ],
  ]),
  ...mutantsOf('presign-part.ts', signed, [
    ['a part may have any length', 'ContentLength: size,', ''],
    [
      'the SHA-256 of a part moves into the query, where S3 ignores it',
      ', unhoistableHeaders: new Set([CHECKSUM_HEADER])',
      '',
    ],
    ['the SHA-256 of a part is not signed', '...(sha256 && { ChecksumSHA256: sha256 }),', ''],
    ['every link is for part 1', 'PartNumber: partNumber,', 'PartNumber: 1,'],
    ['a link to a part lives a week', '{ expiresIn: expiresInSeconds,', '{ expiresIn: 604800,'],
    [
      'the client does not learn the header it must send',
      'headers: sha256 ? { [CHECKSUM_HEADER]: sha256 } : {}',
      'headers: {}',
    ],
  ]),
  ...mutantsOf('presign-get.ts', signed, [
    ['a link gives whatever version is current', 'VersionId: versionId,', ''],
    ['a link keeps the type that the uploader claimed', 'ResponseContentType: contentType,', ''],
    [
      'a link shows inline what must be saved',
      'ResponseContentDisposition: contentDisposition,',
      '',
    ],
    ['shared caches may keep a private file', '`private, max-age', '`public, max-age'],
    ['a link lives a week', '{ expiresIn: expiresInSeconds }', '{ expiresIn: 604800 }'],
  ]),
  ...mutantsOf('copy-to-public.ts', objects, [
    ['a copy carries the tags of the scanner', "TaggingDirective: 'REPLACE',", ''],
    ['a copy carries the metadata of the form', "MetadataDirective: 'REPLACE',", ''],
    ['a copy is of whatever version is current', '?versionId=${encodeURIComponent(versionId)}', ''],
    [
      'a copy has an access control list',
      "TaggingDirective: 'REPLACE',",
      "TaggingDirective: 'REPLACE', ACL: 'public-read',",
    ],
    ['a copy has no type', 'ContentType: contentType,', ''],
    ['a copy has no disposition', 'ContentDisposition: contentDisposition,', ''],
    ['a copy has no caching rule', 'CacheControl: cacheControl,', ''],
    ['a copy goes to the bucket of uploads', 'Bucket: publicBucket,', 'Bucket: mediaBucket,'],
    [
      'odd characters in a key are not encoded',
      "key.split('/').map(encodeURIComponent).join('/')",
      'key',
    ],
    [
      'a copy is archived',
      "TaggingDirective: 'REPLACE',",
      "TaggingDirective: 'REPLACE', StorageClass: 'GLACIER',",
    ],
  ]),
  ...mutantsOf('copy-in-parts.ts', objects, [
    ['the last byte of a part is left out', 'size) - 1}`', 'size) - 2}`'],
    ['a part reads a byte too far', 'size) - 1}`', 'size)}`'],
    ['an unfinished copy is begun again', '(await unfinishedUpload(s3, target, since)) ??', ''],
    ['what S3 already holds is copied again', '.filter((partNumber) => !held.has(partNumber))', ''],
  ]),
  ...mutantsOf('read-range.ts', objects, [
    ['the judged bytes are of whatever version is current', 'VersionId: versionId,', ''],
    ['a range is a byte too long', 'start + maxBytes - 1', 'start + maxBytes'],
    ['a range begins at the beginning', '`bytes=${start}-', '`bytes=0-'],
    [
      'the size is that of the range',
      "object.ContentRange?.split('/')[1]",
      "object.ContentRange?.split('/')[2]",
    ],
    [
      'an empty object is an error',
      "error.name === 'InvalidRange'",
      "error.name === 'InvalidOther'",
    ],
  ]),
  ...mutantsOf('read-checksum.ts', objects, [
    ['the checksum is of whatever version is current', 'VersionId: versionId, ', ''],
    ['S3 is not asked for the checksum', ", ChecksumMode: 'ENABLED'", ''],
  ]),
  ...mutantsOf('find-scan-tag.ts', objects, [
    ['the tag is of whatever version is current', 'Key: key, VersionId: versionId', 'Key: key'],
  ]),
  ...mutantsOf(
    'is-gone.ts',
    ['test/aws/s3/failures.test.ts'],
    [
      ['a version that is gone is an error', "'NoSuchVersion', ", ''],
      ['a missing object is an error', "'NotFound', ", ''],
      ['a version that is a delete marker is an error', '=== METHOD_NOT_ALLOWED', '=== 0'],
    ],
  ),
  ...mutantsOf('delete-version.ts', objects, [
    ['deleting a version adds a delete marker', ', VersionId: versionId', ''],
  ]),
  ...mutantsOf('create-multipart.ts', objects, [
    ['an upload in parts has no type', 'ContentType: contentType,', ''],
    [
      'parts are taken without the checksum that was required',
      "...(checksumParts && { ChecksumAlgorithm: 'SHA256' }),",
      '',
    ],
  ]),
  ...mutantsOf('complete-multipart.ts', objects, [
    ['S3 does not check the size of the whole', 'MpuObjectSize: size,', ''],
    ['the checksums of the parts are not sent', '...(sha256 && { ChecksumSHA256: sha256 }),', ''],
    ['the parts are not named by their ETags', 'ETag: etag,', ''],
    [
      'an upload that is gone is an error',
      "error.name === 'NoSuchUpload'",
      "error.name === 'NoSuchOther'",
    ],
  ]),
  ...mutantsOf('list-parts.ts', objects, [
    ['the second page is the first once more', 'PartNumberMarker: page?.NextPartNumberMarker,', ''],
    ['the list ends with its first page', 'while (page.IsTruncated)', 'while (false)'],
  ]),
  ...mutantsOf('abort-multipart.ts', objects, [
    ['aborting twice is an error', "error.name !== 'NoSuchUpload'", "error.name !== 'NoSuchOther'"],
  ]),
];
