// The contracts of grants and links, on a real DynamoDB engine.
import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { findAccessWith } from '../../lambdas/aws/dynamodb/find-access.ts';
import {
  addGrantWith,
  listGrantsWith,
  removeGrantWith,
} from '../../lambdas/aws/dynamodb/grants.ts';
import { addLinkWith, listLinksWith, removeLinkWith } from '../../lambdas/aws/dynamodb/links.ts';
import { listSharedWith } from '../../lambdas/aws/dynamodb/list-shared.ts';
import { settleFileWith } from '../../lambdas/aws/dynamodb/settle-file.ts';
import type { Grantee } from '../../lambdas/domain/access.ts';
import { settlement } from './records.ts';
import { sharingForFile } from './sharing.ts';

const { engine, files } = await sharingForFile();

describe('grants', () => {
  it('the pages of the grants of a file hold each grant once, by name', async () => {
    const id = await files.ready();
    const names = Array.from({ length: 23 }, (_, n): Grantee => `user:${String(n).padStart(2)}`);
    for (const name of names.toReversed()) expect(await files.grant(id, name)).toBe(true);
    expect(await files.grant(id, 'user:22')).toBe(true);
    const listed = await files.everything((after) => files.on(listGrantsWith)(id, 10, after));
    expect(listed.map(({ principal }) => principal)).toEqual(names);
    expect(listed[0]).toEqual({
      principal: names[0],
      grantedBy: 'alice',
      grantedAt: files.now.toISOString(),
    });
  });

  it('a grant that is added again keeps the first grantor', async () => {
    const id = await files.pending();
    await files.grant(id, 'user:bob');
    const later = { principal: 'user:bob', grantedBy: 'x', grantedAt: 'later' } as const;
    await files.on(addGrantWith)(id, later, 1000);
    expect(await files.on(listGrantsWith)(id, 10)).toMatchObject({
      items: [{ grantedBy: 'alice' }],
    });
  });

  it('no grant is written for a file that is deleted, rejected or unknown', async () => {
    const [deleted, refused] = [await files.ready(), await files.pending()];
    await files.erase(deleted);
    await files.on(settleFileWith)(refused, settlement('v1', 'rejected'));
    for (const id of [deleted, refused, randomUUID()]) {
      expect(await files.grant(id, 'user:bob')).toBe(false);
      expect(await files.beside(id)).toEqual([]);
    }
  });

  it('a grant can be revoked, and revoked again', async () => {
    const id = await files.ready();
    await files.grant(id, 'user:bob');
    for (let time = 0; time < 2; time += 1) await files.on(removeGrantWith)(id, 'user:bob');
    expect(await files.grantees(id)).toEqual([]);
  });
});

describe('access', () => {
  const bob = { sub: 'bob', groups: ['team', 'choir'] };

  it('access is found by the caller’s own name and by each group, and by no other', async () => {
    for (const name of ['user:bob', 'group:team', 'group:choir'] as const) {
      const id = await files.ready();
      await files.grant(id, 'user:carol');
      await files.grant(id, 'group:bob');
      expect(await files.on(findAccessWith)(id, bob)).toMatchObject({
        file: { id },
        isGranted: false,
      });
      await files.grant(id, name);
      expect(await files.on(findAccessWith)(id, bob)).toMatchObject({
        file: { id },
        isGranted: true,
      });
    }
  });

  it('access to an unknown file is none', async () => {
    expect(await files.on(findAccessWith)(randomUUID(), bob)).toEqual({
      file: undefined,
      isGranted: false,
    });
  });

  it('access is found for a caller with very many groups, and with one group named twice', async () => {
    const id = await files.ready();
    await files.grant(id, 'group:g90');
    const groups = Array.from({ length: 150 }, (_, n) => `g${n}`);
    expect(await files.on(findAccessWith)(id, { sub: 'x', groups })).toMatchObject({
      isGranted: true,
    });
    const twice = { sub: 'x', groups: ['g90', 'team', 'g90'] };
    expect(await files.on(findAccessWith)(id, twice)).toMatchObject({ isGranted: true });
  });
});

describe('links', () => {
  it('a link with a limit is used that often, however many requests are concurrent', async () => {
    const id = await files.ready();
    const made = await files.link(id, { maxUses: 7 });
    const answers = await Promise.all(Array.from({ length: 60 }, () => files.use(made)));
    expect(answers.filter((fileId) => fileId === id)).toHaveLength(7);
    expect(answers.filter((fileId) => fileId === undefined)).toHaveLength(53);
  });

  it.each([1, 2])(
    'a link with %i uses counts a use once when its answer was lost',
    async (maxUses) => {
      const id = await files.ready();
      const made = await files.link(id, { maxUses });
      let isLost = false;
      engine.client.middlewareStack.add(
        (next) => async (args) => {
          const answer = await next(args);
          if (isLost) return answer;
          isLost = true;
          throw Object.assign(new Error('socket hang up'), {
            name: 'TimeoutError',
            $retryable: {},
          });
        },
        { step: 'deserialize', name: 'loseAnswer', priority: 'high' },
      );
      expect(await files.use(made)).toBe(id);
      engine.client.middlewareStack.remove('loseAnswer');
      expect(isLost).toBe(true);
      const rest = await Promise.all([files.use(made), files.use(made)]);
      expect(rest.filter((fileId) => fileId === id)).toHaveLength(maxUses - 1);
    },
  );

  it('end with the millisecond they expire', async () => {
    const id = await files.ready();
    const made = await files.link(id, { expiresAt: '2026-11-22T11:00:00.000Z' });
    expect(await files.use(made, '2026-11-22T10:59:59.999Z')).toBe(id);
    expect(await files.use(made, '2026-11-22T11:00:00.000Z')).toBeUndefined();
    expect(await files.use(made, '2026-11-22T11:00:00.001Z')).toBeUndefined();
  });

  it('no link is created for a file that is not ready, and an unknown link leads to no file', async () => {
    const [waiting, deleted] = [await files.pending(), await files.ready()];
    await files.erase(deleted);
    for (const fileId of [waiting, deleted, randomUUID()]) {
      const id = randomUUID();
      const rest = { expiresAt: '2027-01-01T00:00:00.000Z', createdBy: 'a', createdAt: 'b' };
      expect(await files.on(addLinkWith)({ id, fileId, ...rest }, 1000)).toBe('gone');
      expect(await files.use(id)).toBeUndefined();
      expect(await files.beside(fileId)).toEqual([]);
    }
  });

  it('a link is revoked under its own file only, and can be revoked again', async () => {
    const [one, two] = [await files.ready(), await files.ready()];
    const made = await files.link(one);
    await files.on(removeLinkWith)(two, made);
    expect(await files.use(made)).toBe(one);
    expect((await files.links(one)).map(({ id }) => id)).toEqual([made]);
    for (let time = 0; time < 2; time += 1) await files.on(removeLinkWith)(one, made);
    expect(await files.use(made)).toBeUndefined();
    expect(await files.links(one)).toEqual([]);
  });

  it('the pages of the links of a file hold each link once', async () => {
    const id = await files.ready();
    const made: string[] = [];
    for (let n = 0; n < 12; n += 1) made.push(await files.link(id, n % 2 ? { maxUses: n } : {}));
    const listed = await files.everything((after) => files.on(listLinksWith)(id, 5, after));
    expect(listed.map((each) => each.id)).toEqual(made.toSorted());
  });
});

describe('the files that were shared with a caller', () => {
  it('the files shared with a caller are listed latest first, without deleted ones', async () => {
    const grantee: Grantee = `user:${randomUUID()}`;
    const ids: string[] = [];
    for (let minute = 0; minute < 9; minute += 1) {
      const id = await files.ready();
      ids.push(id);
      await files.grant(id, grantee, new Date(files.now.getTime() + minute * 60_000));
    }
    await files.erase(ids[4] ?? '');
    const pages: string[][] = [];
    let after: string | undefined;
    do {
      const page = await files.on(listSharedWith)({ grantee, limit: 4, after });
      pages.push(page.files.map(({ id }) => id));
      after = page.next;
    } while (after);
    expect(pages.flat()).toEqual(ids.filter((_, index) => index !== 4).toReversed());
    expect(pages.every(({ length }) => length <= 4)).toBe(true);
  });

  it('the list of shared files is empty where nothing was shared', async () => {
    const page = await files.on(listSharedWith)({ grantee: `group:${randomUUID()}`, limit: 10 });
    expect(page).toEqual({ files: [], next: undefined });
  });
});
