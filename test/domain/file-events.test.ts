// The events of a record: whatever happens to a file, in whatever order, each outcome leaves exactly once and as it is recorded.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FileRecord, PendingFile, ReadyFile } from '../../lambdas/domain/file.ts';
import { eventId, eventsOf, type FileEvent, sequenceOf } from '../../lambdas/domain/file-events.ts';
import { quotaEventOf } from '../../lambdas/domain/quota-refusal.ts';
import { applyScan, askAgain, remove, settle } from '../../lambdas/domain/transitions.ts';
import { replaceContent, versionOf } from '../../lambdas/domain/versions.ts';

const origin = 'https://media.example.com';
const at = '2026-11-22T10:01:00.000Z';
const later = '2026-11-22T11:00:00.000Z';
const keptUntil = '2026-12-22T10:01:00.000Z';
const pending: PendingFile = {
  id: '0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d',
  collection: 'images',
  owner: 'olivia',
  key: 'media/images/2026/11/0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d.png',
  filename: 'photo.png',
  title: 'A title',
  metadata: { orderId: 'A-1047' },
  size: 5,
  createdAt: '2026-11-22T10:00:00.000Z',
  revision: 1,
  visibility: 'public',
  publicToken: 'AbCdEfGhIjKlMnOpQrS_-9',
  status: 'pending',
  contentType: 'image/jpeg',
  expiresAt: '2026-11-22T10:15:00.000Z',
};
const checksum = {
  algorithm: 'SHA256',
  value: '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=',
  type: 'FULL_OBJECT',
} as const;
const judged = { declaredType: 'image/jpeg', detectedType: 'image/png', size: 5 };
const accepted = {
  ...{ versionId: 'v1', at, keptUntil },
  verdict: { ...judged, outcome: 'accepted', checksum },
} as const;
const refused = {
  ...accepted,
  verdict: { ...judged, outcome: 'rejected', reason: 'malformed', detail: 'It is broken.' },
} as const;
const demand = { onUnscannable: 'hold', timeoutHours: 24 } as const;
const ready = settle(pending, accepted) as ReadyFile;
const published: ReadyFile = { ...ready, publishedAt: later };
const uploadId = '1f2e3d4c-5b6a-4798-8a6b-5c4d3e2f1a0b';
const upload: ReadyFile = {
  ...ready,
  id: uploadId,
  key: `media/images/2026/11/${uploadId}.png`,
  readyAt: later,
  filename: 'better.png',
};
const replacementOf = (file: ReadyFile) => replaceContent(file, upload, { at: later });
const ended = (file: FileRecord, why: object = {}) =>
  remove(file, { at: later, keptUntil, ...why });

const events = (before: FileRecord | undefined, after: FileRecord | undefined, sequence = '7') =>
  eventsOf({ before, after, sequence }, origin, { collections: {} });
const types = (before: FileRecord | undefined, after: FileRecord | undefined) =>
  events(before, after).map(({ type }) => type);

describe('an event', () => {
  it('FileReady shows the file as it was judged, and never its key or version', () => {
    const [event] = events(pending, ready, '491');
    expect(event).toEqual({
      version: 1,
      id: expect.stringMatching(/^evt_[\w-]{32}$/),
      type: 'FileReady',
      time: at,
      sequence: '491'.padStart(40, '0'),
      file: {
        id: pending.id,
        collection: 'images',
        owner: 'olivia',
        status: 'ready',
        filename: 'photo.png',
        title: 'A title',
        caption: undefined,
        metadata: { orderId: 'A-1047' },
        version: 1,
        size: 5,
        contentType: 'image/png',
        createdAt: '2026-11-22T10:00:00.000Z',
        visibility: 'public',
        readyAt: at,
        sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
        url: undefined,
      },
    });
    expect(JSON.stringify(event)).not.toMatch(/media\/images|v1|AbCd/);
  });

  it('FileReplaced shows the same file with its new content, the number of its version and the address that stays', () => {
    const { file, merged } = replacementOf(published);
    expect(events(published, file)).toMatchObject([
      {
        type: 'FileReplaced',
        time: later,
        replacedBy: uploadId,
        file: {
          ...{
            id: pending.id,
            status: 'ready',
            version: 2,
            filename: 'better.png',
            readyAt: later,
          },
          url: `${origin}/public/${pending.publicToken}/${pending.id}.png`,
        },
      },
    ]);
    // The upload has no outcome of its own.
    expect(types({ ...pending, id: uploadId }, merged)).toEqual([]);
    expect(types(merged, ended(merged))).toEqual([]);
    expect(types(file, { ...file, publishedAt: later })).toEqual(['FilePublished']);
  });

  it('FileRejected says why in a bounded form', () => {
    expect(events(pending, settle(pending, refused))).toMatchObject([
      {
        type: 'FileRejected',
        time: at,
        verdict: { reason: 'malformed', detail: 'It is broken.', declaredType: 'image/jpeg' },
        file: { status: 'rejected', contentType: 'image/jpeg' },
      },
    ]);
  });

  it('FilePublished has the address', () => {
    expect(events(ready, published)).toMatchObject([
      {
        type: 'FilePublished',
        time: later,
        file: { url: `${origin}/public/${pending.publicToken}/${pending.id}.png` },
      },
    ]);
  });

  it('a tombstone of a release before 0.3 arrives as FileReplaced with the id of the new file', () => {
    expect(events(published, { ...ended(published), replacedBy: 'newer' })).toMatchObject([
      { type: 'FileReplaced', replacedBy: 'newer', time: later, file: { status: 'deleted' } },
    ]);
  });

  it('FileExpired and FileDeleted say which end it was, and show what the file had', () => {
    expect(events(pending, ended(pending, { expired: 'upload' }))).toMatchObject([
      { type: 'FileExpired', expired: 'upload' },
    ]);
    expect(events(ready, ended(ready, { expired: 'retention' }))).toMatchObject([
      { type: 'FileExpired', expired: 'retention', file: { readyAt: at, visibility: 'public' } },
    ]);
    expect(events(ready, ended(ready))).toMatchObject([
      { type: 'FileDeleted', file: { metadata: { orderId: 'A-1047' }, sha256: expect.anything() } },
    ]);
  });

  it('QuotaExceeded says what was used, allowed and needed', () => {
    const refusal = { owner: 'olivia', collection: 'images', resource: 'bytes' } as const;
    const numbers = { used: 9, limit: 10, needed: 5 };
    expect(quotaEventOf({ ...refusal, ...numbers, at }, '8')).toEqual({
      version: 1,
      id: eventId('QuotaExceeded', 'olivia', '8'),
      type: 'QuotaExceeded',
      time: at,
      sequence: sequenceOf('8'),
      ...refusal,
      ...numbers,
    });
  });

  it.each<[string, FileRecord | undefined, FileRecord | undefined]>([
    ['an issue', undefined, pending],
    ['the end of a tombstone', ended(ready), undefined],
    ['an edit', ready, { ...ready, title: 'Another', revision: 2 }],
    ['an edit of a public file', published, { ...published, title: 'Another', revision: 2 }],
    ['a file that is made private', published, { ...published, visibility: 'private' }],
    ['a scan that begins', pending, settle(pending, { ...accepted, scan: demand })],
    ['a tombstone that loses its public token', ended(published), ended(ready)],
    ['an edit of a refused file', settle(pending, refused), settle(pending, refused)],
  ])('does not follow from %s', (_case, before, after) => {
    expect(types(before, after)).toEqual([]);
  });

  it('the id of an event depends only on type, file and sequence', () => {
    const idOf = (before: FileRecord, after: FileRecord, sequence: string) =>
      events(before, after, sequence)[0]?.id;
    expect(idOf(pending, ready, '7')).toBe(idOf(pending, { ...ready, title: 'B' }, '7'));
    const others = [
      idOf(pending, ready, '8'),
      idOf(pending, { ...ready, id: 'another' }, '7'),
      idOf(ready, ended(ready), '7'),
    ];
    expect(new Set([...others, idOf(pending, ready, '7')]).size).toBe(4);
  });

  it('the sequence of an event grows as text with the number of the stream', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 10n ** 40n - 1n), fc.bigInt(0n, 10n ** 40n - 1n), (one, other) => {
        expect(sequenceOf(String(one)) < sequenceOf(String(other))).toBe(one < other);
      }),
    );
  });
});

/** Everything that can happen to a record, as transitions of the domain. */
const happenings: Readonly<Record<string, (file: FileRecord) => FileRecord>> = {
  accept: (file) => settle(file, accepted),
  refuse: (file) => settle(file, refused),
  scan: (file) => settle(file, { ...accepted, scan: demand }),
  'ask again': (file) => askAgain(file, later),
  ...Object.fromEntries(
    (['clean', 'infected', 'failed'] as const).map((outcome) => [
      outcome,
      (file: FileRecord) =>
        applyScan(file, {
          ...{ at: later, keptUntil, onUnscannable: 'hold' },
          result: { engine: 'clamd', versionId: 'v1', outcome },
        }),
    ]),
  ),
  edit: (file) => (file.status === 'deleted' ? file : { ...file, revision: file.revision + 1 }),
  publish: (file) => (file.status === 'ready' ? { ...file, publishedAt: later } : file),
  withdraw: (file) =>
    file.status === 'ready'
      ? { ...file, visibility: 'private', publishedAt: undefined, publicToken: undefined }
      : file,
  replace: (file) => (file.status === 'ready' ? replacementOf(file).file : file),
  expire: (file) => (file.status === 'pending' ? ended(file, { expired: 'upload' }) : file),
  delete: (file) => (file.status === 'deleted' ? file : ended(file)),
};

describe('over the whole life of a file', () => {
  it('every state that the record reaches has left exactly one event, and no event is about another state', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...Object.keys(happenings)), { maxLength: 12 }),
        (names) => {
          const left: FileEvent[] = [];
          const reached = new Set<FileRecord['status']>();
          let versions = 1;
          let file: FileRecord = pending;
          for (const [index, name] of names.entries()) {
            const next: FileRecord = happenings[name]?.(file) ?? file;
            left.push(...events(file, next, String(index)));
            file = next;
            reached.add(file.status);
            if (file.status === 'ready') versions = versionOf(file);
          }
          const counted = (...these: FileEvent['type'][]) =>
            left.filter(({ type }) => these.includes(type)).length;
          expect(counted('FileReady')).toBe(reached.has('ready') ? 1 : 0);
          expect(counted('FileRejected')).toBe(reached.has('rejected') ? 1 : 0);
          expect(counted('FileDeleted', 'FileExpired')).toBe(reached.has('deleted') ? 1 : 0);
          expect(counted('FileReplaced')).toBe(versions - 1);
          expect(counted('FilePublished')).toBeLessThanOrEqual(versions);
          expect(new Set(left.map(({ id }) => id)).size).toBe(left.length);
          expect(left.map(({ sequence }) => sequence)).toEqual(
            left.map(({ sequence }) => sequence).sort(),
          );
        },
      ),
      { numRuns: 500 },
    );
  });
});
