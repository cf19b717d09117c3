// 3. Validates an uploaded version and settles its record; deletes every version that is not the validated one.
import type { MediaFunctionConfig } from '../config/function-config.ts';
import { sha256Of } from '../domain/checksum.ts';
import { collectionOf } from '../domain/collection.ts';
import {
  begunAt,
  type FileRecord,
  hasArrived,
  isPinned,
  type PendingFile,
} from '../domain/file.ts';
import { collectionAsIssued } from '../domain/form.ts';
import type { InspectUpload } from '../domain/inspection-ports.ts';
import { judge } from '../domain/judge/judge.ts';
import { parseKey } from '../domain/key.ts';
import type {
  DeleteVersion,
  FindFile,
  Now,
  ObjectVersion,
  ReadChecksum,
  ReadRange,
  SettleFile,
} from '../domain/ports.ts';
import { HEAD_MAX_BYTES } from '../domain/stored-bytes.ts';
import { daysAfter, secondsBetween } from '../domain/time.ts';
import type { Verdict } from '../domain/verdict.ts';
import { replacedUntil } from '../domain/versions.ts';

interface Ports {
  readonly config: MediaFunctionConfig;
  readonly findFile: FindFile;
  readonly inspectUpload: InspectUpload;
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
    | 'stale_version_deleted'
    | 'version_gone'
    | 'unknown_key';
  readonly fileId?: string | undefined;
  readonly verdict?: Verdict | undefined;
  /** From the claim to now. */
  readonly ageSeconds?: number | undefined;
}

/**
 * Receives one version. Safe to repeat: a second event for the same version changes nothing.
 * @throws when S3 or DynamoDB does not answer, or the function has no time left
 */
export const receiveUpload =
  (ports: Ports) =>
  async (version: ObjectVersion): Promise<Reception> => {
    const { findFile, deleteVersion, now } = ports;
    const named = parseKey(version.key);
    if (!named) return { outcome: 'unknown_key' };
    const known = await findFile(named.id);
    // A form can be used until it expires. What comes after the judged version costs no judgement.
    const file =
      known?.status === 'pending' && !hasArrived(known)
        ? await judgeAndSettle(known, version, ports)
        : known;
    if (file === 'version_gone') return { outcome: 'version_gone', fileId: named.id };
    if (!isPinned(file, version.versionId)) await deleteVersion(version);
    const ageSeconds = file && secondsBetween(begunAt(file), now());
    return { fileId: named.id, ageSeconds, ...describe(file, version) };
  };

async function judgeAndSettle(
  file: PendingFile,
  version: ObjectVersion,
  { config, readRange, readChecksum, inspectUpload, settleFile, now }: Ports,
): Promise<FileRecord | undefined | 'version_gone'> {
  const head = await readRange(version, 0, HEAD_MAX_BYTES);
  if (!head) return 'version_gone';
  const configured = collectionOf(config, file.collection);
  const collection = configured && collectionAsIssued(configured, file);
  const evidence = await inspectUpload({
    head: head.bytes,
    size: head.size,
    readMore: async (start, length) => {
      const more = await readRange(version, start, length);
      if (!more) throw new Error('The version was deleted while it was validated.');
      return more.bytes;
    },
  });
  const judged = judge(file, evidence, collection);
  const verdict =
    judged.outcome === 'accepted' ? { ...judged, checksum: await findChecksum() } : judged;
  const at = now();
  return await settleFile(file.id, {
    versionId: version.versionId,
    verdict,
    at: at.toISOString(),
    keptUntil: daysAfter(at, config.retention.rejectedDays),
    replacedUntil: replacedUntil(collection, at),
    scan: collection?.scan,
  });

  // Only an accepted file needs one, and of a small file every byte was read already.
  function findChecksum() {
    return head && head.bytes.byteLength === head.size
      ? sha256Of(head.bytes)
      : readChecksum(version);
  }
}

function describe(
  file: FileRecord | undefined,
  { versionId }: ObjectVersion,
): Pick<Reception, 'outcome' | 'verdict'> {
  if ((file?.status === 'ready' || file?.status === 'merged') && isPinned(file, versionId)) {
    return { outcome: 'ready', verdict: file.verdict };
  }
  if (file?.status === 'pending' && isPinned(file, versionId)) return { outcome: 'scanning' };
  if (file?.status === 'rejected') return { outcome: 'rejected', verdict: file.verdict };
  return { outcome: 'stale_version_deleted' };
}
