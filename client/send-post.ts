// Sends the bytes of a file in one form post, with retries until S3 has them or the server no longer needs them.
import type { Upload } from './contract.ts';
import { deliver, needsSignature } from './deliver.ts';
import { type Job, whileOpen } from './job.ts';
import { postForm } from './post-form.ts';
import { hasOtherBytes } from './transfer.ts';
import { AlreadySettledError } from './upload-state.ts';

/** A presigned POST as it was issued. */
export type PostUpload = Extract<Upload, { kind: 'post' }>;

/** How often an expired form is renewed, or bytes that were damaged in transfer are sent again. */
const maxRepeats = 3;

/**
 * Posts the source; `reissue` returns a new form for the same file when this one has expired. Returns when S3 has the bytes, or
 * when the file turns out to be settled already.
 */
export async function sendPost(
  job: Job,
  fileId: string,
  issued: PostUpload,
  reissue: () => Promise<PostUpload>,
): Promise<void> {
  let form = issued;
  for (let repeats = 0; ; repeats += 1) {
    try {
      await whileOpen(job, async (signal) => {
        // A pause may have lasted longer than the form is valid.
        if (!job.api.clock.isAhead(form.expiresAt)) form = await reissue();
        await post(job, fileId, form, signal);
      });
      return;
    } catch (error) {
      if (error instanceof AlreadySettledError) return;
      if (repeats === maxRepeats || !(needsSignature(error) || hasOtherBytes(error))) throw error;
      if (needsSignature(error)) form = await reissue();
    }
  }
}

async function post(job: Job, fileId: string, form: PostUpload, signal: AbortSignal) {
  const { source, meter } = job;
  const { overheadBytes, ...content } = postForm(form.fields, source.slice(0, source.size));
  meter.enter('uploading');
  meter.sent(0);
  await deliver(job, fileId, {
    ...content,
    method: 'POST',
    url: form.url,
    expiresAt: form.expiresAt,
    signal,
    onSent: (bytes) => meter.sent(Math.max(0, bytes - overheadBytes)),
  });
  meter.sent(source.size);
}
