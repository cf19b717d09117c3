// Deleting everything of one owner: in parts, again after an interruption, and nothing of any other owner.
import { randomUUID } from 'node:crypto';
import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { toItem, usageKey } from '../lambdas/aws/dynamodb/dynamo-items.ts';
import { defineConfig } from '../lambdas/config/config.ts';
import { deleteOwner } from '../lambdas/delete-owner/delete-owner.ts';
import type { Principal } from '../lambdas/domain/access.ts';
import { backendForFile } from './backend-for-file.ts';
import { deleted } from './domain/records.ts';
import { noteClaim } from './note-claim.ts';

const config = defineConfig({
  collections: {
    notes: { types: ['text/plain'], maxBytes: 1000, administrators: ['group:staff'] },
    letters: {
      types: ['text/plain'],
      maxBytes: 1000,
      administrators: ['group:staff', 'group:post'],
    },
  },
});
const service: Principal = { sub: 'backend', groups: [], isService: true };

const backend = await backendForFile({ config, now: () => new Date() });

/** An owner with this many pending files. */
async function ownerWith(files: number): Promise<string> {
  const owner = `owner-${randomUUID()}`;
  for (let left = files; left > 0; left -= 50) {
    const claims = Array.from({ length: Math.min(50, left) }, () => noteClaim());
    await backend.issueBatch({ mode: 'all', owner, claims }, service);
  }
  return owner;
}

const remaining = async (owner: string) =>
  (await backend.list({ limit: 100, owner }, service)).files.length;
const hasCounter = async (owner: string) => {
  const Key = toItem(usageKey(owner));
  const { Item } = await backend.dynamo.send(
    new GetItemCommand({ TableName: backend.table, Key, ConsistentRead: true }),
  );
  return Item !== undefined;
};

describe('deleting everything of an owner', () => {
  it('deletes fifty files with each call, and the counter with the last one', async () => {
    const owner = await ownerWith(60);
    const other = await ownerWith(1);
    expect(await backend.deleteOwner(owner, service)).toEqual({
      deletedFiles: 50,
      isComplete: false,
    });
    expect(await remaining(owner)).toBe(10);
    // A caller that was interrupted here begins again.
    expect(await backend.deleteOwner(owner, service)).toEqual({
      deletedFiles: 10,
      isComplete: false,
    });
    expect(await hasCounter(owner)).toBe(true);
    expect(await backend.deleteOwner(owner, service)).toEqual({
      deletedFiles: 0,
      isComplete: true,
    });
    expect([await remaining(owner), await hasCounter(owner)]).toEqual([0, false]);
    expect([await remaining(other), await hasCounter(other)]).toEqual([1, true]);
  });

  it('removes what others shared with the owner, and leaves their other grants', async () => {
    const owner = await ownerWith(0);
    const host = await ownerWith(1);
    const [file] = (await backend.list({ limit: 1, owner: host }, service)).files;
    const id = file?.id ?? expect.fail('no file');
    await backend.share(id, `user:${owner}`, service);
    await backend.share(id, 'user:someone', service);
    expect(await backend.deleteOwner(owner, service)).toMatchObject({ isComplete: true });
    const { grants } = await backend.listGrants(id, { limit: 10 }, service);
    expect(grants.map(({ principal }) => principal)).toEqual(['user:someone']);
  });

  it('the deletion of an owner who never existed, or was deleted before, is complete at once', async () => {
    const owner = `owner-${randomUUID()}`;
    const nothing = { deletedFiles: 0, isComplete: true };
    expect(await backend.deleteOwner(owner, service)).toEqual(nothing);
    expect(await backend.deleteOwner(owner, service)).toEqual(nothing);
  });

  it('leaves the counter of an owner who uploads again in between counting right', async () => {
    const owner = await ownerWith(2);
    await backend.deleteOwner(owner, service);
    await backend.issue({ ...noteClaim(), owner }, service);
    while (!(await backend.deleteOwner(owner, service)).isComplete);
    await backend.issue({ ...noteClaim(), owner }, service);
    expect(await backend.usage(service, owner)).toMatchObject({ bytes: 5, files: 1 });
  });
});

describe('everything of an owner', () => {
  it.each<[string, Principal, boolean]>([
    ['the owner', { sub: 'olivia', groups: [] }, true],
    ['a service', service, true],
    ['an administrator of every collection', { sub: 'carl', groups: ['staff'] }, true],
    ['an administrator of one collection', { sub: 'carl', groups: ['post'] }, false],
    ['another person', { sub: 'carl', groups: [] }, false],
    [
      'the bearer of an upload permission',
      { sub: '', groups: [], permission: { id: 'p', at: '2026' } },
      false,
    ],
  ])('may be deleted by %s: %s', async (_who, principal, isAllowed) => {
    const deletion = backend.deleteOwner(principal.permission ? '' : 'olivia', principal);
    if (isAllowed) expect(await deletion).toMatchObject({ isComplete: true });
    else await expect(deletion).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('the deletion of an owner, call by call', () => {
  const ports = (changes: object) => {
    const done: string[] = [];
    return {
      done,
      config,
      listFiles: async () => ({ files: [], next: undefined }),
      findFiles: async () => new Map(),
      removeFile: async () => {
        done.push('file');
        return true;
      },
      removeGrantsTo: async () => 0,
      removeUsage: async () => void done.push('counter'),
      now: () => new Date('2026-11-29T10:00:00.000Z'),
      ...changes,
    };
  };

  it('is not complete while a whole page of grants was removed, and keeps the counter as long', async () => {
    const more = ports({ removeGrantsTo: async (_: string, limit: number) => limit });
    expect(await deleteOwner(more)('olivia', service)).toMatchObject({ isComplete: false });
    expect(more.done).toEqual([]);
    const last = ports({ removeGrantsTo: async (_: string, limit: number) => limit - 1 });
    expect(await deleteOwner(last)('olivia', service)).toMatchObject({ isComplete: true });
    expect(last.done).toEqual(['counter']);
  });

  it('leaves alone what the list still shows after it was deleted or merged', async () => {
    const gone = [deleted, { ...deleted, id: randomUUID(), status: 'merged' as const }];
    const shown = ports({
      listFiles: async () => ({ files: gone, next: undefined }),
      findFiles: async () => new Map(gone.map((file) => [file.id, file])),
    });
    expect(await deleteOwner(shown)('olivia', service)).toEqual({
      deletedFiles: 0,
      isComplete: false,
    });
    expect(shown.done).toEqual([]);
  });
});
