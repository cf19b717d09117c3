// The story of one upload: hash, issue, send, wait for the verdict.
import type { File, IssueRequest } from '../lambdas/contract.ts';
import { awaitVerdict } from './await-verdict.ts';
import { claimedType } from './content-type.ts';
import { UploadFailed } from './errors.ts';
import { sha256 } from './hash.ts';
import { type Job, patiently } from './job.ts';
import { randomHex } from './post-form.ts';
import { sendPost } from './send-post.ts';

/** What is said about a file beside its bytes. */
export interface Claim {
  readonly collection: string;
  readonly title?: string | undefined;
  readonly caption?: string | undefined;
  readonly replaces?: string | undefined;
}

/** Brings the job's source through the airlock; resolves to the ready file. `onIssued` learns its id early. */
export async function uploadFile(
  job: Job,
  claim: Claim,
  onIssued: (fileId: string) => void,
): Promise<File> {
  const { api, source, meter, signal } = job;
  meter.enter('hashing');
  const hash = job.hash ? await sha256(source.slice(0, source.size)) : undefined;
  await job.gate.passed(signal);
  meter.enter('issuing');
  const request = issueRequest(job, claim, hash);
  const idempotencyKey = randomHex(16);
  const issue = async () => {
    const issued = await api.issue(request, idempotencyKey, {
      ...patiently(job),
      finishAttempt: true,
    });
    onIssued(issued.file.id);
    meter.note({ fileId: issued.file.id });
    signal.throwIfAborted();
    return issued;
  };
  const { file, upload } = await issue();
  if (upload?.kind === 'multipart') {
    throw new UploadFailed('Files of this size cannot be sent yet.', { cause: upload });
  }
  if (upload) {
    await sendPost(job, file.id, upload, async () => {
      const renewed = await issue();
      return renewed.upload?.kind === 'post' ? renewed.upload : upload;
    });
  }
  meter.enter('judging');
  const judged = await awaitVerdict(api, file.id, patiently(job));
  meter.enter('done');
  return judged;
}

function issueRequest({ source }: Job, claim: Claim, hash: string | undefined): IssueRequest {
  const { collection, title, caption, replaces } = claim;
  return {
    collection,
    filename: source.name,
    contentType: claimedType(source.type, source.name),
    size: source.size,
    ...(hash !== undefined && { sha256: hash }),
    ...(title !== undefined && { title }),
    ...(caption !== undefined && { caption }),
    ...(replaces !== undefined && { replaces }),
  };
}
