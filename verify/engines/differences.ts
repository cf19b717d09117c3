// The tests that fail on another engine, each with the reason; every other test must pass, and each of these must fail.

/** A way in which an engine differs from the one that the project starts itself. */
export interface Difference {
  readonly reason: string;
  /** By file, under `test/local/s3/` for S3 and `test/` for DynamoDB, without its ending: full titles. */
  readonly tests: Readonly<Record<string, readonly string[]>>;
}

/** Files that are not run on moto, each with the reason. */
export const notOnMoto: Readonly<Record<string, string>> = {
  'aws/remove-beside':
    'It copies the whole table once for each operation of a transaction; with three hundred grants a test takes minutes.',
};

/** Of moto's DynamoDB. */
export const motoDifferences: readonly Difference[] = [
  {
    reason:
      'A transaction that is cancelled replaces the table by a copy, and an iterator of its stream that was opened before gets no further record.',
    tests: {
      'reap-uploads': [
        'an object whose event was lost a file whose object has only a delete marker is removed by the reaper',
      ],
    },
  },
];

const conditions = 'conditional deletions';
const lists = 'access control lists a bucket whose owner owns every object refuses';
const presigned = 'presigned reads';
const form = 'a form is refused:';

/** Of versitygw's S3. */
export const versitygwDifferences: readonly Difference[] = [
  {
    reason:
      'An object is a file of a file system: a key that ends in / holds no bytes, and no part of a key has more than 255.',
    tests: {
      objects: [
        'any key of UTF-8 text names its own object',
        'a key of more than 1024 bytes is refused',
      ],
    },
  },
  {
    reason: 'It takes names of buckets that S3 reserves or does not allow.',
    tests: {
      buckets: ['a..b', 'a.-b', 'a-.b', 'xn--bucket', 'bucket-s3alias'].map(
        (name) => `a bucket cannot have the name ${name}`,
      ),
    },
  },
  {
    reason: 'Its buckets accept access control lists, of any name.',
    tests: {
      'write-options': [
        `${lists} the list private in each kind of write`,
        `${lists} the list public-read in each kind of write`,
        `${lists} a grant and takes bucket-owner-full-control`,
        'access control lists an access control list that S3 does not know is an invalid argument',
      ],
    },
  },
  {
    reason: 'It stores neither a storage class nor a kind of encryption.',
    tests: {
      'write-options': [
        'storage classes a storage class is stored, and named by reads and listings unless it is STANDARD',
        'storage classes a storage class that S3 does not know is refused in headers and fields',
        'storage classes an archived object has headers but can neither be read nor copied',
        'storage classes a copy has the class that its request names, not that of its source',
        'encryption every write and read says that the object is encrypted with AES256',
        'encryption an algorithm that S3 does not know is an invalid argument, as is a lower-case one',
      ],
    },
  },
  {
    reason: 'It names an unknown access key XAdminUserNotFound, and has no session tokens.',
    tests: {
      'post-object-refusals': [`${form} an unknown access key`],
      'sigv4-headers': [
        'signed headers refuses every request with unknown credentials',
        'signed headers another key, secret or region is refused',
      ],
      sigv4: [`${presigned} another region, key or secret is refused`],
    },
  },
  {
    reason:
      'The status and kind are those of S3, the code, the message or an element of the document is another.',
    tests: {
      'aws-chunked': [
        'a changed trailer breaks the chain of signatures',
        'a chunk below 8192 bytes must be the last one',
      ],
      'post-object-policy': [
        `${form} a condition that is not met`,
        `${form} a condition on a field that is missing`,
      ],
      'post-object-refusals': [
        `${form} a form without its signature`,
        `${form} a form that ends in the middle of the file`,
        `${form} form by an unknown access key`,
      ],
      'multipart-checksums': [
        'completions that are refused parts out of order',
        'checksums of parts composite SHA-256 is the digest of the digests, and every part must have one',
      ],
      'sigv4-headers': ['signed headers headers that are no signature are refused'],
      sigv4: [`${presigned} a presigned read is refused once it has expired`],
      tagging: ['there are no tags of what is not there, and no more than ten'],
    },
  },
  {
    reason:
      'Its forms are more lenient: a field after the file counts, the size of the fields has no limit, Content-MD5 is not compared.',
    tests: {
      'post-object': ['forms that are accepted a form field behind the file is ignored'],
      'post-object-refusals': [
        `${form} a key after the file`,
        `${form} another Content-MD5`,
        `${form} over 20 KB before the file`,
      ],
    },
  },
  {
    reason: 'The address in the answer to a form, or in its redirect, is written differently.',
    tests: {
      'post-object': [
        'forms that are accepted 201 describes the object, 200 and 204 have no body',
        'forms that are accepted a redirect goes to the page asked for, with what was stored',
      ],
    },
  },
  {
    reason: 'It stores the coding of the transport, aws-chunked, as one of the content.',
    tests: {
      'aws-chunked': ['signed chunks become one object, without the encoding of their transport'],
    },
  },
  {
    reason:
      'It closes connections, and looks for a signature before it decodes the path of a request.',
    tests: {
      connections: [
        'one connection serves one request after another, refusals included',
        'a path that cannot be decoded is InvalidURI',
      ],
    },
  },
  {
    reason:
      'It lets browsers read more headers of an answer than the rule names, and none of an error that precedes the rules.',
    tests: {
      cors: [
        'actual answers a matching origin may read the answer',
        'actual answers errors may be read as well',
      ],
    },
  },
  {
    reason:
      'Its lists write a plus sign as it is, take any token, and name an owner by the access key.',
    tests: {
      listings: [
        'keys are percent-encoded on request',
        'a made-up continuation token is refused',
        'a listing names the owner only when it is asked to',
      ],
    },
  },
  {
    reason:
      'Its pages of versions and of uploads need other markers: they do not end, or refuse the marker that the page before names.',
    tests: {
      listings: [
        'a delimiter rolls up versions, on one page and on pages of one',
        'a delimiter rolls up uploads in progress, on one page and on pages of one',
      ],
      multipart: ['uploads in progress are listed page by page'],
      versions: [
        'versions are listed newest first, a page at a time, even while pages are deleted',
      ],
    },
  },
  {
    reason:
      'It keeps nothing about the parts of a completed upload: no count, no checksums, no answer to a completion that is repeated.',
    tests: {
      multipart: [
        'parts uploaded in any order become one object',
        'a repeated completion gives the same result and no second version',
      ],
      'parts-by-number': [
        'a part of an object with composite checksums has the checksum of its own bytes',
        'attributes list the parts where each has a checksum, page by page, and elsewhere count them',
      ],
    },
  },
  {
    reason:
      'S3’s own behaviour is described in two ways; Airlock sends no such request, and refuses a hash of a part of an upload without one.',
    tests: {
      'parts-by-number': [
        'a part with a checksum is refused for an upload that was created without an algorithm',
      ],
      'multipart-checksums': ['CRC32', 'CRC32C', 'CRC64NVME'].map(
        (name) => `checksums of parts a full-object ${name} is that of the whole`,
      ),
    },
  },
  {
    reason:
      'It ignores a time in If-Modified-Since that is in the future, and the condition of a deletion.',
    tests: {
      'object-conditions': [
        'conditional reads an object the caller already has is 304',
        `${conditions} If-Match deletes only the object that it names`,
        `${conditions} an ETag in DeleteObjects is a condition for its own object alone`,
      ],
    },
  },
  {
    reason: 'It does not know an attribute in the list as the AWS SDK writes it.',
    tests: { objects: ['attributes are answered without the object'] },
  },
  {
    reason: 'It reads a header as Latin-1 where S3 reads UTF-8.',
    tests: {
      'sigv4-headers': ['a signed header may hold UTF-8, whose bytes are what is signed'],
    },
  },
  {
    reason:
      'It is more lenient with signed links: every text in a response header, a plus sign for itself, a link for the future, two signatures; and reads no metadata from the query.',
    tests: {
      sigv4: [
        `${presigned} signed overrides replace the headers, even in other scripts`,
        `${presigned} a bare + in the path stands for a blank, so a plus sign must be sent as %2B`,
        `${presigned} a presigned read is refused that lasts for more than a week or begins in the future`,
        `${presigned} a signature in the query and one in the header are one too many`,
        'presigned writes metadata in the query is metadata',
      ],
    },
  },
  {
    reason: 'It counts and names tags only in a document, not in headers and forms.',
    tests: {
      tagging: [
        'eleven tags are refused in a header, a form and a document alike',
        'a key that begins with aws: are refused in a header, a form and a document alike',
      ],
    },
  },
  {
    reason:
      'A version that was deleted is an invalid id afterwards, and a bucket that stops making versions loses the object at a key.',
    tests: {
      versions: [
        'a version deleted by its id is gone for good, and the one before is the latest',
        'a bucket can stop making versions without losing those it has',
      ],
    },
  },
];
