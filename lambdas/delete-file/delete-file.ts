// 6. DELETE /files/{id}: a pending upload is given up; what arrives for it from now on is deleted.
import type { Config } from '../domain/config.ts';
import { Refusal } from '../domain/errors.ts';
import { abandon, type FileRecord } from '../domain/file.ts';
import type { AbandonFile, AbortMultipart, FindFile, Now } from '../domain/ports.ts';
import type { Principal } from '../domain/principal.ts';
import { requireOwner } from '../domain/upload-in-parts.ts';

interface Ports {
  readonly config: Config;
  readonly findFile: FindFile;
  readonly abandonFile: AbandonFile;
  readonly abortMultipart: AbortMultipart;
  readonly now: Now;
}

/** Gives up the owner's pending upload; a repeat changes nothing. */
export const deleteFile =
  ({ config, findFile, abandonFile, abortMultipart, now }: Ports) =>
  async (id: string, principal: Principal): Promise<void> => {
    const known = await findFile(id);
    if (known?.status === 'deleted' && known.owner === principal.sub) return;
    const file = requireOwner(known, principal, config);
    if (file.status !== 'pending') throw settled();
    // The tombstone first: if this stops half-way, the bucket's own rule drops the parts.
    const after = await abandonFile(abandon(file, now().toISOString()));
    if (after?.status !== 'deleted') throw settled(after);
    if (file.multipart) {
      await abortMultipart({ key: file.key, uploadId: file.multipart.uploadId });
    }
  };

const settled = (file?: FileRecord) =>
  new Refusal(
    'conflict',
    `The file has been judged${file ? ` and is ${file.status}` : ''}; only an upload that is under way can be given up.`,
    {},
  );
