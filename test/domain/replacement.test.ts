// Which files may be replaced, and what a ready file takes over from the one that it replaces.
import { describe, expect, it } from 'vitest';
import { defineConfig } from '../../lambdas/config/config.ts';
import type { Principal } from '../../lambdas/domain/access.ts';
import type { FileRecord, ReadyFile } from '../../lambdas/domain/file.ts';
import { replacementRefusal } from '../../lambdas/domain/replacement.ts';
import { takeOver } from '../../lambdas/domain/transitions.ts';
import { pending, ready as plain, rejected } from './records.ts';

const publicToken = 'AbCdEfGhIjKlMnOpQrS_-9';
const ready: ReadyFile = {
  ...plain,
  title: 'A title',
  caption: 'A caption',
  metadata: { orderId: 'A-1047' },
  revision: 3,
  visibility: 'public',
  publicToken,
};

describe('a file that replaces another', () => {
  const old: ReadyFile = {
    ...ready,
    id: 'old',
    title: 'Old title',
    caption: 'Old caption',
    metadata: { orderId: 'A-1' },
    predecessors: new Set(['older', 'oldest']),
  };

  it('keeps its own title, caption and metadata, and has those of the other where it has none', () => {
    expect(takeOver(ready, old)).toMatchObject({
      title: 'A title',
      caption: 'A caption',
      metadata: { orderId: 'A-1047' },
    });
    const bare: ReadyFile = {
      ...ready,
      title: undefined,
      caption: undefined,
      metadata: undefined,
    };
    expect(takeOver(bare, old)).toMatchObject({
      title: 'Old title',
      caption: 'Old caption',
      metadata: { orderId: 'A-1' },
    });
    expect(takeOver({ ...ready, metadata: {} }, old).metadata).toEqual({});
    expect(takeOver({ ...ready, title: '', caption: '' }, old)).toMatchObject({
      title: '',
      caption: '',
    });
  });

  it('names the other and everything that the other still had to replace', () => {
    expect(takeOver(ready, old).predecessors).toEqual(new Set(['old', 'older', 'oldest']));
    expect(takeOver(ready, { ...old, predecessors: undefined }).predecessors).toEqual(
      new Set(['old']),
    );
  });

  it.each<[ReadyFile['visibility'], string | undefined]>([
    ['public', publicToken],
    ['private', undefined],
    [undefined, undefined],
  ])(
    'a replacement is as public as the old file, at a path of its own: %s',
    (visibility, publicToken) => {
      const next = takeOver(ready, { ...old, visibility, publicToken: 'another token' });
      expect([next.visibility, next.publicToken]).toEqual([visibility, publicToken]);
    },
  );

  it('stays itself in everything else', () => {
    expect(takeOver(ready, old)).toMatchObject({ id: ready.id, key: ready.key, versionId: 'v1' });
  });
});

describe('a file that may not be replaced', () => {
  const rules = defineConfig({
    collections: { images: { types: ['image/png'], maxBytes: 100, readers: ['group:reader'] } },
  });
  const owner: Principal = { sub: plain.owner, groups: [] };
  const refusalOf = (
    file: FileRecord | undefined,
    collection = 'images',
    caller: Principal = owner,
    successor = owner.sub,
  ) => {
    try {
      return replacementRefusal(file, { collection, owner: successor }, caller, rules);
    } catch (error) {
      return error;
    }
  };

  it.each([undefined, plain])(
    'a caller who may not read a file does not find it to replace: %j',
    (file) => {
      const stranger = { sub: 'carl', groups: [] };
      expect(refusalOf(file, 'images', stranger)).toMatchObject({ code: 'not_found' });
    },
  );

  it('a caller who may only read a file may not replace it', () => {
    const reader = { sub: 'carl', groups: ['reader'] };
    expect(refusalOf(plain, 'images', reader)).toMatchObject({ code: 'forbidden' });
  });

  it('a file of another collection is not replaced', () => {
    const message = 'names a file of images; replace it with one of the same collection.';
    expect(refusalOf(plain, 'documents')).toMatchObject({
      code: 'invalid_request',
      details: { issues: [{ field: 'replaces', message }] },
    });
  });

  it.each([pending, rejected])('a file that is $status is not replaced', (file) => {
    expect(refusalOf(file)).toMatchObject({
      code: 'not_ready',
      message: `Only a ready file can be replaced; this one is ${file.status}.`,
      details: { fileStatus: file.status },
    });
  });

  it('a service may not replace the file of one owner by a file of another', () => {
    const service: Principal = { sub: 'backend', groups: [], isService: true };
    expect(refusalOf(plain, 'images', service, 'carl')).toMatchObject({
      code: 'invalid_request',
      message: expect.stringContaining('another owner'),
    });
  });
});
