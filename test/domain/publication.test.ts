// The public copy of a file: when it is made or removed, and where it is stored.
import { describe, expect, it } from 'vitest';
import type { FileRecord, PendingFile, ReadyFile } from '../../lambdas/domain/file.ts';
import {
  hasToken,
  PUBLIC_CACHE_CONTROL,
  PUBLIC_PREFIX,
  parsePublicKey,
  publicationTask,
  publicKeyOf,
  shouldBePublic,
} from '../../lambdas/domain/publication.ts';
import { remove, settle } from '../../lambdas/domain/transitions.ts';

const id = '0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d';
const publicToken = 'AbCdEfGhIjKlMnOpQrS_-9';
const at = '2026-11-22T10:01:00.000Z';
const keptUntil = '2026-12-22T10:01:00.000Z';
const pending: PendingFile = {
  id,
  status: 'pending',
  collection: 'images',
  owner: 'olivia',
  key: `media/images/${id}.png`,
  filename: 'photo.png',
  contentType: 'image/png',
  size: 5,
  createdAt: '2026-11-22T10:00:00.000Z',
  revision: 1,
  expiresAt: '2026-11-22T10:15:00.000Z',
};
const verdict = { declaredType: 'image/png', detectedType: 'image/png', size: 5 };
const ready = settle(pending, {
  ...{ versionId: 'v1', at, keptUntil },
  verdict: { ...verdict, outcome: 'accepted' },
}) as ReadyFile;
const rejected = settle(pending, {
  ...{ versionId: 'v1', at, keptUntil },
  verdict: { ...verdict, outcome: 'rejected', reason: 'malformed' },
});

const isPublic = { visibility: 'public', publicToken } as const;
const published: ReadyFile = { ...ready, ...isPublic, publishedAt: at };

describe('the public copy of a file', () => {
  it.each<[string, FileRecord | undefined, 'publish' | 'withdraw' | undefined, boolean]>([
    ['an unknown file', undefined, undefined, false],
    ['a pending file', { ...pending, ...isPublic }, undefined, false],
    ['a rejected file', { ...rejected, ...isPublic }, undefined, false],
    ['a private file without a token', ready, undefined, false],
    ['a public file without a token', { ...ready, visibility: 'public' }, undefined, false],
    ['a public file', { ...ready, ...isPublic }, 'publish', true],
    ['a published file', published, undefined, true],
    ['a file that became private', { ...published, visibility: 'private' }, 'withdraw', false],
    ['a private file that still has a token', { ...ready, publicToken }, 'withdraw', false],
    ['a deleted file that was public', remove(published, { at, keptUntil }), 'withdraw', false],
    ['a deleted file without a token', remove(ready, { at, keptUntil }), undefined, false],
  ])('%s: its task and whether it is public', (_title, file, task, expected) => {
    expect(publicationTask(file)).toEqual(task && { task, file });
    expect(shouldBePublic(file)).toBe(expected);
  });

  it('may exist only when the record has a token', () => {
    expect(hasToken(ready)).toBe(false);
    expect(hasToken(published)).toBe(true);
  });

  it('may be cached for a year, because its path never holds other bytes', () => {
    expect(PUBLIC_CACHE_CONTROL).toBe('public, max-age=31536000, immutable');
  });
});

describe('the key of a public copy', () => {
  const key = `public/${publicToken}/${id}.png`;

  it('consists of the prefix, the token, the id and the extension of the type', () => {
    expect(PUBLIC_PREFIX).toBe('public/');
    expect(publicKeyOf({ ...published, publicToken })).toBe(key);
  });

  it('is read back into id and token', () => {
    expect(parsePublicKey(key)).toEqual({ id, publicToken });
    expect(parsePublicKey(`public/${publicToken}/${id}`)).toEqual({ id, publicToken });
  });

  it.each([
    ['another prefix', key.replace('public/', 'media0/')],
    ['nothing', ''],
    ['the prefix alone', 'public/'],
    ['no name', `public/${publicToken}`],
    ['an empty name', `public/${publicToken}/`],
    ['a name that is no id', `public/${publicToken}/photo.png`],
    ['an id of the wrong case', key.replace(id, id.toUpperCase())],
    ['a token that is too short', key.replace(publicToken, publicToken.slice(1))],
    ['a token that is too long', key.replace(publicToken, `${publicToken}x`)],
    ['a token with another character', key.replace('A', '.')],
    ['an empty token', `public//${id}.png`],
    ['a further segment', `${key}/x`],
    ['a slash at its end', `${key}/`],
  ])('is not recognized with %s', (_what, other) => {
    expect(parsePublicKey(other)).toBeUndefined();
  });
});
