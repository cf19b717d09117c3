import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defineConfig } from '../../lambdas/config/config.ts';
import { Refusal, type RefusalCode } from '../../lambdas/domain/errors.ts';
import { admitClaim, base64Sha256, type Claim } from '../../lambdas/domain/policy.ts';

const config = defineConfig({
  collections: {
    images: { types: ['image/jpg', 'image/png'], maxBytes: 100 },
    press: { types: ['text/plain', 'application/pdf'], maxBytes: 100, uploaders: ['group:press'] },
  },
});
const at = new Date('2026-11-22T10:00:00Z');
const alice = { sub: 'alice', groups: [] };
const claim: Claim = {
  collection: 'images',
  filename: 'photo.png',
  contentType: 'image/png',
  size: 5,
};

const refusalOf = (changes: Partial<Claim>, principal = alice): RefusalCode => {
  try {
    admitClaim({ ...claim, ...changes }, principal, config, at);
  } catch (error) {
    if (error instanceof Refusal) return (error as Refusal).code;
    throw error;
  }
  return expect.fail('the claim was admitted');
};

describe('admitClaim', () => {
  it('admits a claim within the policy, under the canonical name of its type', () => {
    expect(
      admitClaim({ ...claim, contentType: 'Image/JPG; q=1' }, alice, config, at),
    ).toMatchObject({
      contentType: 'image/jpeg',
      collection: { name: 'images' },
    });
  });

  it.each<[RefusalCode, Partial<Claim>]>([
    ['invalid_request', { collection: 'unknown' }],
    ['invalid_request', { collection: 'toString' }],
    ['forbidden', { collection: 'press', contentType: 'text/plain' }],
    ['type_not_allowed', { contentType: 'application/pdf' }],
    ['type_not_allowed', { contentType: 'image' }],
    ['type_not_allowed', { contentType: 'constructor', filename: 'x' }],
    ['file_too_large', { size: 101 }],
    ['invalid_request', { filename: '/' }],
    ['invalid_request', { sha256: 'abc' }],
    ['not_found', { replaces: 'no id' }],
  ])('refuses with %s: %j', (code, changes) => {
    expect(refusalOf(changes)).toBe(code);
  });

  it.each<[Partial<Claim>, message: string, details: object]>([
    [
      { collection: 'unknown' },
      'collection: is not one of images, press.',
      { issues: [{ field: 'collection', message: 'is not one of images, press.' }] },
    ],
    [{ collection: 'press' }, 'You may not upload to the collection press.', {}],
    [
      { contentType: 'application/pdf' },
      'It is a PDF document; the collection images takes JPEG images and PNG images.',
      { contentType: 'application/pdf', allowed: ['image/jpeg', 'image/png'] },
    ],
    [
      { size: 101 },
      'The file has 101 bytes; the collection images takes at most 100 bytes.',
      { size: 101, maxBytes: 100 },
    ],
    [
      { sha256: 'abc' },
      'sha256: must be a SHA-256 as 64 hex digits or as base64.',
      {
        issues: [{ field: 'sha256', message: 'must be a SHA-256 as 64 hex digits or as base64.' }],
      },
    ],
  ])('explains the refusal of %j', (changes, message, details) => {
    expect(() => admitClaim({ ...claim, ...changes }, alice, config, at)).toThrow(
      expect.objectContaining({ message: expect.stringContaining(message), details }),
    );
  });

  it('admits a file of exactly the largest size', () => {
    expect(admitClaim({ ...claim, size: 100 }, alice, config, at).size).toBe(100);
  });

  it('admits an opaque type by its name, or by its extension where the browser knows no type', () => {
    const drawings = defineConfig({
      collections: {
        images: {
          types: ['image/png', 'video/matroska'],
          maxBytes: 100,
          opaqueTypes: { 'image/vnd.dwg': '.dwg' },
        },
      },
    });
    const admit = (filename: string, contentType: string) =>
      admitClaim({ ...claim, filename, contentType }, alice, drawings, at).contentType;
    expect(admit('plan', 'image/vnd.dwg')).toBe('image/vnd.dwg');
    expect(admit('Plan.DWG', '')).toBe('image/vnd.dwg');
    expect(admit('plan.dwg', 'application/acad')).toBe('image/vnd.dwg');
    expect(admit('song.mka', 'audio/x-matroska')).toBe('video/matroska');
    expect(() => admit('plan.dxf', '')).toThrow(
      'It is a file of unknown type; the collection images takes PNG images, Matroska videos and image/vnd.dwg. Save it as one of these types',
    );
  });

  it('the members of a group may upload to the collection of their group', () => {
    const press = { sub: 'bob', groups: ['press'] };
    const admitted = admitClaim(
      { ...claim, collection: 'press', contentType: 'text/plain' },
      press,
      config,
      at,
    );
    expect(admitted.collection.name).toBe('press');
  });

  it.each([
    'a'.repeat(63),
    'a'.repeat(65),
    `${'A'.repeat(42)}=`,
    `x${'A'.repeat(43)}=`,
    `${'A'.repeat(43)}=x`,
    'g'.repeat(64),
  ])('does not take %s for a SHA-256', (digest) => {
    expect(() => base64Sha256(digest)).toThrow('must be a SHA-256');
  });

  it('a SHA-256 in hex and in base64 is the same claim', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (digest) => {
        const base64 = Buffer.from(digest).toString('base64');
        expect(base64Sha256(Buffer.from(digest).toString('hex'))).toBe(base64);
        expect(base64Sha256(base64)).toBe(base64);
      }),
    );
  });
});
