import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  countsAsUsed,
  type FileRecord,
  isPinned,
  type Settlement,
} from '../../lambdas/domain/file.ts';
import { maySettle, remove, settle } from '../../lambdas/domain/transitions.ts';
import { at, keptUntil, pending } from './records.ts';

const accepted = (versionId: string, size = 5): Settlement => ({
  versionId,
  at,
  keptUntil,
  verdict: { outcome: 'accepted', declaredType: 'image/png', detectedType: 'image/png', size },
});
const rejected = (versionId: string): Settlement => ({
  versionId,
  at,
  keptUntil,
  verdict: { outcome: 'rejected', reason: 'type_unknown', declaredType: 'image/png', size: 5 },
});

describe('a file', () => {
  it('a file becomes ready with the version and the type that were judged', () => {
    const file = settle(pending, accepted('v1'));
    expect(file).toMatchObject({ status: 'ready', versionId: 'v1', readyAt: at });
    expect(file).not.toHaveProperty('expiresAt');
    expect(isPinned(file, 'v1')).toBe(true);
    expect(isPinned(file, 'v2')).toBe(false);
  });

  it('a file becomes rejected with the verdict, and pins no version', () => {
    const file = settle(pending, rejected('v1'));
    expect(file).toMatchObject({ status: 'rejected', rejectedAt: at });
    expect(isPinned(file, 'v1')).toBe(false);
  });

  it('a file stays pending when the bytes are not of the claimed size', () => {
    expect(settle(pending, accepted('v1', 6))).toBe(pending);
  });

  it('a file can be deleted in any state, keeps its key for late events, and releases its quota', () => {
    for (const file of [
      pending,
      settle(pending, accepted('v1')),
      settle(pending, rejected('v1')),
    ]) {
      expect(countsAsUsed(file)).toBe(file.status !== 'rejected');
      const tombstone = remove(file, { at, keptUntil });
      expect(tombstone).toMatchObject({ status: 'deleted', key: pending.key, deletedAt: at });
      expect(countsAsUsed(tombstone)).toBe(false);
      expect(isPinned(tombstone, 'v1')).toBe(false);
      expect(settle(tombstone, accepted('v1'))).toBe(tombstone);
    }
  });

  it('settles once: whatever order events come in, the first settlement that applies is final', () => {
    const settlement = fc.oneof(
      fc
        .tuple(fc.constantFrom('v1', 'v2', 'v3'), fc.constantFrom(4, 5))
        .map(([v, n]) => accepted(v, n)),
      fc.constantFrom('v1', 'v2', 'v3').map(rejected),
    );
    fc.assert(
      fc.property(fc.array(settlement, { maxLength: 12 }), (settlements) => {
        const states: FileRecord[] = [pending];
        for (const each of settlements) states.push(settle(states.at(-1) ?? pending, each));
        const first = settlements.findIndex((each) => maySettle(pending, each));
        const last = states.at(-1);
        if (first === -1) expect(last).toBe(pending);
        else expect(last).toEqual(settle(pending, settlements[first] ?? expect.fail()));
      }),
    );
  });
});
