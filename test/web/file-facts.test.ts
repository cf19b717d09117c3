import { describe, expect, test } from 'vitest';
import type { File as FileRecord } from '../../lambdas/http/contract.ts';
import { factsOf } from '../../web/file-facts.ts';
import { fileRecord } from './file-record.ts';

const factsFor = (change: Partial<FileRecord>): Record<string, string> =>
  Object.fromEntries(factsOf(fileRecord({ size: 2 * 1024 ** 2, ...change })));

describe('the facts of a file', () => {
  test('lists the detected type, picture size and checksum of a file', () => {
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
    expect(Object.keys(facts)).not.toContain('Uploaded as');
    expect(Object.keys(facts)).not.toContain('Claimed size');
    expect(Object.keys(facts)).not.toContain('Checksum');
  });

  test('says when a file that is kept for a limited time will be deleted, and of a pending one nothing', () => {
    const expiresAt = '2027-01-31T12:00:00Z';
    expect(factsFor({ expiresAt })['Will be deleted']).toContain('2027');
    expect(Object.keys(factsFor({ expiresAt, status: 'pending' }))).not.toContain(
      'Will be deleted',
    );
    expect(Object.keys(factsFor({}))).not.toContain('Will be deleted');
  });

  test('says of a picture with a location whether others receive the location', () => {
    const verdict = {
      outcome: 'accepted',
      declaredType: 'image/jpeg',
      image: { width: 8, height: 6, hasGps: true },
    } as const;
    expect(factsFor({ verdict }).Place).toBe(
      'the picture contains the location where it was taken',
    );
    const sanitized = { contentType: 'image/webp', width: 8, height: 6, size: 9 } as const;
    expect(factsFor({ verdict, variants: { sanitized } }).Place).toBe(
      'only the uploaded picture contains the location; downloads do not',
    );
    expect(Object.keys(factsFor({}))).not.toContain('Place');
  });

  test('lists the claimed type and size when they differ from the content', () => {
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
      'Uploaded as': 'PNG image',
      'Claimed size': '100 bytes, of which 80 arrived',
    });
  });

  test('lists the checksum that S3 keeps, and what it covers', () => {
    const checksum = { algorithm: 'SHA256', value: 'abc-3', type: 'COMPOSITE' } as const;
    expect(factsFor({ checksum })).toMatchObject({
      Checksum: 'SHA256 abc-3, of the checksums of its parts',
    });
  });

  test('the facts of a file leave out what is unknown', () => {
    expect(Object.values(factsFor({})).join()).not.toContain('undefined');
  });
});
