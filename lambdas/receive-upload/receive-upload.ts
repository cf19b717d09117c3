// 3. What arrived is read, judged and settled; a version that is not the judged one is deleted.

import type { Config } from '../config/config.ts';
import { sha256Of } from '../domain/checksum.ts';
import { type FileRecord, hasArrived, isPinned, type Settlement } from '../domain/file.ts';
import { inspect } from '../domain/inspect.ts';
import { judge } from '../domain/judge/judge.ts';
import { parseKey } from '../domain/key.ts';
import type {
  DeleteVersion,
  Now,
  ObjectVersion,
  ReadChecksum,
  ReadRange,
  SettleFile,
} from '../domain/ports.ts';
import { HEAD_MAX_BYTES, storedBytes } from '../domain/stored-bytes.ts';
import { daysAfter, secondsBetween } from '../domain/time.ts';
import type { Verdict } from '../domain/verdict.ts';

interface Ports {
  readonly config: Config;
  readonly readRange: ReadRange;
  readonly readChecksum: ReadChecksum;
  readonly settleFile: SettleFile;
  readonly deleteVersion: DeleteVersion;
  readonly now: Now;
}

/** What became of an arrived version. */
export interface Reception {
  readonly outcome:
    | 'ready'
    | 'scanning'
    | 'rejected'
    | 'intruder_deleted'
    | 'version_gone'
    | 'foreign_key';
  readonly fileId?: string | undefined;
  readonly verdict?: Verdict | undefined;
  /** From the claim to now. */
  readonly ageSeconds?: number | undefined;
}

/** Receives one version. Safe to repeat: a second event for the same version changes nothing. */
export const receiveUpload =
  ({ config, readRange, readChecksum, settleFile, deleteVersion, now }: Ports) =>
  async (version: ObjectVersion): Promise<Reception> => {
    const named = parseKey(version.key);
    if (!named) return { outcome: 'foreign_key' };
    const head = await readRange(version, 0, HEAD_MAX_BYTES);
    if (!head) return { outcome: 'version_gone', fileId: named.id };

    const bytes = storedBytes(head, async (start, length) => {
      const more = await readRange(version, start, length);
      if (!more) throw new Error('The version was deleted while it was judged.');
      return more.bytes;
    });
    const evidence = await inspect(bytes);
    // A store that does not answer says nothing about the file: fail, and be asked again.
    if (bytes.failure) throw bytes.failure;
    const collection = Object.hasOwn(config.collections, named.collection)
      ? config.collections[named.collection]
      : undefined;
    // Only what is kept needs one, and a small file was read whole already.
    const findChecksum = () =>
      head.bytes.byteLength === head.size ? sha256Of(head.bytes) : readChecksum(version);
    const settleWith = async (claim: { contentType: string; size: number }) => {
      const judged = judge(claim, evidence, collection);
      const verdict =
        judged.outcome === 'accepted' ? { ...judged, checksum: await findChecksum() } : judged;
      const at = now();
      const settlement: Settlement = {
        versionId: version.versionId,
        verdict,
        at: at.toISOString(),
        keptUntil: daysAfter(at, config.retention.rejectedDays),
        scan: collection?.scan,
      };
      return settleFile(named.id, settlement);
    };

    // S3 enforced the claim, so the object itself carries it and the record need not be read first.
    let file = await settleWith(head);
    // Still pending: the object is not what the record claims. Judge it against the record instead.
    if (file?.status === 'pending' && !hasArrived(file)) file = await settleWith(file);

    if (!isPinned(file, version.versionId)) await deleteVersion(version);
    const ageSeconds = file && secondsBetween(file.createdAt, now());
    return { fileId: named.id, ageSeconds, ...describe(file, version) };
  };

function describe(
  file: FileRecord | undefined,
  { versionId }: ObjectVersion,
): Pick<Reception, 'outcome' | 'verdict'> {
  if (file?.status === 'ready' && isPinned(file, versionId)) {
    return { outcome: 'ready', verdict: file.verdict };
  }
  if (file?.status === 'pending' && isPinned(file, versionId)) return { outcome: 'scanning' };
  if (file?.status === 'rejected') return { outcome: 'rejected', verdict: file.verdict };
  return { outcome: 'intruder_deleted' };
}
