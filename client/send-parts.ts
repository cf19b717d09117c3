// Sends the parts of a file to S3: a few at a time, each retried until S3 has it.
import { deliver, needsSignature } from './deliver.ts';
import { StorageError } from './errors.ts';
import { sha256OfPart } from './hash-part.ts';
import { type PartsJob, patiently } from './job.ts';
import { createLaneControl } from './lanes.ts';
import { createConnectionOpener } from './open-connection.ts';
import { type PartPlan, partRange, totalPartBytes } from './part-plan.ts';
import { createPartQueue, maxWindow, type SignedPart } from './part-queue.ts';
import { createPartStop } from './part-stop.ts';
import { hasOtherBytes } from './transfer.ts';
import { goneReason, orGone } from './upload-state.ts';

/** How often one part is signed again after S3 refused it as expired or damaged. */
const maxRepeats = 3;

/** Parts whose links came with the answer that issued the upload. */
export interface FirstParts {
  readonly signed: readonly SignedPart[];
  readonly hashes: ReadonlyMap<number, string>;
}

/** Parts to be sent of one file. */
export interface PartsToSend {
  readonly fileId: string;
  readonly plan: PartPlan;
  readonly partNumbers: readonly number[];
  /** Whether S3 expects the SHA-256 of each part; it then refuses a part without, and otherwise one with it. */
  readonly checksumParts: boolean;
  /** The parts that are hashed and signed already. */
  readonly first?: FirstParts | undefined;
  /** Called with each part that S3 has stored, and its SHA-256 if it was hashed. */
  onStored(partNumber: number, hash: string | undefined): void;
}

/**
 * Sends the parts and returns when S3 has stored all of them.
 * Throws `AlreadySettledError`, `UploadGoneError` or `FileGoneError` when the server no longer wants them.
 */
export async function sendParts(job: PartsJob, work: PartsToSend): Promise<void> {
  const { api, source, meter, gate } = job;
  const { fileId, plan, partNumbers, checksumParts } = work;
  const halt = new AbortController();
  const signal = AbortSignal.any([job.signal, halt.signal]);
  const hashes = new Map(work.first?.hashes);
  const repeats = new Map<number, number>();
  const underWay = new Map<number, number>();
  const laneControl = createLaneControl(job.lanes, plan.partSize);
  const connectionOpener = createConnectionOpener(plan.totalBytes, () =>
    api.openConnection(fileId),
  );
  const lanes: Promise<void>[] = [];
  let failure: { readonly error: unknown } | undefined;
  let storedBytes = plan.totalBytes - totalPartBytes(plan, partNumbers);

  const slice = (partNumber: number) => {
    const { start, end } = partRange(plan, partNumber);
    return source.slice(start, end);
  };
  const queue = createPartQueue(partNumbers, {
    lanes: () => laneControl.count,
    // Every part of a window is hashed before the first is sent.
    maxWindow: checksumParts ? Math.min(job.lanes.max * 2, maxWindow) : maxWindow,
    signed: work.first?.signed,
    isFresh: ({ expiresAt }) => api.clock.isAhead(expiresAt),
    async sign(requested) {
      const parts = await Promise.all(
        requested.map(async (partNumber) => {
          const hash = checksumParts ? await sha256OfPart(slice(partNumber)) : undefined;
          if (hash) hashes.set(partNumber, hash);
          return { partNumber, ...(hash && { sha256: hash }) };
        }),
      );
      return orGone(job, fileId, api.signParts(fileId, parts, { ...patiently(job), signal }));
    },
  });

  function showProgress(): void {
    const sentBytes = [...underWay.values()].reduce((sum, bytes) => sum + bytes, storedBytes);
    const nowMs = performance.now();
    meter.sent(sentBytes);
    laneControl.observe(sentBytes, nowMs);
    connectionOpener.observe(sentBytes, nowMs);
    openLanes();
  }

  async function put(part: SignedPart, closing: AbortSignal): Promise<void> {
    const { partNumber, url, headers, expiresAt } = part;
    const body = slice(partNumber);
    const since = performance.now();
    const stop = createPartStop(closing, () => {
      const sent = underWay.get(partNumber) ?? 0;
      return ((body.size - sent) / sent) * (performance.now() - since);
    });
    try {
      await deliver(job, fileId, {
        method: 'PUT',
        url,
        headers,
        body: [body],
        expiresAt,
        signal: AbortSignal.any([signal, stop.signal]),
        onSent(bytes) {
          underWay.set(partNumber, bytes);
          showProgress();
        },
      });
      storedBytes += body.size;
      work.onStored(partNumber, hashes.get(partNumber));
    } finally {
      stop.dispose();
      underWay.delete(partNumber);
      showProgress();
    }
  }

  async function worthAnother(partNumber: number, error: unknown): Promise<boolean> {
    if (error instanceof StorageError && error.code === 'NoSuchUpload') {
      throw await goneReason(job, fileId);
    }
    if (!(needsSignature(error) || hasOtherBytes(error))) return false;
    const repeated = (repeats.get(partNumber) ?? 0) + 1;
    repeats.set(partNumber, repeated);
    return repeated <= maxRepeats;
  }

  async function lane(): Promise<void> {
    for (;;) {
      await gate.passed(signal);
      const part = await queue.take();
      if (!part) return;
      const { closing } = gate;
      try {
        await put(part, closing);
      } catch (error) {
        if (signal.aborted) throw error;
        if (!closing.aborted && !(await worthAnother(part.partNumber, error))) throw error;
        queue.putBack(part.partNumber);
      }
    }
  }

  function openLanes(): void {
    while (!signal.aborted && lanes.length < Math.min(laneControl.count, partNumbers.length)) {
      lanes.push(
        lane().catch((error: unknown) => {
          failure ??= { error };
          halt.abort();
        }),
      );
    }
  }

  // Before the phase begins, so that no report of it forgets what S3 holds already.
  meter.sent(storedBytes);
  meter.enter('uploading');
  openLanes();
  // Lanes are added while these run.
  for (const each of lanes) await each;
  if (failure) throw failure.error;
}
