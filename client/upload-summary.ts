// Sums up the uploads of a list, and formats one sentence about them for people.
import type { WaitingCause } from './progress.ts';
import type { UploadItem } from './upload-list.ts';

/** The state of a list of uploads. */
export interface UploadSummary {
  /** Files that are queued, or whose bytes are being sent. */
  readonly uploading: number;
  /** Files whose bytes are stored and being validated. */
  readonly checking: number;
  readonly ready: number;
  readonly failed: readonly Extract<UploadItem, { status: 'failed' }>[];
  /** Why an upload waits, if one does. */
  readonly waitingFor?: WaitingCause;
  readonly isPaused: boolean;
  /** Bytes that are sent, of the files that have not failed. */
  readonly sentBytes: number;
  readonly totalBytes: number;
}

/** Sums up a list. */
export function summarizeUploads(items: readonly UploadItem[]): UploadSummary {
  const underWay = items.flatMap((item) => (item.status === 'uploading' ? [item.progress] : []));
  const checking = underWay.filter(({ phase }) => phase === 'checking' || phase === 'scanning');
  const waitingFor = underWay.find((progress) => progress.waitingFor)?.waitingFor;
  const counted = items.filter(({ status }) => status !== 'failed');
  const queued = items.filter(({ status }) => status === 'queued');
  return {
    uploading: queued.length + underWay.length - checking.length,
    checking: checking.length,
    ready: items.filter(({ status }) => status === 'ready').length,
    failed: items.filter((item) => item.status === 'failed'),
    ...(waitingFor && { waitingFor }),
    isPaused: underWay.some(({ phase }) => phase === 'paused'),
    sentBytes: counted.reduce((sum, item) => sum + sentBytesOf(item), 0),
    totalBytes: counted.reduce((sum, { source }) => sum + source.size, 0),
  };
}

function sentBytesOf(item: UploadItem): number {
  if (item.status === 'ready') return item.source.size;
  return item.status === 'uploading' ? item.progress.sentBytes : 0;
}

const waitingSentences: Readonly<Record<WaitingCause, string>> = {
  offline: 'You are offline. The upload continues when you are online again.',
  throttled: 'The server is busy. The upload continues by itself.',
  no_answer: 'The server does not answer. The upload continues by itself.',
};

/** Percent in steps of ten: a screen reader reads every change aloud. */
const STEP_PERCENT = 10;

/** One sentence about a list, in English; empty for an empty list. */
export function describeUploads(summary: UploadSummary): string {
  const { uploading, checking, ready, failed, waitingFor, isPaused } = summary;
  if (waitingFor) return waitingSentences[waitingFor];
  if (isPaused) return 'The upload is paused.';
  if (uploading > 0) {
    const share = summary.totalBytes > 0 ? summary.sentBytes / summary.totalBytes : 0;
    const percent = STEP_PERCENT * Math.floor((100 * share) / STEP_PERCENT);
    return `Uploading ${files(uploading)}: ${percent} %.`;
  }
  if (checking > 0) return `Validating ${files(checking)}.`;
  return [
    ...(ready > 0 ? [`${files(ready)} uploaded.`] : []),
    ...failed.map(({ source, error }) => `${source.name} was not uploaded. ${error.message}`),
  ].join(' ');
}

const files = (count: number): string => (count === 1 ? '1 file' : `${count} files`);
