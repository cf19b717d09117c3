// The ids of imported files: the same object for the same owner has the same id, and everything else another.
import { expect, it } from 'vitest';
import { importIdOf } from '../../lambdas/domain/import-id.ts';
import { isFileId } from '../../lambdas/domain/key.ts';

const identity = { bucket: 'old', key: 'a/b.png', owner: 'alice', collection: 'images' } as const;

it('the id of an import is a UUID of version 8 that stays the same', () => {
  // Stored files have these ids: another value would import them twice.
  expect(importIdOf(identity)).toBe('ba4d4dad-7622-8bfd-b883-f8891818a8c8');
  expect(importIdOf(identity, 1)).toBe('3f41de40-1285-85fd-8fd0-6cd686d25d04');
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const id = importIdOf(identity, attempt);
    expect(isFileId(id), id).toBe(true);
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  }
});

it('an import without a version or reference is identified like one with empty ones', () => {
  expect(importIdOf({ ...identity, versionId: '', reference: '' })).toBe(importIdOf(identity));
});

it('another object, version, owner, collection, reference or attempt has another id', () => {
  const others = [
    importIdOf(identity),
    importIdOf(identity, 1),
    ...[
      { bucket: 'other' },
      { key: 'a/c.png' },
      { versionId: 'v1' },
      { owner: 'carl' },
      { collection: 'papers' },
      { reference: 'v1' },
      // No two fields can be read as one.
      { bucket: 'old","a', key: 'b.png' },
    ].map((changes) => importIdOf({ ...identity, ...changes })),
  ];
  expect(new Set(others).size).toBe(others.length);
});
