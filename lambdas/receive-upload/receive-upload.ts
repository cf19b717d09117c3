// 3. What arrived is read, judged and settled; a version that is not the judged one is deleted.
import type { Config } from '../domain/config.ts';
import { type FileRecord, isPinned, type Settlement } from '../domain/file.ts';
import { HEAD_MAX_BYTES, inspect } from '../domain/inspect.ts';
import { parseKey } from '../domain/key.ts';
import { judge } from '../domain/policy.ts';
import type { DeleteVersion, Now, ObjectVersion, ReadHead, SettleFile } from '../domain/ports.ts';
import { daysAfter } from '../domain/time.ts';
import type { Verdict } from '../domain/verdict.ts';

interface Ports {
  readonly config: Config;
  readonly readHead: ReadHead;
  readonly settleFile: SettleFile;
  readonly deleteVersion: DeleteVersion;
  readonly now: Now;
}

/** What became of an arrived version. */
export interface Reception {
  readonly outcome: 'ready' | 'rejected' | 'intruder_deleted' | 'version_gone' | 'foreign_key';
  readonly fileId?: string | undefined;
  readonly verdict?: Verdict | undefined;
}

/** Receives one version. Safe to repeat: a second event for the same version changes nothing. */
export const receiveUpload =
  ({ config, readHead, settleFile, deleteVersion, now }: Ports) =>
  async (version: ObjectVersion): Promise<Reception> => {
    const named = parseKey(version.key);
    if (!named) return { outcome: 'foreign_key' };
    const head = await readHead(version, HEAD_MAX_BYTES);
    if (!head) return { outcome: 'version_gone', fileId: named.id };

    const evidence = await inspect(head.bytes, head.size);
    const collection = Object.hasOwn(config.collections, named.collection)
      ? config.collections[named.collection]
      : undefined;
    const settleWith = (claim: { contentType: string; size: number }) => {
      const verdict = judge(claim, evidence, collection);
      const at = now();
      const settlement: Settlement = {
        versionId: version.versionId,
        verdict,
        at: at.toISOString(),
        keptUntil: daysAfter(at, config.retention.rejectedDays),
      };
      return settleFile(named.id, settlement);
    };

    // S3 enforced the claim, so the object itself carries it and the record need not be read first.
    let file = await settleWith(head);
    // Still pending: the object is not what the record claims. Judge it against the record instead.
    if (file?.status === 'pending') file = await settleWith(file);

    if (!isPinned(file, version.versionId)) await deleteVersion(version);
    return { fileId: named.id, ...describe(file, version) };
  };

function describe(
  file: FileRecord | undefined,
  { versionId }: ObjectVersion,
): Omit<Reception, 'fileId'> {
  if (file?.status === 'ready' && isPinned(file, versionId)) {
    return { outcome: 'ready', verdict: file.verdict };
  }
  if (file?.status === 'rejected') return { outcome: 'rejected', verdict: file.verdict };
  return { outcome: 'intruder_deleted' };
}
