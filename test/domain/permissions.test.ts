// What an answer says that a caller may do with a file, for every role and status, and whether the use cases agree.
import { describe, expect, it } from 'vitest';
import { shareFile } from '../../lambdas/add-grant/add-grant.ts';
import { defineConfig } from '../../lambdas/config/config.ts';
import { deleteFile } from '../../lambdas/delete-file/delete-file.ts';
import type { Principal } from '../../lambdas/domain/access.ts';
import { Refusal } from '../../lambdas/domain/errors.ts';
import type { FileRecord } from '../../lambdas/domain/file.ts';
import {
  type Permission,
  type Permissions,
  permissionsOf,
} from '../../lambdas/domain/permissions.ts';
import { admitClaim } from '../../lambdas/domain/policy.ts';
import { replacementRefusal } from '../../lambdas/domain/replacement.ts';
import { editRecord } from '../../lambdas/edit-file/edit-file.ts';
import { issueDownload } from '../../lambdas/issue-download/issue-download.ts';
import { findContent } from '../../lambdas/reading/find-content.ts';
import { deleted, pending, ready, rejected } from './records.ts';

const config = defineConfig({
  collections: {
    images: {
      types: ['image/png'],
      maxBytes: 100,
      uploaders: ['group:uploader'],
      readers: [],
      administrators: ['group:administrator'],
      publishers: ['group:publisher'],
    },
  },
});

/** Of a caller who may read the file: its roles, and what it may do while the file is pending, ready and rejected. */
const decisions: readonly (readonly [
  roles: string,
  pending: string,
  ready: string,
  rejected: string,
])[] = [
  ['', '', 'download', ''],
  ['uploader', '', 'download', ''],
  ['publisher', '', 'download', ''],
  ['uploader publisher', '', 'download', ''],
  ['administrator', 'edit share delete', 'download edit share delete', 'edit delete'],
  ['administrator uploader', 'edit share delete', 'download edit share delete', 'edit delete'],
  [
    'administrator publisher',
    'edit share delete',
    'download edit publish share delete',
    'edit delete',
  ],
  [
    'administrator uploader publisher',
    'edit share delete',
    'download edit publish share delete',
    'edit delete',
  ],
  ['owner', 'edit share delete', 'download edit share delete', 'edit delete'],
  ['owner uploader', 'edit share delete', 'download edit share delete replace', 'edit delete'],
  ['owner publisher', 'edit share delete', 'download edit publish share delete', 'edit delete'],
  [
    'owner uploader publisher',
    'edit share delete',
    'download edit publish share delete replace',
    'edit delete',
  ],
  ['owner administrator', 'edit share delete', 'download edit share delete', 'edit delete'],
  [
    'owner administrator uploader',
    'edit share delete',
    'download edit share delete replace',
    'edit delete',
  ],
  [
    'owner administrator publisher',
    'edit share delete',
    'download edit publish share delete',
    'edit delete',
  ],
  [
    'owner administrator uploader publisher',
    'edit share delete',
    'download edit publish share delete replace',
    'edit delete',
  ],
];

const callerWith = (roles: readonly string[]): Principal => ({
  sub: roles.includes('owner') ? 'olivia' : 'carl',
  groups: roles.filter((role) => role !== 'owner'),
});

const held = (permissions: Permissions): string =>
  Object.entries(permissions)
    .filter(([, isHeld]) => isHeld)
    .map(([name]) => name)
    .join(' ');

describe.each(decisions)('a caller who is [%s] and may read the file', (roles, ...allowed) => {
  const caller = callerWith(roles.split(' ').filter(Boolean));

  it.each([
    ['pending', pending, allowed[0]],
    ['ready', ready, allowed[1]],
    ['rejected', rejected, allowed[2]],
    ['deleted', deleted, ''],
  ] as const)('has exactly its permissions on a %s file', (_status, file, expected) => {
    expect(held(permissionsOf(caller, file, config))).toBe(expected);
  });

  it.each([pending, ready, rejected])(
    'is answered by the use cases as permitted: %o',
    async (file) => {
      const accepted: string[] = [];
      for (const [name, request] of Object.entries(requestsAbout(file))) {
        if (await isAccepted(() => request(caller))) accepted.push(name);
      }
      expect(accepted.join(' ')).toBe(held(permissionsOf(caller, file, config)));
    },
  );
});

it('the table holds every combination of roles once', () => {
  expect(new Set(decisions.map(([roles]) => roles)).size).toBe(2 ** 4);
  expect(decisions).toHaveLength(2 ** 4);
});

it.each(['removed', 'toString', '__proto__'])(
  'a file of the collection %s, which is not configured, is neither published nor replaced',
  (collection) => {
    const owner = callerWith(['owner', 'administrator', 'publisher', 'uploader']);
    expect(held(permissionsOf(owner, { ...ready, collection }, config))).toBe(
      'download edit share delete',
    );
  },
);

/** Sends each request that a permission is about to its use case; the store accepts everything. */
function requestsAbout(
  file: FileRecord,
): Readonly<Record<Permission, (caller: Principal) => Promise<unknown>>> {
  const now = () => new Date('2026-11-22T11:00:00.000Z');
  // Every caller here may read the file, so that each refusal is about the request itself.
  const findAccess = async () => ({ file, isGranted: true });
  const edit = editRecord({
    config,
    findAccess,
    editFile: async () => (file.status === 'merged' ? false : file),
    newToken: () => 'token',
  });
  const download = issueDownload({
    config,
    findContent: findContent({ config, findAccess, now }),
    presignGet: async () => 'https://example.com',
    now,
  });
  const share = shareFile({ config, findAccess, addGrant: async () => 'added', now });
  const remove = deleteFile({ config, findAccess, removeFile: async () => true, now });
  return {
    download: (caller) => download(file.id, caller),
    edit: (caller) => edit(file.id, { title: 'A title' }, caller),
    publish: (caller) => edit(file.id, { visibility: 'public' }, caller),
    share: (caller) => share(file.id, 'user:bob', caller),
    delete: (caller) => remove(file.id, caller),
    async replace(caller) {
      admitClaim(file, caller, config, now());
      // What the table's condition compares: a ready file of the caller.
      if (file.status === 'ready' && file.owner === caller.sub) return;
      throw replacementRefusal(file, file, caller, config);
    },
  };
}

async function isAccepted(request: () => Promise<unknown>): Promise<boolean> {
  try {
    await request();
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}
