// What is beside the record of a file that ended is deleted, or moves as releases before 0.3 meant it, on a real DynamoDB engine.
import { DeleteItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { toItem } from '../../lambdas/aws/dynamodb/dynamo-items.ts';
import { removeGrantWith } from '../../lambdas/aws/dynamodb/grants.ts';
import { removeLinkWith } from '../../lambdas/aws/dynamodb/links.ts';
import { removeBesideWith } from '../../lambdas/aws/dynamodb/remove-beside.ts';
import type { Grantee } from '../../lambdas/domain/access.ts';
import { sharingForFile } from './sharing.ts';

const { engine, files } = await sharingForFile();

/** A client on the same engine whose Query answers are announced at once, but returned only later. */
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

describe('the tombstone of a release before 0.3', () => {
  /** A file with grants and two links, and its ready successor. */
  const replaced = async (grantCount = 20) => {
    const old = await files.ready();
    const names = Array.from({ length: grantCount }, (_, n): Grantee => `user:fan-${1000 + n}`);
    await Promise.all(names.map((name) => files.grant(old, name)));
    const [limited, free] = [await files.link(old, { maxUses: 3 }), await files.link(old)];
    const successor = await files.ready();
    return { old, names, limited, free, successor };
  };

  it('moves every grant and link to the successor, however often it is repeated', async () => {
    const { old, names, limited, free, successor } = await replaced(300);
    expect(await files.use(limited)).toBe(old);
    await files.erase(old, successor);
    for (let time = 0; time < 2; time += 1) await files.on(removeBesideWith)(old, successor);
    expect(await files.grantees(successor)).toEqual(names);
    expect(await files.beside(old)).toEqual([]);
    expect((await files.links(successor)).map(({ id }) => id)).toEqual([limited, free].toSorted());
    expect(await files.use(free)).toBe(successor);
    const uses = [await files.use(limited), await files.use(limited), await files.use(limited)];
    expect(uses).toEqual([successor, successor, undefined]);
    await files.on(removeLinkWith)(successor, free);
    expect(await files.use(free)).toBeUndefined();
  });

  it('a transfer of sharing has the same result when two runs do it at once', async () => {
    const { old, names, free, successor } = await replaced();
    await files.erase(old, successor);
    await Promise.all([
      files.on(removeBesideWith)(old, successor),
      files.on(removeBesideWith)(old, successor),
    ]);
    expect(await files.grantees(successor)).toEqual(names);
    expect(await files.beside(old)).toEqual([]);
    expect(await files.use(free)).toBe(successor);
  });

  it('removes every grant and link of a file without a successor', async () => {
    const { old, limited, free } = await replaced();
    await files.erase(old);
    for (let time = 0; time < 2; time += 1) await files.on(removeBesideWith)(old);
    expect(await files.beside(old)).toEqual([]);
    expect([await files.use(limited), await files.use(free)]).toEqual([undefined, undefined]);
  });

  it('a transfer leaves nothing on a successor that was deleted and purged in between', async () => {
    const { old, free, successor } = await replaced();
    await files.erase(old, successor);
    await files.erase(successor);
    await files.on(removeBesideWith)(successor);
    await files.on(removeBesideWith)(old, successor);
    expect([await files.beside(old), await files.beside(successor)]).toEqual([[], []]);
    expect(await files.use(free)).toBeUndefined();
  });

  it('a transfer leaves nothing on a successor that is deleted while grants are moved', async () => {
    const { old, successor } = await replaced();
    await files.erase(old, successor);
    const [queried, erased] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    await using held = heldUpAfterQuery(queried.resolve, erased.promise);
    const moving = removeBesideWith(held.client, engine.tableName)(old, successor);
    await queried.promise;
    await files.erase(successor);
    erased.resolve();
    await moving;
    expect([await files.beside(old), await files.beside(successor)]).toEqual([[], []]);
  });

  it('reaches the last successor, in whichever order the tombstones arrive', async () => {
    const { old, names, free, successor } = await replaced();
    const last = await files.ready();
    await files.erase(old, successor);
    await files.erase(successor, last);
    await files.on(removeBesideWith)(successor, last);
    await files.on(removeBesideWith)(old, successor);
    expect([await files.beside(old), await files.beside(successor)]).toEqual([[], []]);
    expect(await files.grantees(last)).toEqual(names);
    expect(await files.use(free)).toBe(last);
  });

  it('a transfer does not restore a grant that was revoked on the successor', async () => {
    const [old, successor] = [await files.ready(), await files.ready()];
    await files.grant(old, 'user:bob');
    await files.erase(old, successor);
    // Delivered twice, and one of the two, having seen the grant, is delayed: Lambda repeats what it does not know is done.
    const hasRead = Promise.withResolvers<void>();
    const mayContinue = Promise.withResolvers<void>();
    await using slow = heldUpAfterQuery(hasRead.resolve, mayContinue.promise);
    const late = removeBesideWith(slow.client, engine.tableName)(old, successor);
    await hasRead.promise;
    await files.on(removeBesideWith)(old, successor);
    await files.on(removeGrantWith)(successor, 'user:bob');
    mayContinue.resolve();
    await late;
    expect(await files.grantees(successor)).toEqual([]);
  });

  it('a transfer leaves nothing of a link that has expired', async () => {
    const [old, successor] = [await files.ready(), await files.ready()];
    const made = await files.link(old);
    await engine.client.send(
      new DeleteItemCommand({
        TableName: engine.tableName,
        Key: toItem({ pk: `LINK#${made}`, sk: 'LINK' }),
      }),
    );
    await files.erase(old, successor);
    await files.on(removeBesideWith)(old, successor);
    expect([await files.beside(old), await files.beside(successor)]).toEqual([[], []]);
  });
});
