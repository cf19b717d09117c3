// Malware scanning as the rules see it: what a scanner may say, and how a pending file waits for it and is released.
import type { FileRecord, PendingFile, Settlement } from './file.ts';
import type { Reason, ScanEvidence, Verdict } from './verdict.ts';

/** What a scanner said about exactly one version. */
export interface ScanResult extends ScanEvidence {
  readonly versionId: string;
}

/** What a collection demands before its files are readable. */
export interface ScanDemand {
  /** What becomes of a file that cannot be scanned: refused, or kept unreadable until somebody decides. */
  readonly onUnscannable: 'reject' | 'hold';
  /** Hours after which a scan that gave no result counts as failed. */
  readonly timeoutHours: number;
}

/**
 * Where the scan of a pending file stands. `reported`: the scanner was faster than the judgement. `running`: judged
 * acceptable, and nothing but a clean result for that version releases it. `held`: the scanner could not tell.
 */
export type Scan =
  | { readonly state: 'reported'; readonly result: ScanResult }
  | {
      readonly state: 'running';
      readonly versionId: string;
      /** What the file becomes ready with. */
      readonly verdict: Verdict;
      /** When the scanner was asked last. */
      readonly askedAt: string;
      /** When the wait ends. */
      readonly until: string;
    }
  | {
      readonly state: 'held';
      readonly versionId: string;
      readonly verdict: Verdict;
      readonly result: ScanResult;
    };

/** A result about one file, at one moment, under its collection's demand. */
export interface ScanEnding extends Pick<Settlement, 'at' | 'keptUntil'> {
  readonly result: ScanResult;
  readonly onUnscannable: ScanDemand['onUnscannable'];
}

/** The version that waits for its scanner or for a decision; every other version of the key is an intruder. */
export const scannedVersion = (file: FileRecord | undefined): string | undefined =>
  file?.status === 'pending' && file.scan && file.scan.state !== 'reported'
    ? file.scan.versionId
    : undefined;

/** Whether this version waits for its scanner's word. A held one waits for a person. */
export const isBeingScanned = (file: FileRecord | undefined, versionId: string): boolean =>
  file?.status === 'pending' && file.scan?.state === 'running' && file.scan.versionId === versionId;

/** Notes that the scanner is asked once more. */
export function askAgain(file: FileRecord, at: string): FileRecord {
  if (file.status !== 'pending' || file.scan?.state !== 'running') return file;
  return { ...file, expiresAt: at, scan: { ...file.scan, askedAt: at } };
}

/**
 * Applies a result. Only a clean one for the waiting version releases it; one that came before the judgement is kept
 * for it; anything about another version, or about a file that waits no more, changes nothing. `finish` settles.
 */
export function endScan(
  file: FileRecord,
  ending: ScanEnding,
  finish: (file: PendingFile, settlement: Settlement) => FileRecord,
): FileRecord {
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
  const scanned = { ...verdict, ...refusalOf(result), scan: evidenceOf(result) };
  return finish(file, { versionId, verdict: scanned, at, keptUntil });
}

const evidenceOf = ({ versionId: _version, ...evidence }: ScanResult): ScanEvidence => evidence;

function refusalOf({
  outcome,
  threats = [],
  why,
}: ScanResult): Pick<Verdict, 'outcome' | 'reason' | 'detail'> {
  const because = why ? ` (${why})` : '';
  switch (outcome) {
    case 'clean':
      return { outcome: 'accepted' };
    case 'infected':
      return reject(
        'malware_found',
        `The malware scanner found a threat${threats.length > 0 ? `: ${threats.join(', ')}` : ''}. Clean the device that the file came from, and do not upload it again.`,
      );
    case 'unsupported':
      return reject(
        'not_scannable',
        `The malware scanner cannot read this file${because}. Upload it without a password, or in smaller pieces.`,
      );
    case 'timed_out':
      return reject(
        'scan_timed_out',
        'The malware scan did not end in time, and no file is accepted without one. Upload the file again.',
      );
    case 'failed':
      return reject(
        'scan_failed',
        `The malware scan failed${because}, and no file is accepted without one. Upload the file again.`,
      );
  }
}

const reject = (reason: Reason, detail: string) =>
  ({ outcome: 'rejected', reason, detail }) as const;

const MAX_THREATS = 10;
const MAX_TEXT_LENGTH = 120;

/** The names of threats as a record keeps them: few, short and printable, whatever a scanner calls them. */
export const threatNames = (names: readonly string[]): readonly string[] =>
  names.slice(0, MAX_THREATS).map(scannerText);

/** A scanner's own words as a record keeps them. */
export const scannerText = (text: string): string =>
  text.replace(/[^\x20-\x7e]/g, '?').slice(0, MAX_TEXT_LENGTH);
