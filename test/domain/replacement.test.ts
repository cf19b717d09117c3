// What a ready file takes over from the file that it replaces.
import { describe, expect, it } from 'vitest';
import type { ReadyFile } from '../../lambdas/domain/file.ts';
import { takeOver } from '../../lambdas/domain/transitions.ts';
import { ready as plain } from './records.ts';

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
