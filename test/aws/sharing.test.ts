// The contracts of grants and links, and of their way from a file to its successor, on a real DynamoDB engine.
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { DeleteItemCommand, DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addFileTo } from '../../lambdas/aws/add-file.ts';
import { toItem } from '../../lambdas/aws/dynamo-items.ts';
import { findAccessIn } from '../../lambdas/aws/find-access.ts';
import { findFileIn } from '../../lambdas/aws/find-file.ts';
import { addGrantTo, listGrantsIn, removeGrantFrom } from '../../lambdas/aws/grants.ts';
import { addLinkTo, listLinksIn, removeLinkFrom, useLinkIn } from '../../lambdas/aws/links.ts';
import { listSharedIn } from '../../lambdas/aws/list-shared.ts';
import { passOnIn } from '../../lambdas/aws/pass-on.ts';
import { removeFileIn } from '../../lambdas/aws/remove-file.ts';
import { settleFileIn } from '../../lambdas/aws/settle-file.ts';
import type { Grantee } from '../../lambdas/domain/access.ts';
import { remove } from '../../lambdas/domain/file.ts';
import type { Link } from '../../lambdas/domain/link.ts';
import type { Page } from '../../lambdas/domain/ports.ts';
import { startTestDynamo, type TestDynamo } from './dynamo.ts';
import { pendingFile, settlement } from './records.ts';

let engine: TestDynamo;
beforeAll(async () => {
  engine = await startTestDynamo();
});
afterAll(() => engine[Symbol.asyncDispose]());

/** An adapter on the engine. */
const on = <Port>(adapter: (client: TestDynamo['client'], table: string) => Port): Port =>
  adapter(engine.client, engine.tableName);
const now = new Date('2026-11-22T10:00:00.000Z');
const keptUntil = '2027-01-21T10:00:00.000Z';

const pending = async (changes: Parameters<typeof pendingFile>[0] = {}) => {
  const file = pendingFile(changes);
  await addFileTo(engine.client, engine.tableName, () => now)(file, { bytes: 1e9, files: 1e6 });
  return file.id;
};
const ready = async (changes: Parameters<typeof pendingFile>[0] = {}) => {
  const id = await pending(changes);
  await on(settleFileIn)(id, settlement('v1', 'accepted'));
  return id;
};
const erase = async (id: string, replacedBy?: string) => {
  const file = (await on(findFileIn)(id)) ?? expect.fail('no such file');
  const end = { at: now.toISOString(), keptUntil, ...(replacedBy && { replacedBy }) };
  expect(await on(removeFileIn)(file, remove(file, end))).toBe(true);
};
const grant = (id: string, principal: Grantee, at = now) =>
  on(addGrantTo)(id, { principal, grantedBy: 'alice', grantedAt: at.toISOString() });
const link = async (fileId: string, changes: Partial<Link> = {}) => {
  const made: Link = {
    id: createHash('sha256').update(randomBytes(16)).digest('hex'),
    fileId,
    expiresAt: '2026-11-22T11:00:00.000Z',
    createdBy: 'alice',
    createdAt: now.toISOString(),
    ...changes,
  };
  expect(await on(addLinkTo)(made)).toBe(true);
  return made.id;
};
const use = (linkId: string, at = now.toISOString()) => on(useLinkIn)(linkId, at);
const everything = async <Item>(page: (after?: string) => Promise<Page<Item>>) => {
  const items: Item[] = [];
  let next: string | undefined;
  do {
    const { items: more, next: end } = await page(next);
    items.push(...more);
    next = end;
  } while (next);
  return items;
};
const grantees = async (id: string) =>
  (await everything((after) => on(listGrantsIn)(id, 100, after))).map(({ principal }) => principal);
const links = async (id: string) => everything((after) => on(listLinksIn)(id, 100, after));
const beside = async (id: string) => {
  const { Items = [] } = await engine.client.send(
    new QueryCommand({
      TableName: engine.tableName,
      KeyConditionExpression: 'pk = :pk AND sk > :sk',
      ExpressionAttributeValues: toItem({ ':pk': `FILE#${id}`, ':sk': 'FILE' }),
    }),
  );
  return Items.map(({ sk }) => sk?.S);
};

describe('grants', () => {
  it('are listed by name, each once, page by page', async () => {
    const id = await ready();
    const names = Array.from({ length: 23 }, (_, n): Grantee => `user:${String(n).padStart(2)}`);
    for (const name of names.toReversed()) expect(await grant(id, name)).toBe(true);
    expect(await grant(id, 'user:22')).toBe(true);
    const listed = await everything((after) => on(listGrantsIn)(id, 10, after));
    expect(listed.map(({ principal }) => principal)).toEqual(names);
    expect(listed[0]).toEqual({
      principal: names[0],
      grantedBy: 'alice',
      grantedAt: now.toISOString(),
    });
  });

  it('keep who gave them first', async () => {
    const id = await pending();
    await grant(id, 'user:bob');
    await on(addGrantTo)(id, { principal: 'user:bob', grantedBy: 'x', grantedAt: 'later' });
    expect(await on(listGrantsIn)(id, 10)).toMatchObject({ items: [{ grantedBy: 'alice' }] });
  });

  it('are not written on a file that is deleted, refused or unknown', async () => {
    const [deleted, refused] = [await ready(), await pending()];
    await erase(deleted);
    await on(settleFileIn)(refused, settlement('v1', 'rejected'));
    for (const id of [deleted, refused, randomUUID()]) {
      expect(await grant(id, 'user:bob')).toBe(false);
      expect(await beside(id)).toEqual([]);
    }
  });

  it('are taken back, and again', async () => {
    const id = await ready();
    await grant(id, 'user:bob');
    for (let time = 0; time < 2; time += 1) await on(removeGrantFrom)(id, 'user:bob');
    expect(await grantees(id)).toEqual([]);
  });
});

describe('access', () => {
  const bob = { sub: 'bob', groups: ['team', 'choir'] };

  it('is found by the caller’s own name and by each group, and by no other', async () => {
    for (const name of ['user:bob', 'group:team', 'group:choir'] as const) {
      const id = await ready();
      await grant(id, 'user:carol');
      await grant(id, 'group:bob');
      expect(await on(findAccessIn)(id, bob)).toMatchObject({ file: { id }, isGranted: false });
      await grant(id, name);
      expect(await on(findAccessIn)(id, bob)).toMatchObject({ file: { id }, isGranted: true });
    }
  });

  it('to nothing is nothing', async () => {
    expect(await on(findAccessIn)(randomUUID(), bob)).toEqual({
      file: undefined,
      isGranted: false,
    });
  });

  it('is found for a caller of very many groups, and of one group named twice', async () => {
    const id = await ready();
    await grant(id, 'group:g90');
    const groups = Array.from({ length: 150 }, (_, n) => `g${n}`);
    expect(await on(findAccessIn)(id, { sub: 'x', groups })).toMatchObject({ isGranted: true });
    const twice = { sub: 'x', groups: ['g90', 'team', 'g90'] };
    expect(await on(findAccessIn)(id, twice)).toMatchObject({ isGranted: true });
  });
});

describe('links', () => {
  it('with uses are used just so often, however many try at once', async () => {
    const id = await ready();
    const made = await link(id, { maxUses: 7 });
    const answers = await Promise.all(Array.from({ length: 60 }, () => use(made)));
    expect(answers.filter((fileId) => fileId === id)).toHaveLength(7);
    expect(answers.filter((fileId) => fileId === undefined)).toHaveLength(53);
  });

  it('end with the millisecond they expire', async () => {
    const id = await ready();
    const made = await link(id, { expiresAt: '2026-11-22T11:00:00.000Z' });
    expect(await use(made, '2026-11-22T10:59:59.999Z')).toBe(id);
    expect(await use(made, '2026-11-22T11:00:00.000Z')).toBeUndefined();
    expect(await use(made, '2026-11-22T11:00:00.001Z')).toBeUndefined();
  });

  it('are not made to a file that is not ready, and unknown ones lead nowhere', async () => {
    const [waiting, deleted] = [await pending(), await ready()];
    await erase(deleted);
    for (const fileId of [waiting, deleted, randomUUID()]) {
      const id = randomUUID();
      const rest = { expiresAt: '2027-01-01T00:00:00.000Z', createdBy: 'a', createdAt: 'b' };
      expect(await on(addLinkTo)({ id, fileId, ...rest })).toBe(false);
      expect(await use(id)).toBeUndefined();
      expect(await beside(fileId)).toEqual([]);
    }
  });

  it('are revoked under their own file only, again and again', async () => {
    const [one, two] = [await ready(), await ready()];
    const made = await link(one);
    await on(removeLinkFrom)(two, made);
    expect(await use(made)).toBe(one);
    expect((await links(one)).map(({ id }) => id)).toEqual([made]);
    for (let time = 0; time < 2; time += 1) await on(removeLinkFrom)(one, made);
    expect(await use(made)).toBeUndefined();
    expect(await links(one)).toEqual([]);
  });

  it('are listed page by page', async () => {
    const id = await ready();
    const made: string[] = [];
    for (let n = 0; n < 12; n += 1) made.push(await link(id, n % 2 ? { maxUses: n } : {}));
    const listed = await everything((after) => on(listLinksIn)(id, 5, after));
    expect(listed.map((each) => each.id)).toEqual(made.toSorted());
  });
});

describe('what was shared with somebody', () => {
  it('comes latest first, a page at a time, without what is deleted', async () => {
    const grantee: Grantee = `user:${randomUUID()}`;
    const ids: string[] = [];
    for (let minute = 0; minute < 9; minute += 1) {
      const id = await ready();
      ids.push(id);
      await grant(id, grantee, new Date(now.getTime() + minute * 60_000));
    }
    await erase(ids[4] ?? '');
    const pages: string[][] = [];
    let after: string | undefined;
    do {
      const page = await on(listSharedIn)({ grantee, limit: 4, after });
      pages.push(page.files.map(({ id }) => id));
      after = page.next;
    } while (after);
    expect(pages.flat()).toEqual(ids.filter((_, index) => index !== 4).toReversed());
    expect(pages.every(({ length }) => length <= 4)).toBe(true);
  });

  it('is nothing where nothing was', async () => {
    const page = await on(listSharedIn)({ grantee: `group:${randomUUID()}`, limit: 10 });
    expect(page).toEqual({ files: [], next: undefined });
  });
});

/** A client on the same engine whose Query answers are told of at once, but given only later. */
function heldUpAfterQuery(answered: () => void, later: Promise<void>) {
  const { endpoint, region, credentials } = engine.client.config;
  const client = new DynamoDBClient({ ...(endpoint && { endpoint }), region, credentials });
  client.middlewareStack.add(
    (next, { commandName }) =>
      async (request) => {
        const answer = await next(request);
        if (commandName === 'QueryCommand') {
          answered();
          await later;
        }
        return answer;
      },
    { step: 'initialize' },
  );
  return { client, [Symbol.asyncDispose]: async () => client.destroy() };
}

describe('passing on', () => {
  /** A file with three hundred grants and two links, and its ready successor. */
  const replaced = async () => {
    const old = await ready();
    const names = Array.from({ length: 300 }, (_, n): Grantee => `user:fan-${1000 + n}`);
    await Promise.all(names.map((name) => grant(old, name)));
    const [limited, free] = [await link(old, { maxUses: 3 }), await link(old)];
    const successor = await ready();
    return { old, names, limited, free, successor };
  };

  it('moves every grant and link to the successor, however often it is repeated', async () => {
    const { old, names, limited, free, successor } = await replaced();
    expect(await use(limited)).toBe(old);
    await erase(old, successor);
    for (let time = 0; time < 2; time += 1) await on(passOnIn)(old, successor);
    expect(await grantees(successor)).toEqual(names);
    expect(await beside(old)).toEqual([]);
    expect((await links(successor)).map(({ id }) => id)).toEqual([limited, free].toSorted());
    expect(await use(free)).toBe(successor);
    const uses = [await use(limited), await use(limited), await use(limited)];
    expect(uses).toEqual([successor, successor, undefined]);
    await on(removeLinkFrom)(successor, free);
    expect(await use(free)).toBeUndefined();
  });

  it('is as good when two do it at once', async () => {
    const { old, names, free, successor } = await replaced();
    await erase(old, successor);
    await Promise.all([on(passOnIn)(old, successor), on(passOnIn)(old, successor)]);
    expect(await grantees(successor)).toEqual(names);
    expect(await beside(old)).toEqual([]);
    expect(await use(free)).toBe(successor);
  });

  it('removes every grant and link of a file without a successor', async () => {
    const { old, limited, free } = await replaced();
    await erase(old);
    for (let time = 0; time < 2; time += 1) await on(passOnIn)(old);
    expect(await beside(old)).toEqual([]);
    expect([await use(limited), await use(free)]).toEqual([undefined, undefined]);
  });

  it('leaves nothing on a successor that was deleted and purged meanwhile', async () => {
    const { old, free, successor } = await replaced();
    await erase(old, successor);
    await erase(successor);
    await on(passOnIn)(successor);
    await on(passOnIn)(old, successor);
    expect([await beside(old), await beside(successor)]).toEqual([[], []]);
    expect(await use(free)).toBeUndefined();
  });

  it('reaches the last successor, in whichever order the tombstones are told', async () => {
    const { old, names, free, successor } = await replaced();
    const last = await ready();
    await erase(old, successor);
    await erase(successor, last);
    await on(passOnIn)(successor, last);
    await on(passOnIn)(old, successor);
    expect([await beside(old), await beside(successor)]).toEqual([[], []]);
    expect(await grantees(last)).toEqual(names);
    expect(await use(free)).toBe(last);
  });

  it('does not bring back a grant that was taken back from the successor', async () => {
    const [old, successor] = [await ready(), await ready()];
    await grant(old, 'user:bob');
    await erase(old, successor);
    // Told twice, and one of the two, having seen the grant, is held up: Lambda repeats what it does not know is done.
    const hasRead = Promise.withResolvers<void>();
    const mayGoOn = Promise.withResolvers<void>();
    await using slow = heldUpAfterQuery(hasRead.resolve, mayGoOn.promise);
    const late = passOnIn(slow.client, engine.tableName)(old, successor);
    await hasRead.promise;
    await on(passOnIn)(old, successor);
    await on(removeGrantFrom)(successor, 'user:bob');
    mayGoOn.resolve();
    await late;
    expect(await grantees(successor)).toEqual([]);
  });

  it('leaves nothing behind of a link that has expired and is gone already', async () => {
    const [old, successor] = [await ready(), await ready()];
    const made = await link(old);
    await engine.client.send(
      new DeleteItemCommand({
        TableName: engine.tableName,
        Key: toItem({ pk: `LINK#${made}`, sk: 'LINK' }),
      }),
    );
    await erase(old, successor);
    await on(passOnIn)(old, successor);
    expect([await beside(old), await beside(successor)]).toEqual([[], []]);
  });
});
