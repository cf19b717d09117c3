// The rules of malware scanning: the possible results of a scanner, and what each means for a verdict.
import type { Reason, ScanEvidence, Verdict } from './verdict.ts';

/** The result of a scanner about exactly one version. */
export interface ScanResult extends ScanEvidence {
  readonly versionId: string;
}

/** What a collection demands before its files are readable. */
export interface ScanDemand {
  /** The outcome of a file that cannot be scanned: refused, or kept unreadable until a person decides. */
  readonly onUnscannable: 'reject' | 'hold';
  /** Hours after which a scan that gave no result counts as failed. */
  readonly timeoutHours: number;
}

/**
 * The state of the scan of a pending file. `reported`: the scanner was faster than the judgement. `running`: judged acceptable,
 * and nothing but a clean result for that version releases it. `held`: the scanner could not decide.
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

/** What a scanner's result adds to the verdict about the bytes. */
export function scanVerdict({
  versionId: _version,
  ...scan
}: ScanResult): Pick<Verdict, 'outcome' | 'reason' | 'detail' | 'scan'> {
  return { ...refusalOf(scan), scan };
}

function refusalOf({
  outcome,
  threats = [],
  why,
}: ScanEvidence): Pick<Verdict, 'outcome' | 'reason' | 'detail'> {
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
        'The malware scan did not end in time, and files are accepted only after a scan. Upload the file again.',
      );
    case 'failed':
      return reject(
        'scan_failed',
        `The malware scan failed${because}, and files are accepted only after a scan. Upload the file again.`,
      );
  }
}

const reject = (reason: Reason, detail: string) =>
  ({ outcome: 'rejected', reason, detail }) as const;

const MAX_THREATS = 10;
const MAX_TEXT_LENGTH = 120;

/** The names of threats for a record: limited in number and length, and printable. */
export const threatNames = (names: readonly string[]): readonly string[] =>
  names.slice(0, MAX_THREATS).map(scannerText);

/** A scanner's message for a record: limited in length, and printable. */
export const scannerText = (text: string): string =>
  text.replace(/[^\x20-\x7e]/g, '?').slice(0, MAX_TEXT_LENGTH);
