// The transitions between the states of a file: pure functions, which the store applies with a condition.
import { extensionOf } from './content-types.ts';
import {
  type DeletedFile,
  type FileRecord,
  type PendingFile,
  type Settlement,
  scannedVersion,
} from './file.ts';
import { type ScanDemand, type ScanResult, scanVerdict } from './scan.ts';
import { hoursAfter } from './time.ts';

/** A result about one file, at one moment, under its collection's demand. */
export interface ScanEnding extends Pick<Settlement, 'at' | 'keptUntil' | 'replacedUntil'> {
  readonly result: ScanResult;
  readonly onUnscannable: ScanDemand['onUnscannable'];
}

/** What a settlement without a scan writes into a pending record; it removes `expiresAt`, `multipart`, `replaces` and `scan`. */
export const settledFields = ({ versionId, verdict, at, keptUntil }: Settlement) =>
  verdict.outcome === 'accepted'
    ? ({
        status: 'ready',
        contentType: verdict.detectedType ?? verdict.declaredType,
        versionId,
        verdict,
        readyAt: at,
      } as const)
    : ({ status: 'rejected', verdict, rejectedAt: at, keptUntil } as const);

/** What the start of a scan writes into a pending record; it removes `multipart`. */
export const scanningFields = ({ versionId, verdict, at, scan }: Settlement) =>
  ({
    expiresAt: at,
    scan: {
      state: 'running',
      versionId,
      verdict,
      askedAt: at,
      until: hoursAfter(new Date(at), scan?.timeoutHours ?? 0),
    },
  }) as const;

/** Whether a settlement leaves the file pending until its malware scan has ended. */
export const needsScan = ({ scan, verdict }: Settlement): boolean =>
  scan !== undefined && verdict.outcome === 'accepted';

/**
 * Whether a settlement applies to the record as it stands: only a pending file of which no version is being scanned is
 * settled, and it becomes ready only with exactly the bytes it claimed or with as many as its form takes. A store makes this its
 * write condition.
 */
export const maySettle = (file: FileRecord | undefined, { verdict }: Settlement): boolean =>
  file?.status === 'pending' &&
  scannedVersion(file) === undefined &&
  (verdict.outcome === 'rejected' || isSizeOf(file, verdict.size));

/** Whether bytes of this size may be the file: as many as it claimed, or as its form takes. */
const isSizeOf = ({ form, size }: PendingFile, found: number | undefined): boolean =>
  form ? found !== undefined && found <= size : found === size;

/**
 * Settles a file: pending becomes ready or rejected, or waits for its scan and applies a result that came before; a duplicate or
 * late settlement changes nothing.
 */
export function settle(file: FileRecord, settlement: Settlement): FileRecord {
  if (file.status !== 'pending' || !maySettle(file, settlement)) return file;
  if (!settlement.scan || !needsScan(settlement)) return finish(file, settlement);
  const { multipart: _parts, ...kept } = withArrivedBytes(file, settlement);
  const waiting: PendingFile = { ...kept, ...scanningFields(settlement) };
  if (file.scan?.state !== 'reported') return waiting;
  return applyScan(waiting, { ...settlement, ...settlement.scan, result: file.scan.result });
}

/**
 * Applies the result of a scan. Only a clean one for the waiting version makes the file ready; one that came before the
 * verdict about the bytes is kept for it; anything about another version, or about a file that does not wait, changes
 * nothing.
 */
export function applyScan(file: FileRecord, ending: ScanEnding): FileRecord {
  if (file.status !== 'pending') return file;
  const { scan } = file;
  const { result, onUnscannable, at, keptUntil } = ending;
  if (!scan || scan.state === 'reported') {
    return { ...file, scan: { state: 'reported', result } };
  }
  if (scan.versionId !== result.versionId) return file;
  const { versionId, verdict } = scan;
  if (result.outcome !== 'clean' && result.outcome !== 'infected' && onUnscannable === 'hold') {
    return { ...file, scan: { state: 'held', versionId, verdict, result } };
  }
  return finish(file, {
    versionId,
    verdict: { ...verdict, ...scanVerdict(result) },
    at,
    keptUntil,
  });
}

/** Records that the scan was requested once more. */
export function askAgain(file: FileRecord, at: string): FileRecord {
  if (file.status !== 'pending' || file.scan?.state !== 'running') return file;
  return { ...file, expiresAt: at, scan: { ...file.scan, askedAt: at } };
}

function finish(file: PendingFile, settlement: Settlement): FileRecord {
  const {
    expiresAt: _expiry,
    multipart: _parts,
    replaces: _old,
    scan: _scan,
    ...kept
  } = withArrivedBytes(file, settlement);
  return { ...kept, ...settledFields(settlement) };
}

/** The file of a form with its actual size and, if the form was issued without a name, with the extension of its type. */
function withArrivedBytes(file: PendingFile, { verdict }: Settlement): PendingFile {
  const { form, ...kept } = file;
  if (!form) return file;
  const { size = file.size, outcome, detectedType } = verdict;
  const filename =
    form.isUnnamed && outcome === 'accepted' && detectedType !== undefined
      ? `${kept.filename}${extensionOf(detectedType)}`
      : kept.filename;
  return { ...kept, size, filename };
}

/** Why and when a file is deleted. */
export type Removal = Pick<DeletedFile, 'expired' | 'keptUntil'> & {
  readonly at: string;
};

/** Deletes a file in any state: every version that arrives under its key later is deleted as well. */
export function remove(
  { id, collection, owner, key, filename, title, caption, metadata, ...file }: FileRecord,
  { at, keptUntil, expired }: Removal,
): DeletedFile {
  const { size, contentType, createdAt, revision } = file;
  // Only a ready file can have been published.
  const { publicToken, publicExtension, version } = file.status === 'ready' ? file : {};
  const texts = { filename, title, caption, metadata };
  return {
    ...{ id, collection, owner, key, size, contentType },
    ...texts,
    createdAt,
    revision,
    publicToken,
    publicExtension,
    version,
    status: 'deleted',
    deletedAt: at,
    expired,
    keptUntil,
  };
}
