// How an admitted claim becomes a pending file: in one form, or in parts above a size.
import { expect, it } from 'vitest';
import { defineConfig } from '../../lambdas/config/config.ts';
import { planUpload } from '../../lambdas/domain/plan-upload.ts';
import type { AdmittedClaim } from '../../lambdas/domain/policy.ts';

const config = defineConfig({
  multipartThresholdBytes: 100 * 1024 ** 2,
  collections: {
    images: { types: ['image/png'], maxBytes: 1e12 },
    shown: { types: ['image/png'], maxBytes: 1e12, visibility: 'public' },
  },
});
const { images, shown } = config.collections;
if (!images || !shown) throw new Error('The collections are not configured.');

const at = new Date('2026-11-22T10:00:00.000Z');
const upload = {
  id: '0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d',
  publicToken: 'token',
  owner: 'olivia',
  at,
};
const claim: AdmittedClaim = {
  collection: images,
  filename: 'photo.png',
  contentType: 'image/png',
  size: 5,
};
const LARGE = config.multipartThresholdBytes + 1;
const digest = 'A'.repeat(43).concat('=');

it('plans one form for a file up to the threshold, which expires with the form', () => {
  expect(planUpload({ ...claim, sha256: digest }, upload, config)).toEqual({
    file: {
      id: upload.id,
      status: 'pending',
      collection: 'images',
      owner: 'olivia',
      key: `media/images/2026/11/${upload.id}.png`,
      filename: 'photo.png',
      contentType: 'image/png',
      size: 5,
      sha256: digest,
      visibility: 'private',
      publicToken: undefined,
      createdAt: at.toISOString(),
      revision: 1,
      expiresAt: new Date(at.getTime() + config.expiry.uploadSeconds * 1000).toISOString(),
    },
  });
  const { parts } = planUpload({ ...claim, size: LARGE - 1 }, upload, config);
  expect(parts).toBeUndefined();
});

it.each([
  [undefined, false],
  [false, false],
  [true, true],
])('plans parts above the threshold; checksumParts %s becomes %s', (checksumParts, expected) => {
  const { file, parts } = planUpload({ ...claim, size: LARGE, checksumParts }, upload, config);
  expect(parts).toMatchObject({ checksumParts: expected });
  expect((parts?.partSize ?? 0) * (parts?.partCount ?? 0)).toBeGreaterThanOrEqual(LARGE);
  const days = config.expiry.multipartDays;
  expect(file.expiresAt).toBe(new Date(at.getTime() + days * 24 * 3600 * 1000).toISOString());
});

it('refuses a SHA-256 of a whole file that is sent in parts', () => {
  expect(() => planUpload({ ...claim, size: LARGE, sha256: digest }, upload, config)).toThrow(
    expect.objectContaining({
      code: 'invalid_request',
      message: expect.stringMatching(/^sha256: cannot be enforced by S3 on a file sent in parts/),
    }),
  );
});

it('keeps a token for the public copy of a public file, and none of an upload that replaces another', () => {
  const tokenOf = (changes: Partial<AdmittedClaim>) =>
    planUpload({ ...claim, ...changes }, upload, config).file.publicToken;
  expect(tokenOf({})).toBeUndefined();
  expect(tokenOf({ collection: shown })).toBe('token');
  expect(tokenOf({ replaces: 'an older file' })).toBeUndefined();
  expect(planUpload({ ...claim, collection: shown }, upload, config).file.visibility).toBe(
    'public',
  );
});
