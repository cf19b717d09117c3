// Each state of a file: what is asked of it, and every field that a transition keeps, writes or drops.
import { describe, expect, it } from 'vitest';
import {
  countsAsUsed,
  type FileRecord,
  hasArrived,
  isBeingScanned,
  isPinned,
  isTerminal,
  type PendingFile,
  type ReadyFile,
  type Settlement,
  scannedVersion,
} from '../../lambdas/domain/file.ts';
import type { ScanResult } from '../../lambdas/domain/scan.ts';
import {
  applyScan,
  askAgain,
  maySettle,
  needsScan,
  remove,
  settle,
} from '../../lambdas/domain/transitions.ts';
import { at, keptUntil, base as plain } from './records.ts';

const later = '2026-11-22T11:00:00.000Z';
const base = {
  ...plain,
  title: 'A title',
  caption: 'A caption',
  metadata: { orderId: 'A-1047' },
  revision: 3,
  visibility: 'public',
  publicToken: 'AbCdEfGhIjKlMnOpQrS_-9',
} as const;
const pending: PendingFile = {
  ...base,
  status: 'pending',
  contentType: 'image/jpeg',
  expiresAt: '2026-11-22T10:15:00.000Z',
  sha256: 'the claimed one',
  replaces: 'an older file',
  multipart: { uploadId: 'u', checksumParts: false, partSize: 5, partCount: 1 },
};
const demand = { onUnscannable: 'reject', timeoutHours: 24 } as const;
const judged = { declaredType: 'image/jpeg', detectedType: 'image/png', size: 5 };
const accepted: Settlement = {
  ...{ versionId: 'v1', at, keptUntil },
  verdict: { ...judged, outcome: 'accepted' },
};
const refused: Settlement = {
  ...accepted,
  verdict: { ...judged, outcome: 'rejected', reason: 'malformed' },
};
const result = (outcome: ScanResult['outcome'], versionId = 'v1'): ScanResult => ({
  engine: 'clamd',
  outcome,
  versionId,
});

const scanning = settle(pending, { ...accepted, scan: demand });
const apply = (file: FileRecord, said: ScanResult, onUnscannable: 'reject' | 'hold' = 'reject') =>
  applyScan(file, { result: said, onUnscannable, at: later, keptUntil });
const reported = apply(pending, result('clean'));
const held = apply(scanning, result('failed'), 'hold');
const ready = settle(pending, accepted) as ReadyFile;
const rejected = settle(pending, refused);
const deleted = remove(ready, { at: later, keptUntil });

describe('requests about a file in each state', () => {
  it.each<[string, FileRecord, (string | undefined)[], boolean[]]>([
    // Version that waits, version that is pinned; terminal, counts as used, has arrived, is being scanned.
    ['pending', pending, [undefined, undefined], [false, true, false, false]],
    ['pending with an early result', reported, [undefined, undefined], [false, true, false, false]],
    ['waiting for its scan', scanning, ['v1', 'v1'], [false, true, true, true]],
    ['held', held, ['v1', 'v1'], [false, true, true, false]],
    ['ready', ready, [undefined, 'v1'], [false, true, true, false]],
    ['rejected', rejected, [undefined, undefined], [true, false, true, false]],
    ['deleted', deleted, [undefined, undefined], [true, false, true, false]],
  ])('%s', (_state, file, [waiting, pinned], answers) => {
    expect(scannedVersion(file)).toBe(waiting);
    expect([isPinned(file, 'v1'), isPinned(file, 'v2')]).toEqual([pinned === 'v1', false]);
    expect([
      isTerminal(file),
      countsAsUsed(file),
      hasArrived(file),
      isBeingScanned(file, 'v1'),
    ]).toEqual(answers);
    expect(isBeingScanned(file, 'v2')).toBe(false);
  });

  it('an unknown file has no version, and cannot be settled', () => {
    expect(scannedVersion(undefined)).toBeUndefined();
    expect(isPinned(undefined, 'v1')).toBe(false);
    expect(isBeingScanned(undefined, 'v1')).toBe(false);
    expect(maySettle(undefined, accepted)).toBe(false);
  });

  it.each<[string, FileRecord, boolean]>([
    ['pending', pending, true],
    ['pending with an early result', reported, true],
    ['waiting for its scan', scanning, false],
    ['held', held, false],
    ['ready', ready, false],
    ['rejected', rejected, false],
    ['deleted', deleted, false],
  ])('may be settled or not: %s', (_state, file, expected) => {
    expect([maySettle(file, accepted), maySettle(file, refused)]).toEqual([expected, expected]);
    if (!expected) expect(settle(file, accepted)).toBe(file);
  });

  it('accepts a verdict only for the claimed size, and a refusal for any size', () => {
    const sized = (settlement: Settlement, size: number | undefined): Settlement => ({
      ...settlement,
      verdict: { ...settlement.verdict, size },
    });
    for (const size of [4, 6, undefined])
      expect([
        maySettle(pending, sized(accepted, size)),
        maySettle(pending, sized(refused, size)),
      ]).toEqual([false, true]);
  });

  it('a file needs a scan only when its bytes are accepted in a collection that demands one', () => {
    const scan = demand;
    expect([accepted, refused, { ...accepted, scan }, { ...refused, scan }].map(needsScan)).toEqual(
      [false, false, true, false],
    );
  });
});

describe('a transition', () => {
  it('the transition to ready keeps the file’s own facts, writes the verdict and drops what only an upload needs', () => {
    expect(ready).toEqual({
      ...base,
      status: 'ready',
      contentType: 'image/png',
      sha256: 'the claimed one',
      versionId: 'v1',
      verdict: accepted.verdict,
      readyAt: at,
    });
    expect(Object.keys(ready)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/^(expiresAt|multipart|replaces|scan)$/)]),
    );
  });

  it('the transition to ready takes the declared type where none was detected', () => {
    const verdict = { ...accepted.verdict, detectedType: undefined };
    expect(settle(pending, { ...accepted, verdict }).contentType).toBe('image/jpeg');
  });

  it('the transition to rejected keeps the claimed type and writes when the record expires', () => {
    expect(rejected).toEqual({
      ...base,
      status: 'rejected',
      contentType: 'image/jpeg',
      sha256: 'the claimed one',
      verdict: refused.verdict,
      rejectedAt: at,
      keptUntil,
    });
  });

  it('the transition to waiting for a scan keeps what it replaces, and drops its parts', () => {
    const { multipart: _parts, ...kept } = pending;
    expect(scanning).toEqual({
      ...kept,
      expiresAt: at,
      scan: {
        state: 'running',
        versionId: 'v1',
        verdict: accepted.verdict,
        askedAt: at,
        until: '2026-11-23T10:01:00.000Z',
      },
    });
  });

  it('the transition to deleted keeps the identity and the public token of a ready file, and drops the rest', () => {
    const { visibility: _visibility, ...identity } = base;
    const tombstone = {
      ...identity,
      status: 'deleted',
      contentType: 'image/png',
      deletedAt: later,
      expired: undefined,
      publicExtension: undefined,
      version: undefined,
      keptUntil,
    };
    expect(deleted).toStrictEqual(tombstone);
    expect(remove(ready, { at: later, keptUntil, expired: 'retention' })).toStrictEqual({
      ...tombstone,
      expired: 'retention',
    });
  });

  it.each<[string, FileRecord]>([
    ['pending', pending],
    ['rejected', rejected],
    ['deleted', deleted],
  ])(
    'the transition to deleted drops the public token of a file that was never published: %s',
    (_state, file) => {
      expect(remove(file, { at: later, keptUntil }).publicToken).toBeUndefined();
    },
  );

  it('a second request for a scan writes both times, and only while the scan runs', () => {
    expect(askAgain(scanning, later)).toEqual({
      ...scanning,
      expiresAt: later,
      scan: { ...(scanning as PendingFile).scan, askedAt: later },
    });
    for (const file of [pending, reported, held, ready, rejected, deleted])
      expect(askAgain(file, later)).toBe(file);
  });
});

describe('the result of a scan', () => {
  it('a scan result that comes first is kept for the verdict', () => {
    expect(reported).toEqual({ ...pending, scan: { state: 'reported', result: result('clean') } });
    expect(apply(reported, result('infected', 'v2'))).toMatchObject({
      scan: { state: 'reported', result: { outcome: 'infected', versionId: 'v2' } },
    });
  });

  it('a scan result that came first decides as soon as the bytes are accepted, if it is about their version', () => {
    const scan = demand;
    expect(settle(reported, { ...accepted, scan }).status).toBe('ready');
    expect(settle(apply(pending, result('infected')), { ...accepted, scan }).status).toBe(
      'rejected',
    );
    const ofAnother = settle(apply(pending, result('clean', 'v2')), { ...accepted, scan });
    expect(ofAnother).toEqual(scanning);
  });

  it('a clean scan result makes the file ready, at the time of the result', () => {
    expect(apply(scanning, result('clean'))).toMatchObject({
      status: 'ready',
      versionId: 'v1',
      readyAt: later,
      verdict: { ...judged, outcome: 'accepted', scan: { engine: 'clamd', outcome: 'clean' } },
    });
  });

  it.each<[ScanResult['outcome'], 'reject' | 'hold', string]>([
    ['infected', 'reject', 'rejected'],
    ['infected', 'hold', 'rejected'],
    ['clean', 'hold', 'ready'],
    ['failed', 'reject', 'rejected'],
    ['timed_out', 'reject', 'rejected'],
    ['unsupported', 'reject', 'rejected'],
    ['failed', 'hold', 'pending'],
    ['timed_out', 'hold', 'pending'],
    ['unsupported', 'hold', 'pending'],
  ])('%s with onUnscannable %s leaves the file %s', (outcome, onUnscannable, status) => {
    const file = apply(scanning, result(outcome), onUnscannable);
    expect(file.status).toBe(status);
    if (status === 'pending')
      expect((file as PendingFile).scan).toEqual({
        state: 'held',
        versionId: 'v1',
        verdict: accepted.verdict,
        result: result(outcome),
      });
  });

  it('about another version, or about a file that does not wait, changes nothing', () => {
    expect(apply(scanning, result('clean', 'v2'))).toBe(scanning);
    expect(apply(held, result('clean', 'v2'))).toBe(held);
    for (const file of [ready, rejected, deleted]) expect(apply(file, result('clean'))).toBe(file);
  });
});
