// Upload permissions as rules: whose upload it is, what the terms leave of a collection, and which claims they refuse.
import { describe, expect, it } from 'vitest';
import { defineConfig } from '../../lambdas/config/config.ts';
import type { Principal } from '../../lambdas/domain/access.ts';
import { linkIdOf } from '../../lambdas/domain/link.ts';
import type { Claim } from '../../lambdas/domain/policy.ts';
import {
  bearerOf,
  narrowed,
  noPermission,
  permissionIdOf,
  permissionUsedUp,
  permittedBy,
  permittedClaim,
  permittedRules,
  takenTypes,
  type UploadPermission,
  uploaderOf,
} from '../../lambdas/domain/upload-permission.ts';

const rules = defineConfig({
  collections: {
    mixed: { types: ['image/png', 'text/plain'], maxBytes: 100 },
    other: { types: ['text/plain'], maxBytes: 50 },
  },
});
const { mixed } = rules.collections;
const permission: UploadPermission = {
  id: 'p1',
  owner: 'alice',
  collection: 'mixed',
  maxUploads: 2,
  createdBy: 'backend',
  createdAt: '2026-11-22T10:00:00.000Z',
  expiresAt: '2026-11-22T11:00:00.000Z',
};
const service: Principal = { sub: 'backend', groups: [], isService: true };
const claim: Claim = {
  collection: 'mixed',
  filename: 'note.txt',
  contentType: 'text/plain',
  size: 5,
};

describe('the token of an upload permission', () => {
  it('the token of an upload permission is known by its hash, as the token of a link is', () => {
    const token = 'AbCdEfGhIjKlMnOpQrS_-9';
    expect(permissionIdOf(token)).toBe(linkIdOf(token));
  });

  it.each(['', 'short', 'AbCdEfGhIjKlMnOpQrS_-9x', 'AbCdEfGhIjKlMnOpQrS_+9'])(
    'names no permission in another form: %j',
    (token) => {
      expect(permissionIdOf(token)).toBeUndefined();
    },
  );

  it('makes its bearer a principal without subject and groups', () => {
    const at = '2026-11-22T10:30:00.000Z';
    expect(bearerOf('p1', at)).toEqual({ sub: '', groups: [], permission: { id: 'p1', at } });
  });
});

describe('the uploader of a request', () => {
  it('the uploader of a request without a permission is its caller', () => {
    const alice: Principal = { sub: 'alice', groups: ['staff'] };
    expect(uploaderOf(alice, undefined)).toEqual({ admittedAs: alice, owner: alice });
  });

  it('the uploader of a service’s request is the owner that it names', () => {
    expect(uploaderOf(service, 'carl')).toMatchObject({
      admittedAs: service,
      owner: { sub: 'carl' },
    });
  });

  it('the uploader by a permission is its owner, admitted as the service that issued it', () => {
    expect(uploaderOf(bearerOf('p1', ''), undefined, permission)).toEqual({
      admittedAs: service,
      owner: { sub: 'alice', groups: [] },
      permission,
    });
  });

  it('names no owner beside the permission', () => {
    expect(() => uploaderOf(bearerOf('p1', ''), 'alice', permission)).toThrow(
      expect.objectContaining({
        code: 'forbidden',
        message: 'The upload permission names the owner; leave owner out.',
      }),
    );
  });
});

describe('a collection within terms', () => {
  it('takes the smaller of both sizes', () => {
    if (!mixed) return expect.fail('no collection');
    expect(narrowed(mixed, { maxBytes: 7 }).maxBytes).toBe(7);
    expect(narrowed(mixed, { maxBytes: 700 }).maxBytes).toBe(100);
    expect(narrowed(mixed, {})).toEqual(mixed);
  });

  it('takes those of its types that the terms name, and opaque ones likewise', () => {
    if (!mixed) return expect.fail('no collection');
    const withOpaque = {
      ...mixed,
      opaqueTypes: { 'application/x-model': '.mdl', 'application/x-map': '.map' } as const,
    };
    const types = ['text/plain', 'application/x-map', 'video/mp4'];
    const left = narrowed(withOpaque, { types });
    expect(left.types).toEqual(['text/plain']);
    expect(left.opaqueTypes).toEqual({ 'application/x-map': '.map' });
    expect(left.maxBytes).toBe(100);
  });

  it('types of which the collection takes none are refused by the field types', () => {
    if (!mixed) return expect.fail('no collection');
    expect(takenTypes(mixed, ['image/*', 'video/*'])).toEqual(['image/png']);
    expect(() => takenTypes(mixed, ['video/*'])).toThrow(
      expect.objectContaining({
        details: {
          issues: [{ field: 'types', message: 'names no type that the collection mixed takes.' }],
        },
      }),
    );
  });

  it('the rules for the bearer of a permission have only the collection of its terms', () => {
    const { collections, quota } = permittedRules(rules, { ...permission, maxBytes: 7 });
    expect(Object.keys(collections)).toEqual(['mixed']);
    expect(collections.mixed?.maxBytes).toBe(7);
    expect(quota).toEqual(rules.quota);
  });

  it('changes nothing where the collection is configured no more', () => {
    expect(permittedRules(rules, { ...permission, collection: 'removed' })).toBe(rules);
  });
});

describe('a claim under a permission', () => {
  it('a claim under a permission has the metadata of the permission', () => {
    const metadata = { orderId: 'A-1' };
    expect(permittedClaim(claim, { ...permission, metadata })).toEqual({ ...claim, metadata });
    expect(permittedClaim(claim, permission).metadata).toBeUndefined();
  });

  it('a claim under a permission is refused for another collection', () => {
    expect(() => permittedClaim({ ...claim, collection: 'other' }, permission)).toThrow(
      expect.objectContaining({
        code: 'forbidden',
        message: 'The upload permission is for the collection mixed.',
      }),
    );
  });

  it.each([
    ['metadata', { metadata: {} }],
    ['replaces', { replaces: '0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d' }],
  ])('is refused with %s of its own', (field, changes) => {
    expect(() => permittedClaim({ ...claim, ...changes }, permission)).toThrow(
      expect.objectContaining({
        code: 'invalid_request',
        message: `${field}: does not go with an upload permission; leave it out.`,
      }),
    );
  });
});

it('the bearer may ask for the verdict until a day after the time limit of the upload', () => {
  const types = ['text/plain'];
  expect(permittedBy({ ...permission, types }, '2026-11-22T10:15:00.000Z')).toEqual({
    id: 'p1',
    types,
    until: '2026-11-23T10:15:00.000Z',
  });
});

it('a permission that is used up is forbidden, an unknown one identifies no caller', () => {
  expect(permissionUsedUp()).toMatchObject({
    code: 'forbidden',
    message: 'The upload permission is used up. Ask the application for another one.',
  });
  expect(noPermission()).toMatchObject({
    code: 'unauthorized',
    message:
      'The upload permission is unknown or has expired. Ask the application for another one.',
  });
});
