// Lists by name and by size over plain HTTP: of an owner, of a collection, page by page, and too long.
import { randomUUID } from 'node:crypto';
import { BatchWriteItemCommand, type WriteRequest } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { createAirlock } from '../../client/airlock.ts';
import type { ListQuery } from '../../client/contract.ts';
import { toItem } from '../../lambdas/aws/dynamodb/dynamo-items.ts';
import { MOST_SORTED } from '../../lambdas/domain/file-order.ts';
import type { File } from '../../lambdas/http/contract.ts';
import { serviceToken } from '../access-token.ts';
import { addresses, alice, bob, call, issue, staff, uploaded } from './api.ts';
import { dynamo } from './behind.ts';
import { remove } from './file-calls.ts';

/** The letters that the names of this file's files begin with. */
const prefix = randomUUID();
const draft = { collection: 'drafts', contentType: 'text/plain' };
const draftOf = (name: string, size: number, token: string) =>
  uploaded({ ...draft, filename: `${prefix} ${name}` }, 'x'.repeat(size), token);

interface Listing extends ListQuery {
  readonly token?: string;
}

async function listed({ token = alice, ...query }: Listing) {
  const given = Object.entries({ name: prefix, ...query }).map(([name, value]) => [
    name,
    String(value),
  ]);
  return call('GET', `/files?${new URLSearchParams(given)}`, { token });
}
const short = ({ filename }: File) => filename.slice(prefix.length + 1);

/** The names on each page to the last. */
async function pagesOf(query: Listing): Promise<string[][]> {
  const pages: string[][] = [];
  let cursor: string | undefined;
  do {
    const { status, body } = await listed({ ...query, ...(cursor && { cursor }) });
    expect(status, JSON.stringify(body)).toBe(200);
    pages.push(body.files.map(short));
    cursor = body.nextCursor;
  } while (cursor !== undefined);
  return pages;
}

let uploading: Promise<unknown> | undefined;

/** Uploads the files of alice and bob, once; each test that reads them waits for it. */
function draftsReady(): Promise<unknown> {
  uploading ??= Promise.all([
    draftOf('note 10.txt', 3, alice),
    draftOf('Note 9.txt', 5, alice),
    draftOf('änderung.txt', 20, alice),
    draftOf('zebra.txt', 1, alice),
    draftOf('Note 1.txt', 4, bob),
  ]);
  return uploading;
}

/** Deletes a file that the test has deleted already, unless it failed before: another attempt lists the same names. */
async function deleted(fileId: string): Promise<void> {
  await call('DELETE', `/files/${fileId}`, { token: alice });
}

describe('a list by name or by size', () => {
  it('an owner’s files are listed by name over several pages, pending ones among them', async () => {
    await draftsReady();
    const pending = await issue({ ...draft, filename: `${prefix} note 9b.txt`, size: 8 });
    onTestFinished(() => deleted(pending.file.id));
    expect(await pagesOf({ sort: 'name', limit: 2 })).toEqual([
      ['änderung.txt', 'Note 9.txt'],
      ['note 9b.txt', 'note 10.txt'],
      ['zebra.txt'],
    ]);
    expect(await pagesOf({ sort: 'size', limit: 4, order: 'descending' })).toEqual([
      ['änderung.txt', 'note 9b.txt', 'Note 9.txt', 'note 10.txt'],
      ['zebra.txt'],
    ]);
    await remove(pending.file.id);
    expect(await pagesOf({ sort: 'size', status: 'ready' })).toEqual([
      ['zebra.txt', 'note 10.txt', 'Note 9.txt', 'änderung.txt'],
    ]);
  });

  it('a file that is deleted after the first page is not listed, and the others are each listed once', async () => {
    await draftsReady();
    const passing = await draftOf('note 9z.txt', 1, alice);
    onTestFinished(() => deleted(passing.id));
    const first = await listed({ sort: 'name', limit: 2 });
    await remove(passing.id);
    const { nextCursor: cursor } = first.body;
    const rest = await listed({ sort: 'name', limit: 2, cursor });
    expect([...first.body.files, ...rest.body.files].map(short)).toEqual([
      'änderung.txt',
      'Note 9.txt',
      'note 10.txt',
      'zebra.txt',
    ]);
  });

  it('administrators list everyone’s files of their collection by name, and other callers may not', async () => {
    await draftsReady();
    const everyones = { collection: 'drafts', scope: 'all', sort: 'name' } as const;
    expect(await pagesOf({ ...everyones, limit: 3, token: staff })).toEqual([
      ['änderung.txt', 'Note 1.txt', 'Note 9.txt'],
      ['note 10.txt', 'zebra.txt'],
    ]);
    expect(await listed({ ...everyones, token: bob })).toMatchObject({
      status: 403,
      body: { code: 'forbidden' },
    });
    expect(await pagesOf({ owner: 'bob', sort: 'size', token: staff })).toEqual([['Note 1.txt']]);
  });

  it('a cursor of another caller or another order is refused', async () => {
    await draftsReady();
    const { body } = await listed({ sort: 'name', limit: 1 });
    const { nextCursor: cursor } = body;
    for (const query of [
      { sort: 'name', token: bob },
      { sort: 'size' },
      { sort: 'name', order: 'descending' },
      { order: 'newest' },
    ] as const) {
      expect(await listed({ ...query, limit: 1, cursor })).toMatchObject({
        status: 400,
        body: { code: 'invalid_request', issues: [{ field: 'cursor' }] },
      });
    }
  });

  it('an order that does not fit the field is refused, with those that do', async () => {
    for (const query of ['sort=name&order=newest', 'sort=time&order=ascending', 'order=descending'])
      expect(await call('GET', `/files?${query}`, { token: alice })).toMatchObject({
        status: 400,
        body: { code: 'invalid_request', issues: [{ field: 'order' }] },
      });
  });

  it('the client library lists by name', async () => {
    await draftsReady();
    const airlock = createAirlock({ api: addresses.api, getToken: () => alice });
    const { files } = await airlock.list({ name: prefix, sort: 'name', order: 'descending' });
    expect(files.map(short)).toEqual(['zebra.txt', 'note 10.txt', 'Note 9.txt', 'änderung.txt']);
  });
});

describe('a list of more files than are sorted', () => {
  const owner = `person-${randomUUID()}`;
  const keyOf = (number: number) => ({ pk: `ENTRY#${owner}#${number}`, sk: 'ENTRY' });
  /** Entries of a list and no more: nothing but lists by name and by size reads them. */
  const entryOf = (number: number) => ({
    ...keyOf(number),
    ofOwner: owner,
    listedAt: `2026-11-22T10:00:00.000Z#${number}`,
    id: String(number),
    filename: 'x',
    size: 1,
  });
  const numbers = Array.from({ length: MOST_SORTED + 1 }, (_, number) => number);

  async function write(requestOf: (number: number) => WriteRequest) {
    const batches = Array.from({ length: Math.ceil(numbers.length / 25) }, (_, batch) =>
      numbers.slice(batch * 25, (batch + 1) * 25),
    );
    for (const batch of batches) {
      const RequestItems = { [addresses.table]: batch.map(requestOf) };
      await dynamo.send(new BatchWriteItemCommand({ RequestItems }));
    }
  }

  beforeAll(() => write((number) => ({ PutRequest: { Item: toItem(entryOf(number)) } })));
  afterAll(() => write((number) => ({ DeleteRequest: { Key: toItem(keyOf(number)) } })));

  it('sorting a list of too many files is refused, and the client library throws the code', async () => {
    const token = await serviceToken(addresses);
    const refused = await call('GET', `/files?owner=${owner}&sort=name`, { token });
    expect(refused).toMatchObject({
      status: 409,
      body: { code: 'list_too_long', limit: MOST_SORTED, detail: expect.stringContaining('5,000') },
    });
    const airlock = createAirlock({ api: addresses.api, getToken: () => token });
    await expect(airlock.list({ owner, sort: 'size' })).rejects.toMatchObject({
      code: 'list_too_long',
      details: { limit: MOST_SORTED },
    });
  });
});
