// 6. After a tombstone was written: everything that hung on the file goes, or moves to the file that replaced it.
import type { DeletedFile, Multipart } from '../domain/file.ts';
import type { AbortMultipart, DeleteVersion, ListVersions, PassOn } from '../domain/ports.ts';

interface Ports {
  readonly listVersions: ListVersions;
  readonly deleteVersion: DeleteVersion;
  readonly abortMultipart: AbortMultipart;
  readonly passOn: PassOn;
}

/** Purges a deleted file; safe to repeat, and what arrives under its key later is deleted on its own event. */
export const purgeFile =
  ({ listVersions, deleteVersion, abortMultipart, passOn }: Ports) =>
  async ({ id, key, replacedBy }: DeletedFile, multipart?: Multipart): Promise<void> => {
    if (multipart) await abortMultipart({ key, uploadId: multipart.uploadId });
    await Promise.all((await listVersions(key)).map(deleteVersion));
    await passOn(id, replacedBy);
  };
