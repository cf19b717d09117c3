// What a change of a record hands to other functions: publications, scans and variants, each once for each reason.
import { describe, expect, it } from 'vitest';
import { defineConfig } from '../../lambdas/config/config.ts';
import { images } from '../../lambdas/config/presets.ts';
import type { Rules } from '../../lambdas/domain/collection.ts';
import type { FileRecord, PendingFile, ReadyFile } from '../../lambdas/domain/file.ts';
import type { Change } from '../../lambdas/domain/file-events.ts';
import { handOffsOf } from '../../lambdas/domain/hand-offs.ts';
import { recipesFor, recipesIdOf } from '../../lambdas/domain/variants.ts';
import { at, base, deleted, pending, ready, rejected } from './records.ts';

const plain = defineConfig({ collections: { images: images({}) } });
const withVariants = defineConfig({
  collections: { images: images({ variants: { thumbnail: { width: 256 } } }) },
});
const handOffs = (change: Omit<Change, 'sequence'>, rules: Rules) =>
  handOffsOf({ ...change, sequence: '1' }, rules);
const publicToken = 'AbCdEfGhIjKlMnOpQrS_-9';
const open: ReadyFile = { ...ready, visibility: 'public', publicToken };

const scanned = (askedAt: string, changes: Partial<PendingFile> = {}): PendingFile => ({
  ...pending,
  ...changes,
  scan: {
    state: 'running',
    versionId: 'v1',
    verdict: { ...ready.verdict },
    askedAt,
    until: '2026-11-23T10:00:00.000Z',
  },
});

describe('the hand-offs of a change', () => {
  it.each<[string, FileRecord | undefined, FileRecord | undefined]>([
    ['a record that is removed', ready, undefined],
    ['a claim', undefined, pending],
    ['a private file that becomes ready', pending, ready],
    ['a file that is rejected', pending, rejected],
    ['a private file that is deleted', ready, deleted],
  ])('are none for %s', (_what, before, after) => {
    expect(handOffs({ before, after }, plain)).toEqual([]);
  });

  it('a removed record hands nothing off, whatever it was before', () => {
    for (const before of [pending, ready, open, scanned(at)])
      expect(handOffs({ before, after: undefined }, withVariants)).toEqual([]);
  });

  it('publish a public file, and nothing of one that is published', () => {
    expect(handOffs({ before: pending, after: open }, plain)).toEqual([
      { queue: 'publications', request: { fileId: base.id, publicToken } },
    ]);
    const published = { ...open, publishedAt: at };
    expect(handOffs({ before: open, after: published }, plain)).toEqual([]);
  });
});

describe('a scan', () => {
  const request = { fileId: base.id, key: base.key, versionId: 'v1' };
  const later = '2026-11-22T11:00:00.000Z';

  it.each<[string, FileRecord | undefined]>([
    ['of a file that did not wait for one', pending],
    ['of a file that is new to the stream', undefined],
    ['that is asked for again', scanned(later)],
    ['after another status', ready],
  ])('is requested %s', (_what, before) => {
    const after = scanned(at);
    expect(handOffs({ before, after }, plain)).toEqual([{ queue: 'scans', request }]);
  });

  it('an edit does not request a scan again', () => {
    const change = { before: scanned(at), after: scanned(at, { title: 'A title' }) };
    expect(handOffs(change, plain)).toEqual([]);
  });

  it('a scan is requested although one was reported before the file was judged', () => {
    const reported: PendingFile = {
      ...pending,
      scan: { state: 'reported', result: { versionId: 'v1', status: 'clean' } as never },
    };
    const after = scanned(at);
    expect(handOffs({ before: reported, after }, plain)).toEqual([{ queue: 'scans', request }]);
    expect(handOffs({ before: pending, after: reported }, plain)).toEqual([]);
  });

  it('no scan of a ready file is requested', () => {
    const after = { ...ready, scan: scanned(at).scan } as ReadyFile;
    expect(handOffs({ before: scanned(at), after }, plain)).toEqual([]);
  });
});

describe('variants', () => {
  const { id: fileId, collection, key, versionId, contentType } = ready;
  const request = { fileId, collection, key, versionId, contentType };
  const expected = [{ queue: 'variants', request }];

  it.each<[string, FileRecord | undefined, ReadyFile]>([
    ['of a file that becomes ready', pending, ready],
    ['of a file that is new to the stream', undefined, ready],
    ['of another version', { ...ready, versionId: 'v0' }, ready],
    ['that reconcile asks for', ready, { ...ready, variantsAskedAt: at }],
  ])('are requested %s', (_what, before, after) => {
    expect(handOffs({ before, after }, withVariants)).toEqual(expected);
  });

  it('variants are not requested by an edit, nor in a collection without them', () => {
    const change = { before: ready, after: { ...ready, title: 'A title' } };
    expect(handOffs(change, withVariants)).toEqual([]);
    expect(handOffs({ before: pending, after: ready }, plain)).toEqual([]);
  });

  it('variants that exist are not requested', () => {
    const recipes = recipesFor(contentType, withVariants.collections.images);
    const variants = { versionId, recipesId: recipesIdOf(recipes), madeAt: at, items: [] };
    const after = { ...ready, variants };
    expect(handOffs({ before: pending, after }, withVariants)).toEqual([]);
  });

  it('variants of a public file are requested beside its publication', () => {
    const queues = handOffs({ before: pending, after: open }, withVariants).map(
      ({ queue }) => queue,
    );
    expect(queues).toEqual(['publications', 'variants']);
  });
});
