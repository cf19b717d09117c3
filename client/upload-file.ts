// Runs one upload: hash, issue, send, wait for the verdict; starts again when it cannot be continued.

import { awaitVerdict } from './await-verdict.ts';
import type { File, IssueRequest, IssueResponse } from './contract.ts';
import { AirlockRefusal, FileHeldError, FileRejectedError, StorageError } from './errors.ts';
import type { PreparedParts } from './first-parts.ts';
import { canHashParts, sha256 } from './hash.ts';
import { randomHex } from './hex.ts';
import { type Job, patiently } from './job.ts';
import { loadCode } from './load-code.ts';
import type { MultipartUpload } from './send-multipart.ts';
import { sendPost } from './send-post.ts';
import { typeToSend } from './type-to-send.ts';
import type { UploadMemory } from './upload-memory.ts';
import { FileGoneError, getFile, hasArrived, isRefusal, UploadGoneError } from './upload-state.ts';

/** The claim about a file without its bytes. */
export interface Claim {
  readonly collection: string;
  readonly owner?: string | undefined;
  readonly title?: string | undefined;
  readonly caption?: string | undefined;
  readonly metadata?: Record<string, string> | undefined;
  readonly expiresAt?: Date | undefined;
  readonly replaces?: string | undefined;
}

/** One upload with its record in the store. */
interface Upload {
  readonly job: Job;
  readonly claim: Claim;
  readonly memory: UploadMemory;
  /** Called with the file's id as soon as it is known. */
  onIssued(fileId: string): void;
}

/** S3 takes no smaller part but the last. */
const smallestPart = 5 * 1024 ** 2;

/** How often an upload that no longer exists on the server is started again. */
const maxRestarts = 3;

/** Uploads the job's source; resolves to the ready file. */
export async function uploadFile(upload: Upload): Promise<File> {
  const { job, memory } = upload;
  const { meter } = job;
  try {
    const { fileId, file } = await bringToStorage(upload);
    meter.enter('checking');
    const judged = await awaitVerdict(job, fileId, file);
    memory.forget();
    meter.enter('done');
    return judged;
  } catch (error) {
    // An upload that the network or an expired sign-in prevented can be continued later; one that was refused cannot.
    const isRefused = error instanceof AirlockRefusal && memory.record?.fileId === undefined;
    const isFinal = [FileRejectedError, FileHeldError, FileGoneError, StorageError].some(
      (type) => error instanceof type,
    );
    if (isRefused || isFinal || job.signal.aborted) memory.forget();
    throw error;
  } finally {
    await memory.close();
  }
}

/** A file whose bytes are stored, as the server last showed it, if it did. */
interface Stored {
  readonly fileId: string;
  readonly file?: File | undefined;
}

async function bringToStorage(upload: Upload): Promise<Stored> {
  const { job, memory } = upload;
  for (let restarts = 0; ; restarts += 1) {
    try {
      return (await resume(upload)) ?? (await begin(upload));
    } catch (error) {
      if (
        restarts === maxRestarts ||
        !(error instanceof UploadGoneError || isReaped(upload, error))
      ) {
        throw error;
      }
      const stale = memory.record?.fileId;
      memory.forget();
      // Releases its quota at once; ignores a file that no longer exists.
      if (stale) await job.api.remove(stale, { signal: job.signal }).catch(() => {});
      job.meter.note({ restarted: true, resumedBytes: 0 });
      job.meter.sent(0);
    }
  }
}

/** Whether the file was removed because its upload had expired. A file that a person deleted is not uploaded again. */
const isReaped = ({ job, memory }: Upload, error: unknown): boolean =>
  error instanceof FileGoneError &&
  !(memory.record && job.api.clock.isAhead(memory.record.expiresAt));

/** Continues the remembered upload; `undefined` when it has to be issued (again). */
async function resume({ job, memory, onIssued }: Upload): Promise<Stored | undefined> {
  const { fileId, partSize, partCount } = memory.record ?? {};
  if (!fileId) return undefined;
  job.meter.enter('hashing');
  const file = await getFile(job, fileId).catch((error: unknown) => {
    throw error instanceof FileGoneError ? new UploadGoneError() : error;
  });
  notifyIssued(job, fileId, onIssued);
  if (hasArrived(file)) return { fileId, file };
  if (!partSize || !partCount) {
    if (memory.record?.isBatched) {
      // Its form cannot be requested again, so the file is deleted. If this fails, the server's reaper deletes it.
      await job.api.remove(fileId, { signal: job.signal }).catch(() => {});
      memory.forget();
    }
    return undefined;
  }
  const plan = { totalBytes: job.source.size, partSize, partCount };
  return { fileId, file: await sendInParts({ job, fileId, plan, memory }, true) };
}

async function begin({ job, claim, memory, onIssued }: Upload): Promise<Stored> {
  const { source, meter, gate, signal } = job;
  meter.enter('hashing');
  const hash = job.hash ? await sha256(source.slice(0, source.size)) : undefined;
  await gate.passed(signal);
  meter.enter('issuing');
  const idempotencyKey = memory.record?.idempotencyKey ?? randomHex(16);
  if (!memory.record) memory.begin(idempotencyKey);
  const checksumParts = (job.hash && canHashParts(source.size)) || undefined;
  const contentType = await typeToSend(source);
  const send = job.openIssuing();
  let prepared = hash ? undefined : await prepareParts(job, checksumParts);
  let request = issueRequest(job, claim, {
    contentType,
    ...(hash ? { sha256: hash } : { checksumParts, ...prepared?.claim }),
  });

  async function issue(): Promise<IssueResponse> {
    // A request that was sent is not aborted, so that its file can be deleted.
    const call = { ...patiently(job), finishAttempt: true };
    const issued = await send(request, idempotencyKey, call);
    const { file, upload, isBatched } = issued;
    const { partSize, partCount } = upload?.kind === 'multipart' ? upload : {};
    memory.save({
      fileId: file.id,
      ...(isBatched && { isBatched }),
      ...(partSize &&
        partCount && { partSize, partCount, checksumParts: request.checksumParts === true }),
      ...(upload && { expiresAt: upload.expiresAt }),
    });
    notifyIssued(job, file.id, onIssued);
    signal.throwIfAborted();
    // The file is pending and the answer has no form: it has expired.
    if (!upload && !hasArrived(file)) throw new UploadGoneError();
    return issued;
  }

  const { file, upload } = await issue().catch(async (error: unknown) => {
    // The same file with another title, or changed: the remembered upload is another one.
    if (isRefusal(error, 'idempotency_key_reused')) throw new UploadGoneError();
    if (!refusesHash(error)) throw error;
    // This server takes a file of this size in parts, each with its own hash.
    prepared = await prepareParts(job, checksumParts);
    request = issueRequest(job, claim, { contentType, checksumParts, ...prepared?.claim });
    return issue();
  });
  if (upload?.kind === 'multipart') {
    const plan = { totalBytes: source.size, ...upload };
    const { parts: signed } = upload;
    const first = signed && { signed, hashes: prepared?.hashes ?? new Map() };
    const fileId = file.id;
    return { fileId, file: await sendInParts({ job, fileId, plan, memory, first }, false) };
  }
  if (upload) {
    await sendPost(job, file.id, upload, async () => {
      const renewed = await issue();
      return renewed.upload?.kind === 'post' ? renewed.upload : upload;
    });
  }
  return { fileId: file.id };
}

function notifyIssued(job: Job, fileId: string, onIssued: Upload['onIssued']): void {
  onIssued(fileId);
  job.meter.note({ fileId });
}

/** Prepares the first parts of a file that is probably sent in parts: one that is too small for them needs none. */
async function prepareParts(job: Job, checksumParts?: true): Promise<PreparedParts | undefined> {
  if (job.source.size <= smallestPart) return undefined;
  const { prepareFirstParts } = await loadCode(() => import('./first-parts.ts'), patiently(job));
  return prepareFirstParts(job, checksumParts === true);
}

/** Sends a file in parts. The code for it is loaded with the first file that needs them. */
async function sendInParts(
  upload: Omit<MultipartUpload, 'job'> & Pick<Upload, 'job'>,
  isResuming: boolean,
): Promise<File | undefined> {
  const load = () => import('./send-multipart.ts');
  const { sendMultipart, withParts } = await loadCode(load, patiently(upload.job));
  return sendMultipart({ ...upload, job: withParts(upload.job) }, isResuming);
}

const refusesHash = (error: unknown): boolean =>
  error instanceof AirlockRefusal &&
  error.details.code === 'invalid_request' &&
  error.details.issues.some(({ field }) => field === 'sha256');

/** The request of a claim. Undefined fields are not sent. */
const issueRequest = (
  { source }: Job,
  { collection, owner, title, caption, metadata, expiresAt, replaces }: Claim,
  proof: Pick<IssueRequest, 'contentType' | 'sha256' | 'checksumParts' | 'partSize' | 'firstParts'>,
): IssueRequest => ({
  collection,
  owner,
  filename: source.name,
  size: source.size,
  title,
  caption,
  metadata,
  expiresAt: expiresAt?.toISOString(),
  replaces,
  ...proof,
});
