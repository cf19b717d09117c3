// What the steps of one upload share.
import type { Api } from './api.ts';
import { abortError } from './errors.ts';
import type { Gate } from './gate.ts';
import type { OpenIssuing } from './issuing.ts';
import type { LaneLimits } from './lanes.ts';
import type { PartsApi } from './parts-api.ts';
import type { ProgressMeter } from './progress.ts';
import type { UploadSource } from './source.ts';
import type { Verdicts } from './verdicts.ts';

/** Milliseconds without any answer after which an upload fails; a tunnel or a change of network takes less. */
const networkPatienceMs = 600_000;

/** How many uploads of a client wait for their verdicts, and the loop that they share once there are several. */
export interface VerdictWaits {
  waiting: number;
  loop?: Verdicts;
}

/** One upload under way. */
export interface Job {
  readonly api: Api;
  /** Issues together what is started together. */
  readonly openIssuing: OpenIssuing;
  readonly verdicts: VerdictWaits;
  readonly source: UploadSource;
  readonly meter: ProgressMeter;
  readonly gate: Gate;
  /** Aborted when the whole upload is. */
  readonly signal: AbortSignal;
  /** Whether the file, or each of its parts, is hashed, so that S3 refuses other bytes. */
  readonly hash: boolean;
  /** How many parts are sent at the same time. */
  readonly lanes: LaneLimits;
}

/** A job whose file is sent in parts. */
export interface PartsJob extends Job {
  readonly api: Api & PartsApi;
}

/** The options of an upload's calls to the API: retries last as long as a network may be unavailable. */
export const patiently = (job: Pick<Job, 'signal' | 'meter'>) => ({
  signal: job.signal,
  patienceMs: networkPatienceMs,
  onWait: job.meter.setWaiting,
});

/** Runs `work` while the gate is open; when the gate closes, stops it and runs it again once it opens. */
export async function whileOpen<T>(
  job: Job,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  for (;;) {
    await job.gate.passed(job.signal);
    const { closing } = job.gate;
    try {
      return await work(AbortSignal.any([job.signal, closing]));
    } catch (error) {
      if (job.signal.aborted) throw abortError();
      if (!closing.aborted) throw error;
    }
  }
}
