// Forms that are issued before the file is known: which are admitted, what their file is until it arrives, and then.
import { describe, expect, it } from 'vitest';
import { defineConfig } from '../../lambdas/config/config.ts';
import type { Principal } from '../../lambdas/domain/access.ts';
import type { PendingFile, Settlement } from '../../lambdas/domain/file.ts';
import {
  acceptedBy,
  admitForm,
  collectionAsIssued,
  type FormClaim,
  planForm,
} from '../../lambdas/domain/form.ts';
import { judge } from '../../lambdas/domain/judge/judge.ts';
import { MAX_POST_BYTES } from '../../lambdas/domain/sizes.ts';
import { applyScan, maySettle, settle } from '../../lambdas/domain/transitions.ts';
import { keptUntil, at as settledAt } from './records.ts';

const config = defineConfig({
  origins: ['https://shop.example.com', 'http://localhost:3000'],
  collections: {
    mixed: { types: ['image/png', 'text/plain', 'application/pdf'], maxBytes: 1000 },
    strict: { types: ['image/png', 'text/csv'], maxBytes: 1000, typeMismatch: 'reject' },
    drawings: { types: ['image/png'], maxBytes: 1000, opaqueTypes: { 'image/vnd.dwg': '.dwg' } },
    films: { types: ['video/*'], maxBytes: 1e12, retainDays: 2 },
    press: { types: ['text/plain'], maxBytes: 10, uploaders: ['group:press'] },
  },
});
const alice: Principal = { sub: 'alice', groups: [] };
const at = new Date('2026-11-29T10:00:00.000Z');
const id = '0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d';
const asked: FormClaim = {
  collection: 'mixed',
  maxBytes: 100,
  redirectTo: 'https://shop.example.com/done',
};
const admit = (changes: Partial<FormClaim> = {}, who = alice) =>
  admitForm({ ...asked, ...changes }, who, config, at);
const plan = (changes: Partial<FormClaim> = {}) =>
  planForm(admit(changes), { id, publicToken: 'token', owner: 'alice', at }, config);
const codeOf = (changes: Partial<FormClaim>, who?: Principal): unknown => {
  try {
    return admit(changes, who);
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe('a form', () => {
  it('a form is the pending file of its most bytes, under a generated key and name, and names the file in its address', () => {
    expect(plan({ title: 'Receipt', metadata: { order: '7' } })).toEqual({
      id,
      status: 'pending',
      collection: 'mixed',
      owner: 'alice',
      key: `media/mixed/2026/11/${id}`,
      filename: 'upload',
      contentType: 'application/octet-stream',
      size: 100,
      title: 'Receipt',
      metadata: { order: '7' },
      visibility: 'private',
      publicToken: undefined,
      retainUntil: undefined,
      createdAt: at.toISOString(),
      revision: 1,
      expiresAt: '2026-11-29T10:15:00.000Z',
      form: {
        redirectTo: `https://shop.example.com/done?fileId=${id}`,
        types: undefined,
        isUnnamed: true,
      },
    });
  });

  it('a form can be sent for as long as it is asked to be, and its file is kept as long as the collection says', () => {
    const { expiresAt, retainUntil } = plan({ collection: 'films', expiresInSeconds: 3600 });
    expect(expiresAt).toBe('2026-11-29T11:00:00.000Z');
    expect(retainUntil).toBe('2026-12-01T10:00:00.000Z');
  });

  it.each<[string, Partial<FormClaim>, string]>([
    ['an unknown collection', { collection: 'none' }, 'invalid_request'],
    ['a collection that the caller may not upload to', { collection: 'press' }, 'forbidden'],
    ['more bytes than the collection takes', { maxBytes: 1001 }, 'file_too_large'],
    [
      'more bytes than one post may have',
      { collection: 'films', maxBytes: MAX_POST_BYTES + 1 },
      'file_too_large',
    ],
    ['types of which the collection takes none', { types: ['video/*'] }, 'invalid_request'],
    ['a name without a name', { filename: '../..' }, 'invalid_request'],
    ['an end in the past', { expiresAt: '2026-11-29T09:00:00Z' }, 'invalid_request'],
    ['no address', { redirectTo: 'done' }, 'invalid_request'],
    ['another origin', { redirectTo: 'https://evil.example/done' }, 'invalid_request'],
    ['another scheme', { redirectTo: 'http://shop.example.com/done' }, 'invalid_request'],
    ['another port', { redirectTo: 'https://shop.example.com:8443/' }, 'invalid_request'],
    ['a script', { redirectTo: 'javascript:alert(1)' }, 'invalid_request'],
    [
      'an origin before an at sign',
      { redirectTo: 'https://shop.example.com@evil.example/' },
      'invalid_request',
    ],
    ['a user in the address', { redirectTo: 'https://a:b@shop.example.com/' }, 'invalid_request'],
    [
      'a fragment, after which S3 would add its query',
      { redirectTo: 'https://shop.example.com/#x' },
      'invalid_request',
    ],
  ])('a form is refused for %s', (_what, changes, code) => {
    expect(codeOf(changes)).toBe(code);
  });

  it('a form is refused in words that name the field and what is allowed', () => {
    const wordsOf = (changes: Partial<FormClaim>, origins = config.origins) => {
      try {
        admitForm({ ...asked, ...changes }, alice, { ...config, origins }, at);
        return 'admitted';
      } catch (error) {
        return (error as Error).message;
      }
    };
    expect(wordsOf({ maxBytes: 1000 })).toBe('admitted');
    expect(wordsOf({ collection: 'films', maxBytes: MAX_POST_BYTES + 1 })).toContain(
      'takes at most 4.66 GB (5,000,000,000 bytes).',
    );
    expect(wordsOf({ redirectTo: 'https://evil.example/' })).toBe(
      'redirectTo: has to be on one of the configured origins: https://shop.example.com, http://localhost:3000.',
    );
    expect(wordsOf({}, [])).toBe(
      'redirectTo: has to be on one of the configured origins: none are configured.',
    );
    for (const address of ['https://a@shop.example.com/', 'https://:b@shop.example.com/'])
      expect(wordsOf({ redirectTo: address }), address).toBe(
        'redirectTo: has to be an address without user, password and fragment.',
      );
  });

  it('an address that ends with an empty fragment leads S3 to a query that it can append to', () => {
    expect(plan({ redirectTo: 'https://shop.example.com/#' }).form.redirectTo).toMatch(
      /^https:\/\/shop\.example\.com\/\?fileId=[0-9a-f-]{36}$/,
    );
  });

  it('a form keeps the query of its address, and leaves nothing in it that S3 would fill in with the name of the file', () => {
    const variable = ['$', '{filename}'].join('');
    const { redirectTo } = plan({
      redirectTo: `http://localhost:3000/${variable}?n=${variable}&fileId=old`,
    }).form;
    expect(redirectTo).not.toContain(['$', '{'].join(''));
    const { searchParams } = new URL(redirectTo);
    expect(Object.fromEntries(searchParams)).toEqual({ n: variable, fileId: id });
  });
});

describe('the type that a form expects', () => {
  it.each<[string, Partial<FormClaim>, string]>([
    ['is none of several', {}, 'application/octet-stream'],
    ['is the only one', { types: ['image/png'] }, 'image/png'],
    ['is that of the name', { filename: 'letter.pdf' }, 'application/pdf'],
    ['is not that of a name of another type', { filename: 'film.mp4' }, 'application/octet-stream'],
    [
      'is the one without validation that the name has the extension of',
      { collection: 'drawings', filename: 'plan.dwg' },
      'image/vnd.dwg',
    ],
  ])('the type that a form expects %s', (_what, changes, expected) => {
    expect(plan(changes).contentType).toBe(expected);
  });

  it('the type that a form expects is accepted by the file input with every extension of it', () => {
    const { strict, drawings } = config.collections;
    expect(acceptedBy(plan({ collection: 'strict' }).form, strict)).toBe(
      'image/png,.png,.apng,text/csv,.csv',
    );
    expect(acceptedBy(plan({ collection: 'drawings' }).form, drawings)).toBe(
      'image/png,.png,.apng,image/vnd.dwg,.dwg',
    );
    expect(acceptedBy(plan({ types: ['image/*'] }).form, config.collections.mixed)).toBe(
      'image/png,.png,.apng',
    );
  });
});

it('a form for a collection that is configured no more accepts what it was issued for, or nothing', () => {
  expect(acceptedBy(plan({ types: ['image/png'] }).form, undefined)).toBe('image/png,.png,.apng');
  expect(acceptedBy(plan().form, undefined)).toBe('');
});

it('a file that was issued without a form meets its collection with all its types', () => {
  const { mixed } = config.collections;
  if (!mixed) return expect.fail('no collection');
  expect(collectionAsIssued(mixed, {})).toEqual(mixed);
});

describe('the bytes that come by a form', () => {
  const { mixed, strict } = config.collections;
  if (!mixed || !strict) throw new Error('The collections are not configured.');
  const text = { kind: 'binary' } as const;
  const image = { width: 1, height: 1 };
  const png = (size: number) => ({ size, detectedType: 'image/png', text, image });

  it('the bytes that come by a form are of any type and size that it takes, also where types must not differ from the claimed one', () => {
    const file = plan({ collection: 'strict' });
    const verdict = judge(file, png(7), collectionAsIssued(strict, file));
    expect(verdict).toMatchObject({ outcome: 'accepted', detectedType: 'image/png', size: 7 });
    expect(verdict.declaredSize).toBeUndefined();
  });

  it.each<[string, Partial<FormClaim>, number, string]>([
    ['another type than the form', { types: ['application/pdf'] }, 7, 'type_mismatch'],
    ['more bytes than the form, should S3 ever store them', {}, 101, 'size_mismatch'],
    ['no bytes', {}, 0, 'empty'],
  ])('the bytes that come by a form are refused with %s', (_what, changes, size, reason) => {
    const file = plan(changes);
    expect(judge(file, png(size), collectionAsIssued(mixed, file))).toMatchObject({
      outcome: 'rejected',
      reason,
    });
  });

  it('the bytes that come by a form are refused without a word about a claim, where none was made', () => {
    const file = plan();
    const film = { ...png(7), detectedType: 'video/mp4' };
    const { detail } = judge(file, film, collectionAsIssued(mixed, file));
    expect(detail).toMatch(/^The file is an MP4/);
  });
});

describe('the record of a form', () => {
  const verdict = { declaredType: 'application/octet-stream', detectedType: 'image/png', size: 7 };
  const accepted: Settlement = {
    ...{ versionId: 'v1', at: settledAt, keptUntil },
    verdict: { ...verdict, outcome: 'accepted' },
  };
  const rejected: Settlement = {
    ...accepted,
    verdict: {
      ...verdict,
      detectedType: 'application/zip',
      outcome: 'rejected',
      reason: 'type_not_allowed',
    },
  };
  const of = (settlement: Settlement, size: number): Settlement => ({
    ...settlement,
    verdict: { ...settlement.verdict, size },
  });

  it('the record of a form takes the size of its bytes, the extension of their type, and is a file like any other', () => {
    const file = settle(plan(), accepted);
    expect(file).toMatchObject({ status: 'ready', size: 7, filename: 'upload.png' });
    expect(file).not.toHaveProperty('form');
    const named = settle(plan({ filename: 'photo' }), accepted);
    expect(named).toMatchObject({ filename: 'photo' });
  });

  it('the record of a form takes the size of refused bytes as well', () => {
    const file = settle(plan(), rejected);
    expect(file).toMatchObject({ status: 'rejected', size: 7, filename: 'upload' });
    expect(file).not.toHaveProperty('form');
  });

  it('the record of a form is settled by at most as many bytes as the form takes', () => {
    const file = plan();
    const sizes = [1, 99, 100, 101];
    expect(sizes.map((size) => maySettle(file, of(accepted, size)))).toEqual([
      true,
      true,
      true,
      false,
    ]);
    expect(sizes.map((size) => maySettle(file, of(rejected, size)))).toEqual(Array(4).fill(true));
    const { size: _size, ...unmeasured } = accepted.verdict;
    expect(maySettle(file, { ...accepted, verdict: { ...unmeasured, size: undefined } })).toBe(
      false,
    );
  });

  it('the record of a form has its size from the beginning of a scan on', () => {
    const scan = { onUnscannable: 'reject', timeoutHours: 24 } as const;
    const waiting = settle(plan(), { ...accepted, scan }) as PendingFile;
    expect(waiting).toMatchObject({ status: 'pending', size: 7, filename: 'upload.png' });
    expect(waiting.form).toBeUndefined();
    const clean = { engine: 'clamd', outcome: 'clean', versionId: 'v1' } as const;
    const file = applyScan(waiting, { result: clean, ...scan, at: settledAt, keptUntil });
    expect(file).toMatchObject({ status: 'ready', size: 7 });
  });
});
