import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  countsAsUsed,
  type FileRecord,
  hasArrived,
  isBeingScanned,
  isPinned,
  type PendingFile,
  type Settlement,
} from '../../lambdas/domain/file.ts';
import {
  type ScanResult,
  scannerText,
  scanVerdict,
  threatNames,
} from '../../lambdas/domain/scan.ts';
import { applyScan, askAgain, settle } from '../../lambdas/domain/transitions.ts';
import { pendingFile, settlement } from '../aws/records.ts';

const at = '2026-11-22T10:00:00.000Z';
const keptUntil = '2026-12-22T10:00:00.000Z';
const demand = { onUnscannable: 'reject', timeoutHours: 24 } as const;
const accepted = (versionId: string): Settlement => ({
  ...settlement(versionId, 'accepted'),
  scan: demand,
});
const said = (outcome: ScanResult['outcome'], versionId = 'v1'): ScanResult => ({
  engine: 'guardduty',
  outcome,
  versionId,
  ...(outcome === 'infected' && { threats: ['Eicar-Test'] }),
});
const apply = (file: FileRecord, result: ScanResult, onUnscannable: 'reject' | 'hold' = 'reject') =>
  applyScan(file, { result, onUnscannable, at, keptUntil });

const pending: PendingFile = {
  ...pendingFile({ replaces: 'an older file' }),
  multipart: { uploadId: 'u', checksumParts: false, partSize: 5, partCount: 1 },
};
const scanning = settle(pending, accepted('v1'));

describe('a file whose collection demands a scan', () => {
  it('a file that demands a scan waits with the judged version, and accepts no other bytes', () => {
    expect(scanning).toMatchObject({
      status: 'pending',
      replaces: 'an older file',
      scan: { state: 'running', versionId: 'v1', until: '2026-11-23T10:00:00.000Z' },
    });
    expect(scanning).not.toHaveProperty('multipart');
    expect(isPinned(scanning, 'v1')).toBe(true);
    expect(isBeingScanned(scanning, 'v1')).toBe(true);
    expect(hasArrived(scanning)).toBe(true);
    expect(countsAsUsed(scanning)).toBe(true);
  });

  it('a file that demands a scan is rejected at once when its bytes are not acceptable', () => {
    const refused = { ...settlement('v1', 'rejected'), scan: demand };
    expect(settle(pending, refused).status).toBe('rejected');
  });

  it('a file that waits for a scan accepts no other version, nor a second judgement of the same', () => {
    for (const late of [
      accepted('v2'),
      settlement('v2', 'accepted'),
      settlement('v1', 'rejected'),
    ]) {
      expect(settle(scanning, late)).toBe(scanning);
    }
    expect(isPinned(scanning, 'v2')).toBe(false);
  });

  it('a file becomes ready by a clean result, with the scan in its evidence', () => {
    const file = apply(scanning, said('clean'));
    expect(file).toMatchObject({
      status: 'ready',
      versionId: 'v1',
      verdict: { outcome: 'accepted', scan: { engine: 'guardduty', outcome: 'clean' } },
    });
    for (const gone of ['scan', 'expiresAt', 'replaces']) expect(file).not.toHaveProperty(gone);
  });

  it('a file is rejected when a threat is found, whatever the configuration says about files that cannot be scanned', () => {
    for (const onUnscannable of ['reject', 'hold'] as const) {
      expect(apply(scanning, said('infected'), onUnscannable)).toMatchObject({
        status: 'rejected',
        keptUntil,
        verdict: {
          reason: 'malware_found',
          detectedType: 'image/png',
          scan: { threats: ['Eicar-Test'] },
          detail: expect.stringContaining('Eicar-Test'),
        },
      });
    }
  });

  it.each([
    ['unsupported', 'not_scannable'],
    ['failed', 'scan_failed'],
    ['timed_out', 'scan_timed_out'],
  ] as const)('a file is rejected or held as configured when the scan is %s', (outcome, reason) => {
    expect(apply(scanning, said(outcome))).toMatchObject({
      status: 'rejected',
      verdict: { outcome: 'rejected', reason, detail: expect.stringMatching(/[Uu]pload/) },
    });
    const held = apply(scanning, said(outcome), 'hold');
    expect(held).toMatchObject({ status: 'pending', scan: { state: 'held', versionId: 'v1' } });
    expect(isPinned(held, 'v1')).toBe(true);
    expect(apply(held, said('clean'))).toMatchObject({ status: 'ready', versionId: 'v1' });
    expect(apply(held, said('infected')).status).toBe('rejected');
  });

  it('a scan result that came before the judgement counts if it is about the judged version', () => {
    const early = apply(pending, said('clean'));
    expect(early).toMatchObject({ status: 'pending', scan: { state: 'reported' } });
    expect(isPinned(early, 'v1')).toBe(false);
    expect(hasArrived(early)).toBe(false);
    expect(settle(early, accepted('v1'))).toMatchObject({ status: 'ready', versionId: 'v1' });
    expect(settle(early, accepted('v2'))).toMatchObject({
      scan: { state: 'running', versionId: 'v2' },
    });
    expect(settle(apply(pending, said('infected')), accepted('v1')).status).toBe('rejected');
    expect(settle(early, settlement('v1', 'rejected')).status).toBe('rejected');
  });

  it('a file is not changed by scan results about other versions, nor once it is settled', () => {
    expect(apply(scanning, said('clean', 'v2'))).toBe(scanning);
    const ready = apply(scanning, said('clean'));
    const rejected = apply(scanning, said('infected'));
    for (const outcome of ['clean', 'infected', 'failed'] as const) {
      expect(apply(ready, said(outcome))).toBe(ready);
      expect(apply(rejected, said(outcome))).toBe(rejected);
    }
  });

  it('a scan result is requested again only while the file is being scanned', () => {
    const later = '2026-11-22T12:00:00.000Z';
    expect(askAgain(scanning, later)).toMatchObject({ expiresAt: later, scan: { askedAt: later } });
    const held = apply(scanning, said('failed'), 'hold');
    for (const file of [pending, held, apply(scanning, said('clean'))]) {
      expect(askAgain(file, later)).toBe(file);
    }
  });

  it('a file is ready only with a version that was judged and called clean, whatever arrives in whichever order', () => {
    const version = fc.constantFrom('v1', 'v2');
    const outcome = fc.constantFrom('clean', 'infected', 'unsupported', 'failed', 'timed_out');
    const event = fc.oneof(
      version.map((id) => ({ judged: id })),
      fc.record({ said: outcome as fc.Arbitrary<ScanResult['outcome']>, about: version }),
    );
    const policy = fc.constantFrom<'reject' | 'hold'>('reject', 'hold');
    fc.assert(
      fc.property(fc.array(event, { maxLength: 12 }), policy, (events, onUnscannable) => {
        let file: FileRecord = pending;
        const judged = new Set<string>();
        const clean = new Set<string>();
        for (const each of events) {
          if ('judged' in each) {
            judged.add(each.judged);
            file = settle(file, accepted(each.judged));
          } else {
            if (each.said === 'clean') clean.add(each.about);
            file = apply(file, said(each.said, each.about), onUnscannable);
          }
        }
        if (file.status !== 'ready') return;
        expect(judged).toContain(file.versionId);
        expect(clean).toContain(file.versionId);
      }),
    );
  });
});

it('a file keeps few, short and printable names of threats', () => {
  const names = threatNames(['Win.\u202eTest\n', 'x'.repeat(500), ...Array(20).fill('more')]);
  expect(names).toHaveLength(10);
  expect(names[0]).toBe('Win.?Test?');
  expect(names[1]).toHaveLength(120);
});

it.each<[Partial<ScanResult> & Pick<ScanResult, 'outcome'>, reason: string, detail: string]>([
  [
    { outcome: 'infected', threats: ['Eicar', 'Other'] },
    'malware_found',
    'The malware scanner found a threat: Eicar, Other. Clean the device that the file came from, and do not upload it again.',
  ],
  [
    { outcome: 'infected' },
    'malware_found',
    'The malware scanner found a threat. Clean the device that the file came from, and do not upload it again.',
  ],
  [
    { outcome: 'unsupported', why: 'encrypted' },
    'not_scannable',
    'The malware scanner cannot read this file (encrypted). Upload it without a password, or in smaller pieces.',
  ],
  [
    { outcome: 'unsupported' },
    'not_scannable',
    'The malware scanner cannot read this file. Upload it without a password, or in smaller pieces.',
  ],
  [
    { outcome: 'timed_out' },
    'scan_timed_out',
    'The malware scan did not end in time, and files are accepted only after a scan. Upload the file again.',
  ],
  [
    { outcome: 'failed', why: 'the stored bytes are gone' },
    'scan_failed',
    'The malware scan failed (the stored bytes are gone), and files are accepted only after a scan. Upload the file again.',
  ],
])('the scan result %j is a refusal with this reason and sentence', (result, reason, detail) => {
  const { versionId, ...scan } = { engine: 'clamd' as const, versionId: 'v1', ...result };
  expect(scanVerdict({ versionId, ...scan })).toEqual({
    outcome: 'rejected',
    reason,
    detail,
    scan,
  });
});

it('a clean scan result accepts the file and keeps no version of its own', () => {
  expect(scanVerdict({ engine: 'clamd', versionId: 'v1', outcome: 'clean' })).toEqual({
    outcome: 'accepted',
    scan: { engine: 'clamd', outcome: 'clean' },
  });
});

it('what a scanner writes is kept short and printable', () => {
  expect(scannerText('a\u0000é\n~ ')).toBe('a???~ ');
  expect(scannerText('x'.repeat(121))).toHaveLength(120);
});
