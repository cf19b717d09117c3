// A publication that the record overtakes: its copies do not stay where no record names them.
import { expect, it } from 'vitest';
import { defineConfig } from '../lambdas/config/config.ts';
import type { FileRecord, ReadyFile } from '../lambdas/domain/file.ts';
import { publishFile } from '../lambdas/publish-file/publish-file.ts';
import { ready } from './domain/records.ts';

const publicToken = 'AbCdEfGhIjKlMnOpQrS_-9';
const open: ReadyFile = { ...ready, visibility: 'public', publicToken };
const key = `public/${publicToken}/${ready.id}.png`;

/** Publishes the file while its record becomes another; returns the outcome and what became of the bucket and the CDN. */
async function publishWhile(after: FileRecord | undefined) {
  const copies = new Set<string>();
  const invalidated: string[] = [];
  let found: FileRecord | undefined = open;
  const publish = publishFile({
    config: defineConfig({ collections: { images: { types: ['image/png'], maxBytes: 100 } } }),
    findFile: async () => found,
    async copyToPublic(_from, to) {
      found = after;
      copies.add(to.key);
      return 'copied';
    },
    readCopyTag: async () => undefined,
    listPublicCopies: async (prefix) => [...copies].filter((each) => each.startsWith(prefix)),
    async deletePublicCopy(each) {
      copies.delete(each);
    },
    async invalidatePath(path) {
      invalidated.push(path);
    },
    markPublished: async () => false,
    markWithdrawn: async () => false,
    now: () => new Date(ready.readyAt),
  });
  return {
    outcome: await publish({ fileId: ready.id, publicToken }),
    copies: [...copies],
    invalidated,
  };
}

it.each<[string, FileRecord | undefined]>([
  ['was withdrawn', { ...ready, visibility: 'private' }],
  ['is private and waits for its withdrawal', { ...open, visibility: 'private' }],
  ['became public again under another token', { ...open, publicToken: `${publicToken.slice(1)}0` }],
  ['is gone', undefined],
])('a copy of a file that %s in between is deleted, also from the edges', async (_what, after) => {
  expect(await publishWhile(after)).toEqual({
    outcome: 'overtaken',
    copies: [],
    invalidated: [`/public/${publicToken}/*`],
  });
});

it('a copy of a file that stays public under its token is left to the publication that follows', async () => {
  const after = { ...open, versionId: 'v2' };
  expect(await publishWhile(after)).toEqual({
    outcome: 'overtaken',
    copies: [key],
    invalidated: [],
  });
});
