// 2. POST /files/{id}/complete: joins the parts that S3 lists to one object, if they are all parts of the plan.

import type { MediaFunctionConfig } from '../config/function-config.ts';
import { type Principal, requireAccess } from '../domain/access.ts';
import { Refusal } from '../domain/errors.ts';
import { hasArrived, type VisibleFile } from '../domain/file.ts';
import type { JudgeNow } from '../domain/inspection-ports.ts';
import { compareParts, type StoredPart } from '../domain/parts.ts';
import type {
  CompleteMultipart,
  FindAccess,
  ListParts,
  Now,
  ObjectExists,
} from '../domain/ports.ts';
import { type FileInParts, requireParts, uploadGone } from '../domain/upload-in-parts.ts';

interface Ports {
  readonly config: MediaFunctionConfig;
  readonly findAccess: FindAccess;
  readonly listParts: ListParts;
  readonly completeMultipart: CompleteMultipart;
  readonly objectExists: ObjectExists;
  readonly judgeNow: JudgeNow;
  readonly now: Now;
}

/**
 * Completes an upload and returns its file, which is judged if that takes little time. Repeating it is safe: an upload that was
 * completed before is a success.
 */
export const completeUpload =
  ({ config, findAccess, listParts, completeMultipart, objectExists, judgeNow, now }: Ports) =>
  async (id: string, principal: Principal): Promise<VisibleFile> => {
    const known = requireAccess(await findAccess(id, principal), 'send', principal, config);
    if (hasArrived(known)) return known;
    const file = requireParts(known, now());
    const upload = { key: file.key, uploadId: file.multipart.uploadId };

    const stored = await listParts(upload);
    if (stored) requireWhole(file, stored);
    const completion = stored
      ? await completeMultipart(upload, stored, file.size)
      : ({ outcome: 'gone' } as const);
    switch (completion.outcome) {
      case 'completed':
        return judged(file, completion.versionId);
      case 'gone':
        await requireCompleted(file);
        return file;
      case 'parts_changed':
        throw incomplete([], []);
    }

    async function judged(file: FileInParts, versionId: string | undefined): Promise<VisibleFile> {
      if (versionId === undefined) return file;
      await judgeNow({ key: file.key, versionId });
      const { file: judged } = await findAccess(id, principal);
      return judged && judged.status !== 'merged' ? judged : file;
    }

    // The upload no longer exists once it was completed by a request whose answer was lost, or from another tab.
    async function requireCompleted({ key }: FileInParts): Promise<void> {
      if (await objectExists(key)) return;
      // Its object may have been deleted as well, when it was judged and refused since.
      const { file: settled } = await findAccess(id, principal);
      if (settled && !hasArrived(settled)) throw uploadGone();
    }
  };

function requireWhole(file: FileInParts, stored: readonly StoredPart[]): void {
  const { missing, wrong } = compareParts(file.size, file.multipart, stored);
  if (missing.length > 0 || wrong.length > 0) throw incomplete(missing, wrong);
}

const incomplete = (missing: readonly number[], wrong: readonly number[]) =>
  new Refusal(
    'parts_incomplete',
    `S3 does not hold the whole file: ${missing.length} parts are missing, ${wrong.length} have another size than planned. Send them and complete again.`,
    { missing: missing.slice(0, 1000), wrong: wrong.slice(0, 1000) },
  );
