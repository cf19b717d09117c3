import { describe, expect, test } from 'vitest';
import type { File as FileRecord } from '../../lambdas/http/contract.ts';
import { factsOf } from '../../web/file-facts.ts';

const factsFor = (change: Partial<FileRecord>): Record<string, string> =>
  Object.fromEntries(
    factsOf({
      id: 'f1',
      collection: 'images',
      owner: 'alice',
      status: 'ready',
      filename: 'harbour.png',
      size: 2 * 1024 ** 2,
      contentType: 'image/png',
      visibility: 'private',
      revision: 1,
      createdAt: '2026-11-22T11:00:00Z',
      ...change,
    }),
  );

describe('the facts of a file', () => {
  test('tell what was found, in words and numbers', () => {
    const facts = factsFor({
      image: { width: 800, height: 600 },
      sha256: 'ab12',
      checksum: { algorithm: 'SHA256', value: 'x', type: 'FULL_OBJECT' },
      verdict: {
        outcome: 'accepted',
        declaredType: 'image/png',
        detectedType: 'image/png',
        declaredSize: 5,
        size: 5,
        bytesRead: 64 * 1024,
      },
    });
    expect(facts).toMatchObject({
      Type: 'PNG image',
      Picture: '800 × 600 pixels',
      'SHA-256': 'ab12',
    });
    expect(Object.keys(facts)).not.toContain('Sent as');
    expect(Object.keys(facts)).not.toContain('Announced');
    expect(Object.keys(facts)).not.toContain('Checksum');
  });

  test('tell where claim and bytes differ', () => {
    const facts = factsFor({
      status: 'rejected',
      verdict: {
        outcome: 'rejected',
        reason: 'type_mismatch',
        declaredType: 'image/png',
        detectedType: 'application/x-elf',
        declaredSize: 100,
        size: 80,
      },
    });
    expect(facts).toMatchObject({
      Type: 'Linux program',
      'Sent as': 'PNG image',
      Announced: '100 bytes, of which 80 arrived',
    });
  });

  test('name the checksum that S3 keeps, and of what it is', () => {
    const checksum = { algorithm: 'SHA256', value: 'abc-3', type: 'COMPOSITE' } as const;
    expect(factsFor({ checksum })).toMatchObject({
      Checksum: 'SHA256 abc-3, of the checksums of its parts',
    });
  });

  test('leave out what is not known', () => {
    expect(Object.values(factsFor({})).join()).not.toContain('undefined');
  });
});
