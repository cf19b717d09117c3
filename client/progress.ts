// What an upload reports while it runs.

/** The browser is offline, the server limits the rate or is overloaded, or there is no answer. */
export type WaitingCause = 'offline' | 'throttled' | 'no_answer';

/**
 * The progress of an upload. `sentBytes` counts the file's own bytes. It never decreases, although bytes in flight are sent again
 * after a pause or a failure; only with `restarted` it begins at zero again.
 */
export type UploadProgress = {
  phase:
    | 'hashing'
    | 'issuing'
    | 'uploading'
    | 'paused'
    | 'waiting'
    | 'checking'
    | 'scanning'
    | 'done';
  /** In the phase `waiting`: why nothing is sent. The upload continues automatically. */
  waitingFor?: WaitingCause;
  sentBytes: number;
  totalBytes: number;
  fileId?: string;
  /** Over the last five seconds; absent until it is known. */
  bytesPerSecond?: number;
  /** Bytes that an earlier attempt had already brought to S3. */
  resumedBytes?: number;
  /** True when an earlier attempt could not be continued: its upload no longer exists, or the file has changed since. */
  restarted?: boolean;
};

const windowMs = 5_000;
/** Bytes are reported no more often than this; a fast connection has thousands of chunks per second. */
const reportMs = 50;
const afterSending: readonly UploadProgress['phase'][] = ['checking', 'scanning', 'done'];

/** Collects what happened and reports it. */
export interface ProgressMeter {
  enter(phase: Exclude<UploadProgress['phase'], 'paused' | 'waiting'>): void;
  /** Sets whether the upload is paused. Only phases that can pause report it; `checking` cannot. */
  setPaused(isPaused: boolean): void;
  /** Reports that the upload waits, or with `undefined` that it continues. Bytes that are sent end the waiting, too. */
  setWaiting(cause: WaitingCause | undefined): void;
  /** Sets the bytes of the file that are sent or in flight. */
  sent(bytes: number): void;
  /** Notes facts that every later report carries. */
  note(facts: Pick<UploadProgress, 'fileId' | 'resumedBytes' | 'restarted'>): void;
}

/** Creates a meter that calls `report` on every change but those of bytes that follow each other too fast. */
export function createProgressMeter(
  totalBytes: number,
  report: (progress: UploadProgress) => void = () => {},
): ProgressMeter {
  let progress: UploadProgress = { phase: 'hashing', sentBytes: 0, totalBytes };
  let paused = false;
  let waitingFor: WaitingCause | undefined;
  let samples: { at: number; bytes: number }[] = [];

  function update(change: Partial<UploadProgress>): void {
    const { bytesPerSecond: _, ...rest } = { ...progress, ...change };
    const speed = rest.phase === 'uploading' ? speedOf(samples) : undefined;
    progress = { ...rest, ...(speed !== undefined && { bytesPerSecond: speed }) };
    if (afterSending.includes(rest.phase) || !(paused || waitingFor)) report(progress);
    else if (paused) report({ ...progress, phase: 'paused' });
    else if (waitingFor) report({ ...progress, phase: 'waiting', waitingFor });
  }

  return {
    enter(phase) {
      samples = [];
      update({ phase });
    },
    setPaused(isPaused) {
      if (paused === isPaused) return;
      paused = isPaused;
      samples = [];
      update({});
    },
    setWaiting(cause) {
      if (waitingFor === cause) return;
      waitingFor = cause;
      update({});
    },
    sent(bytes) {
      if (bytes > progress.sentBytes) waitingFor = undefined;
      const at = performance.now();
      const sentBytes = Math.max(progress.sentBytes, Math.min(bytes, totalBytes));
      progress = { ...progress, sentBytes };
      const newest = samples.at(-1)?.at ?? Number.NEGATIVE_INFINITY;
      if (at - newest < reportMs && bytes < totalBytes) return;
      samples = [...samples.filter((sample) => sample.at > at - windowMs), { at, bytes }];
      update({ sentBytes });
    },
    note(facts) {
      progress = { ...progress, ...facts, ...(facts.restarted && { sentBytes: 0 }) };
    },
  };
}

function speedOf(samples: readonly { at: number; bytes: number }[]): number | undefined {
  const [first, last] = [samples[0], samples.at(-1)];
  if (!first || !last || last.at - first.at < 250) return undefined;
  return Math.max(0, (1000 * (last.bytes - first.bytes)) / (last.at - first.at));
}
