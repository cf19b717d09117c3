// The public copy of a file: when it is made or removed, and where it is stored.
import { describe, expect, it } from 'vitest';
import type { FileRecord, ReadyFile } from '../../lambdas/domain/file.ts';
import {
  hasToken,
  PUBLIC_CACHE_CONTROL,
  PUBLIC_PREFIX,
  parsePublicKey,
  publicationTask,
  publicKeyOf,
  shouldBePublic,
} from '../../lambdas/domain/publication.ts';
import { remove } from '../../lambdas/domain/transitions.ts';
import { at, base, keptUntil, pending, ready, rejected } from './records.ts';

const { id } = base;
const publicToken = 'AbCdEfGhIjKlMnOpQrS_-9';
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

  it('a public copy may exist only when the record has a token', () => {
    expect(hasToken(ready)).toBe(false);
    expect(hasToken(published)).toBe(true);
  });

  it('browsers may cache a public copy for a minute and the CDN for a year', () => {
    expect(PUBLIC_CACHE_CONTROL).toBe('public, max-age=60, s-maxage=31536000');
  });
});

describe('the key of a public copy', () => {
  const key = `public/${publicToken}/${id}.png`;

  it('consists of the prefix, the token, the id and the extension of the type', () => {
    expect(PUBLIC_PREFIX).toBe('public/');
    expect(publicKeyOf({ ...published, publicToken })).toBe(key);
  });

  it('the key of a public copy is parsed into id and token', () => {
    expect(parsePublicKey(key)).toEqual({ id, publicToken });
    expect(parsePublicKey(`public/${publicToken}/${id}`)).toEqual({ id, publicToken });
    expect(parsePublicKey(`public/${publicToken}/${id}/thumbnail.webp`)).toEqual({
      id,
      publicToken,
    });
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
    ['a variant without a name', `public/${publicToken}/${id}/`],
    ['a segment behind a variant', `public/${publicToken}/${id}/thumbnail.webp/x`],
  ])('the key of a public copy is not recognised with %s', (_what, other) => {
    expect(parsePublicKey(other)).toBeUndefined();
  });
});
