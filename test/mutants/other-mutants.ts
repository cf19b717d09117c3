// Mutants of roles, events and the CDN.
import { type Mutant, mutantsOf } from './mutant.ts';

const rights = ['test/lib/permissions.test.ts'];
const events = ['test/aws/sqs-s3-events.test.ts'];
const listers = ['test/domain/listers.test.ts'];
const tableIndexes = ['test/lib/table-indexes.test.ts'];

export const otherMutants: readonly Mutant[] = [
  ...mutantsOf('permissions.ts', rights, [
    [
      'uploads cannot be signed',
      "allow(bucket.uploadsArn, 's3:AbortMultipartUpload', 's3:PutObject'),",
      "allow(bucket.uploadsArn, 's3:AbortMultipartUpload'),",
    ],
    [
      'the publisher may write tags',
      "'s3:PutObject',\n    ),\n    allow(publicBucket.bucketArn",
      "'s3:PutObject',\n      's3:PutObjectTagging',\n    ),\n    allow(publicBucket.bucketArn",
    ],
    [
      'the signer of parts may delete',
      "items(table, 'BatchGetItem'),\n      allow(bucket.uploadsArn, 's3:PutObject'),",
      "items(table, 'BatchGetItem'),\n      allow(bucket.uploadsArn, 's3:PutObject', 's3:DeleteObject'),",
    ],
  ]),
  ...mutantsOf('sqs-s3-events.ts', events, [
    ['a blank in a key stays a plus sign', "object.key.replaceAll('+', ' ')", 'object.key'],
    [
      'a key stays encoded',
      "decodeURIComponent(object.key.replaceAll('+', ' '))",
      "object.key.replaceAll('+', ' ')",
    ],
  ]),
  ...mutantsOf('access.ts', listers, [
    ['services have no index to list collections by', 'auth.services.length > 0 ||', ''],
    [
      'readers have no index to list collections by',
      '[...administrators, ...readers].some((who)',
      'administrators.some((who)',
    ],
    [
      'owners who may list their own files pay for the index by collection',
      ".some((who) => who !== 'owner'),",
      '.length > 0,',
    ],
    ['an operator lists a collection without an index', '!principal.isOperator &&', ''],
  ]),
  ...mutantsOf('table-indexes.ts', tableIndexes, [
    [
      'every table has the index by collection',
      "(name) => name !== 'collectionFiles' || canListCollections(config),",
      '() => true,',
    ],
    [
      'no table has the index by collection',
      "(name) => name !== 'collectionFiles' || canListCollections(config),",
      "(name) => name !== 'collectionFiles',",
    ],
  ]),
  ...mutantsOf('sqs-batch.ts', events, [['a failed message is lost', 'failed.add(message);', '']]),
];
