// Which files may be replaced.
import { describe, expect, it } from 'vitest';
import { defineConfig } from '../../lambdas/config/config.ts';
import type { Principal } from '../../lambdas/domain/access.ts';
import type { FileRecord } from '../../lambdas/domain/file.ts';
import { replacementRefusal, requireFileId } from '../../lambdas/domain/replacement.ts';
import { pending, ready as plain, rejected } from './records.ts';

describe('a file that may not be replaced', () => {
  const rules = defineConfig({
    collections: {
      images: {
        types: ['image/png'],
        maxBytes: 100,
        readers: ['group:reader'],
        administrators: ['group:staff'],
      },
    },
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

  it.each(['reader', 'staff'])(
    'a caller of the group %s may not replace the file of another',
    (group) => {
      const caller = { sub: 'carl', groups: [group] };
      expect(refusalOf(plain, 'images', caller)).toMatchObject({ code: 'forbidden' });
    },
  );

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
      message: 'replaces: names a file of another owner; name one of the same owner.',
    });
  });
});

it.each(['', 'x'.repeat(3000), '\ud800', plain.id.toUpperCase(), ` ${plain.id}`])(
  'a claim that replaces %j, which no file is called, is refused like one that replaces a file that does not exist',
  (replaces) => {
    expect(() => requireFileId(replaces)).toThrow(expect.objectContaining({ code: 'not_found' }));
  },
);

it('a claim that replaces nothing, or names a file by its id, is not refused for its form', () => {
  expect(() => requireFileId(undefined)).not.toThrow();
  expect(() => requireFileId('0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d')).not.toThrow();
});
