// 6. After a file was deleted or refused: everything that hung on it goes, or moves to the file that replaced it.
import type { Multipart, TerminalFile } from '../domain/file.ts';
import type {
  AbortMultipart,
  DeleteVersion,
  ListVersions,
  TransferSharing,
} from '../domain/ports.ts';

interface Ports {
  readonly listVersions: ListVersions;
  readonly deleteVersion: DeleteVersion;
  readonly abortMultipart: AbortMultipart;
  readonly transferSharing: TransferSharing;
}

/** Purges a file that is no more; safe to repeat, and what arrives under its key later is deleted on its own event. */
export const purgeFile =
  ({ listVersions, deleteVersion, abortMultipart, transferSharing }: Ports) =>
  async (file: TerminalFile, multipart?: Multipart): Promise<void> => {
    const { id, key } = file;
    if (multipart) await abortMultipart({ key, uploadId: multipart.uploadId });
    await Promise.all((await listVersions(key)).map(deleteVersion));
    await transferSharing(id, file.status === 'deleted' ? file.replacedBy : undefined);
  };
