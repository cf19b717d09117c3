// Mutants of the requests to DynamoDB: each condition under which a write is allowed.
import { type Mutant, mutantsOf } from './mutant.ts';

const files = ['test/aws/files.test.ts', 'test/aws/ownership.test.ts'];
const sharing = ['test/aws/sharing.test.ts'];
const besides = ['test/aws/remove-beside.test.ts'];

export const tableMutants: readonly Mutant[] = [
  ...mutantsOf('add-file.ts', files, [
    [
      'an owner may exceed the bytes of the quota',
      '(#bytes <= :bytesBefore AND #files <= :filesBefore)',
      '(#files <= :filesBefore)',
    ],
    [
      'an owner may exceed the number of files',
      '(#bytes <= :bytesBefore AND #files <= :filesBefore)',
      '(#bytes <= :bytesBefore)',
    ],
    [
      'one Idempotency-Key makes several files',
      "ConditionExpression: 'attribute_not_exists(pk) OR removeAt < :now',",
      "ConditionExpression: 'attribute_not_exists(pk) OR removeAt < :now OR removeAt > :now',",
    ],
    [
      'a file of another owner may be replaced',
      ' AND #owner = :owner',
      ' AND (#owner = :owner OR #owner <> :owner)',
    ],
    [
      'a file of another collection may be replaced',
      ' AND #collection = :collection',
      ' AND (#collection = :collection OR #collection <> :collection)',
    ],
  ]),
  ...mutantsOf('change-file.ts', files, [
    [
      'a record that was edited since is overwritten',
      "'#revision = :revision',",
      "'(#revision = :revision OR #revision <> :revision)',",
    ],
    [
      'a record that was settled since is overwritten',
      "'#status = :status',",
      "'(#status = :status OR #status <> :status)',",
    ],
  ]),
  ...mutantsOf('edit-file.ts', files, [
    [
      'an edit overwrites a later one',
      "'#revision = :revision AND NOT #status IN (:deleted, :merged)'",
      "'(#revision = :revision OR #revision <> :revision) AND NOT #status IN (:deleted, :merged)'",
    ],
    [
      'a tombstone can be edited',
      "'#revision = :revision AND NOT #status IN (:deleted, :merged)'",
      "'#revision = :revision AND NOT #status IN (:merged)'",
    ],
  ]),
  ...mutantsOf('settle-file.ts', files, [
    [
      'a settled file is settled again',
      '`#status = :pending AND #size = :size AND',
      '`(#status = :pending OR #status <> :pending) AND #size = :size AND',
    ],
    [
      'a file of another size than claimed becomes ready',
      '`#status = :pending AND #size = :size AND',
      '`#status = :pending AND (#size = :size OR #size <> :size) AND',
    ],
  ]),
  ...mutantsOf('grants.ts', sharing, [
    [
      'a deleted file can be shared',
      "'#status IN (:pending, :ready)'",
      "'attribute_exists(#status) OR #status IN (:pending, :ready)'",
    ],
    [
      'a second grant hides who gave the first',
      "ConditionExpression: 'attribute_not_exists(pk)',",
      '',
    ],
  ]),
  ...mutantsOf('links.ts', sharing, [
    [
      'a link is made to a file that is not ready',
      "ConditionExpression: '#status = :ready',",
      "ConditionExpression: '#status = :ready OR #status <> :ready',",
    ],
    [
      'a link can be used after it expires',
      'expiresAt > :now AND',
      '(expiresAt > :now OR expiresAt <= :now) AND',
    ],
    ['a link can be used more often than allowed', 'uses < maxUses', 'uses <= maxUses'],
    [
      'a link is revoked under another file',
      'attribute_not_exists(pk) OR fileId = :fileId',
      'attribute_not_exists(pk) OR fileId = :fileId OR fileId <> :fileId',
    ],
  ]),
  ...mutantsOf('move-sharing.ts', besides, [
    [
      'a grant that was taken back comes again',
      "ConditionExpression: 'attribute_exists(pk)',\n  },",
      '},',
    ],
    [
      'grants land on a file that is deleted',
      "ConditionExpression: '#status = :ready',",
      "ConditionExpression: '#status = :ready OR attribute_exists(pk) OR attribute_not_exists(pk) OR #status <> :ready',",
    ],
  ]),
];
