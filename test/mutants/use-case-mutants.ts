// Mutants of use cases: what they ask for in which order, and what they look at again.
import { type Mutant, mutantsOf } from './mutant.ts';

const publishing = ['test/publish-interleavings.test.ts', 'test/publish-overtaken.test.ts'];
const variants = ['test/aws/s3/put-variant.test.ts'];
const owners = ['test/delete-owner.test.ts'];
const permissions = ['test/upload-permissions.test.ts'];
const sorted = ['test/list-sorted.test.ts'];

export const useCaseMutants: readonly Mutant[] = [
  ...mutantsOf('delete-copies.ts', publishing, [
    [
      'the edges keep a copy that was withdrawn',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the text of the source
      'await invalidatePath(`/${path}`, `${publicToken}-${now().toISOString()}`);',
      '',
    ],
    [
      'a copy that the record wants is deleted',
      "if (await isWanted(file, ports)) return 'overtaken';\n  const keys",
      'const keys',
    ],
    [
      'a withdrawal does not look at the record again',
      "if (await markWithdrawn(file.id, file.publicToken)) return 'withdrawn';\n  return (await isWanted(file, ports)) ? 'wanted_again' : 'overtaken';",
      "await markWithdrawn(file.id, file.publicToken);\n  return 'withdrawn';",
    ],
    [
      'a copy that was made too late stays',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the text of the source
      'await deleteAt(keys, { path: `${publicPrefixOf(file)}*`, ...file }, ports);',
      '',
    ],
  ]),
  ...mutantsOf('publish-file.ts', publishing, [
    ['copies below the token of a private file stay', 'await deleteBelow(publicToken, ports);', ''],
    [
      'a lost copy is not made again',
      'return tags.includes(undefined) ? file : undefined;',
      'return undefined;',
    ],
    [
      'a publication that comes too late leaves its copy',
      'return deleteUnwanted(file, ports);',
      "return 'overtaken';",
    ],
  ]),
  ...mutantsOf('put-variant.ts', variants, [
    ['a variant is stored twice', "IfNoneMatch: '*',", ''],
    ['S3 takes other bytes than those of the variant', 'ChecksumSHA256: sha256,\n', ''],
    ['the stored checksum of a variant is not read', ", ChecksumMode: 'ENABLED' }", ' }'],
  ]),
  ...mutantsOf(
    'public-copies.ts',
    ['test/aws/s3/public-copies.test.ts'],
    [
      [
        'edges keep the empty object in place of a stray copy',
        ", CacheControl: 'no-store' }",
        ' }',
      ],
      ['only the first thousand copies are found', 'while (ContinuationToken);', 'while (false);'],
    ],
  ),
  ...mutantsOf(
    'check-copies.ts',
    ['test/check-copies.test.ts'],
    [
      ['edges fetch a stray copy again before it is deleted', 'await blankPublicCopy(key);', ''],
      ['a copy that was just made is called stray', 'lastModified < before', 'true'],
    ],
  ),
  ...mutantsOf('delete-owner.ts', owners, [
    [
      'a deletion is complete while the last files of the list are deleted',
      'if (files.length > 0 || next !== undefined)',
      'if (next !== undefined)',
    ],
    [
      'a deletion is complete while grants are left',
      'if (grants === GRANTS_PER_CALL)',
      'if (grants > GRANTS_PER_CALL)',
    ],
    [
      'a tombstone is deleted again',
      "if (file.status === 'deleted' || file.status === 'merged') continue;",
      '',
    ],
    [
      'anyone deletes everything of an owner',
      'if (!mayDeleteOwner(principal, owner, config))',
      'if (false)',
    ],
  ]),
  ...mutantsOf('permit-upload.ts', permissions, [
    ['anyone issues upload permissions', 'if (!mayPermit(principal))', 'if (false)'],
    [
      'a permission is for every type of the collection',
      '...(types && { types: takenTypes(collection, types) }),',
      '',
    ],
  ]),
  ...mutantsOf('upload-permissions.ts', permissions, [
    ['a permission counts no use', "'ADD uses :files'", "'SET lastUse = :files'"],
    ['a permission is good once more than it says', 'maxUploads - files', 'maxUploads'],
    [
      'a permission is good for ever',
      "'expiresAt > :now AND uses <= :before'",
      "'expiresAt <> :now AND uses <= :before'",
    ],
  ]),
  ...mutantsOf('list-sorted.ts', sorted, [
    [
      'a sorted list shows a file whose status changed in between',
      '(query.status === undefined || file.status === query.status)',
      'true',
    ],
    [
      'a sorted list that is too long is empty',
      'if (!entries) throw tooLong(query);',
      'if (!entries) return { files: [], next: undefined };',
    ],
  ]),
  ...mutantsOf(
    'list-entries.ts',
    ['test/aws/list-entries.test.ts'],
    [
      ['a sorted list ends with the first megabyte', '} while (start);', '} while (false);'],
      [
        'a list that is one entry too long is sorted',
        'if (left < 0) return undefined;',
        'if (left < -1) return undefined;',
      ],
    ],
  ),
];
