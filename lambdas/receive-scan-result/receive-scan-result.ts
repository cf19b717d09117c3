// 3b. Receives a scanner's result about one version: releases, refuses or holds the file that waits for it.
import type { MediaFunctionConfig } from '../config/function-config.ts';
import { collectionOf } from '../domain/collection.ts';
import { begunAt, isPinned } from '../domain/file.ts';
import { parseKey } from '../domain/key.ts';
import type { DeleteVersion, EndScan, Now, ObjectVersion } from '../domain/ports.ts';
import type { ScanResult } from '../domain/scan.ts';
import { daysAfter, secondsBetween } from '../domain/time.ts';
import type { Verdict } from '../domain/verdict.ts';
import { replacedUntil } from '../domain/versions.ts';

interface Ports {
  readonly config: MediaFunctionConfig;
  readonly endScan: EndScan;
  readonly deleteVersion: DeleteVersion;
  readonly now: Now;
}

/** What became of a result: `early` came before the judgement and is kept for it, `late` changed nothing. */
export interface ScanReception {
  readonly outcome: 'ready' | 'rejected' | 'held' | 'early' | 'late' | 'unknown_key';
  readonly fileId?: string | undefined;
  /** Where the file is settled. */
  readonly verdict?: Verdict | undefined;
  /** From the claim to now, where the file is settled. */
  readonly ageSeconds?: number | undefined;
}

/** Receives one result. Safe to repeat, and safe in any order with the version's own event. */
export const receiveScanResult =
  ({ config, endScan, deleteVersion, now }: Ports) =>
  async (version: ObjectVersion, result: ScanResult): Promise<ScanReception> => {
    const named = parseKey(version.key);
    if (!named) return { outcome: 'unknown_key' };
    const collection = collectionOf(config, named.collection);
    const at = now();
    const file = await endScan(named.id, {
      result,
      onUnscannable: collection?.scan?.onUnscannable ?? 'reject',
      at: at.toISOString(),
      keptUntil: daysAfter(at, config.retention.rejectedDays),
      replacedUntil: replacedUntil(collection, at),
    });
    const fileId = named.id;
    const settled = () =>
      (file?.status === 'ready' || file?.status === 'rejected' || file?.status === 'merged') && {
        verdict: file.verdict,
        ageSeconds: secondsBetween(begunAt(file), at),
      };
    if (file?.status === 'rejected') {
      // Also when it was rejected before: the last attempt may have ended between the two.
      await deleteVersion(version);
      return { outcome: 'rejected', fileId, ...settled() };
    }
    if (file?.status === 'pending') {
      return { outcome: waiting[file.scan?.state ?? 'running'], fileId };
    }
    return isPinned(file, version.versionId)
      ? { outcome: 'ready', fileId, ...settled() }
      : { outcome: 'late', fileId };
  };

const waiting = { reported: 'early', held: 'held', running: 'late' } as const;
