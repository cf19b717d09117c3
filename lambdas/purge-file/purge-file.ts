// 6. After a file was deleted or refused, or a version of it was replaced: the bytes and everything beside the record are deleted.
import type { MediaFunctionConfig } from '../config/function-config.ts';
import type { Multipart, TerminalFile } from '../domain/file.ts';
import { parseKey } from '../domain/key.ts';
import type {
  AbortMultipart,
  DeleteVersion,
  ForgetVersion,
  ListVersions,
  Now,
  RemoveBeside,
} from '../domain/ports.ts';
import { daysAfter } from '../domain/time.ts';
import { type OutgoingVersion, versionOf } from '../domain/versions.ts';

interface Ports {
  readonly listVersions: ListVersions;
  readonly deleteVersion: DeleteVersion;
  readonly abortMultipart: AbortMultipart;
  readonly removeBeside: RemoveBeside;
  readonly purgeVersion: (version: OutgoingVersion) => Promise<void>;
}

/** Purges a file that is no more; safe to repeat, and what arrives under its key later is deleted on its own event. */
export const purgeFile =
  ({ listVersions, deleteVersion, abortMultipart, removeBeside, purgeVersion }: Ports) =>
  async (file: TerminalFile, multipart?: Multipart): Promise<void> => {
    const { id, key } = file;
    if (multipart) await abortMultipart({ key, uploadId: multipart.uploadId });
    await Promise.all((await listVersions(key)).map(deleteVersion));
    if (file.status === 'deleted') {
      await removeBeside(id, file.replacedBy);
      // The content of a file that was replaced is under the key of another upload, whose record pins it.
      if (parseKey(key)?.id !== id)
        await purgeVersion({ fileId: id, number: versionOf(file), key });
    } else await removeBeside(id);
  };

/** What purging a version takes from outside. */
export interface VersionPorts extends Pick<Ports, 'listVersions' | 'deleteVersion'> {
  readonly config: Pick<MediaFunctionConfig, 'retention'>;
  readonly forgetVersion: ForgetVersion;
  readonly now: Now;
}

/** Purges a version that a file no longer keeps; safe to repeat. */
export const purgeVersion =
  ({ config, listVersions, deleteVersion, forgetVersion, now }: VersionPorts) =>
  async (version: OutgoingVersion): Promise<void> => {
    await Promise.all((await listVersions(version.key)).map(deleteVersion));
    const at = now();
    const keptUntil = daysAfter(at, config.retention.deletedDays);
    await forgetVersion(version, { at: at.toISOString(), keptUntil });
  };
