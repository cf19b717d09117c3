// The limits on grants and links of one file, on a real DynamoDB engine.
import { createHash, randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { addGrantWith, removeGrantWith } from '../../lambdas/aws/dynamodb/grants.ts';
import { addLinkWith, removeLinkWith } from '../../lambdas/aws/dynamodb/links.ts';
import type { Grantee } from '../../lambdas/domain/access.ts';
import { sharingForFile } from './sharing.ts';

const { files } = await sharingForFile();

const LIMIT = 5;
const grant = (id: string, principal: Grantee) => {
  const grantedAt = files.now.toISOString();
  return files.on(addGrantWith)(id, { principal, grantedBy: 'alice', grantedAt }, LIMIT);
};
const link = (fileId: string, minute = 0) => {
  const at = Date.UTC(2026, 10, 22, 10, minute);
  return files.on(addLinkWith)(
    {
      id: createHash('sha256').update(randomBytes(16)).digest('hex'),
      fileId,
      expiresAt: new Date(at + 60_000).toISOString(),
      createdBy: 'alice',
      createdAt: new Date(at).toISOString(),
    },
    LIMIT,
  );
};
const counted = (additions: readonly string[], outcome: string) =>
  additions.filter((each) => each === outcome).length;

it('no more grants are added than a file may have, however many requests are concurrent', async () => {
  const id = await files.ready();
  const additions = await Promise.all(
    Array.from({ length: 12 }, (_, index) => grant(id, `user:${index}`)),
  );
  expect([counted(additions, 'added'), counted(additions, 'full')]).toEqual([LIMIT, 7]);
  const grantees = await files.grantees(id);
  expect(grantees).toHaveLength(LIMIT);
  const [first = 'user:'] = grantees;
  expect(await grant(id, first)).toBe('added');
  expect(await grant(id, 'user:one-more')).toBe('full');
});

it('a removed grant makes room for one other', async () => {
  const id = await files.ready();
  for (let index = 0; index < LIMIT; index += 1) await grant(id, `user:${index}`);
  for (let round = 0; round < 3; round += 1) {
    await files.on(removeGrantWith)(id, `user:${round}`);
    expect(await grant(id, `group:${round}`)).toBe('added');
    expect(await grant(id, 'user:one-more')).toBe('full');
  }
});

it('no more links are added than may lead to a file, and one that has expired or was revoked counts no longer', async () => {
  const id = await files.ready();
  const additions = await Promise.all(Array.from({ length: 12 }, () => link(id)));
  expect([counted(additions, 'added'), counted(additions, 'full')]).toEqual([LIMIT, 7]);
  expect(await link(id)).toBe('full');
  const [{ id: revoked } = expect.fail('no link')] = await files.links(id);
  await files.on(removeLinkWith)(id, revoked);
  expect([await link(id), await link(id)]).toEqual(['added', 'full']);
  expect([await link(id, 2), await link(id, 2)]).toEqual(['added', 'added']);
});

it('links and grants are counted apart, and each file by itself', async () => {
  const [one, other] = [await files.ready(), await files.ready()];
  for (let index = 0; index < LIMIT; index += 1) await grant(one, `user:${index}`);
  expect(await link(one)).toBe('added');
  expect(await grant(other, 'user:0')).toBe('added');
});

it('a full file that is deleted answers as a deleted one', async () => {
  const id = await files.ready();
  for (let index = 0; index < LIMIT; index += 1) await grant(id, `user:${index}`);
  await files.erase(id);
  expect(await grant(id, 'user:0')).toBe('gone');
  expect(await grant(id, 'user:one-more')).toBe('gone');
});
