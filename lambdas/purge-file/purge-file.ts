// 6. After a file was deleted or refused, or a version of it was replaced: deletes the bytes and everything beside the record.
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
import type { ListVariants } from '../domain/variant-ports.ts';
import { reencodableTypes } from '../domain/variants.ts';
import { type OutgoingVersion, versionOf } from '../domain/versions.ts';

interface Ports {
  readonly listVersions: ListVersions;
  readonly listVariants: ListVariants;
  readonly deleteVersion: DeleteVersion;
  readonly abortMultipart: AbortMultipart;
  readonly removeBeside: RemoveBeside;
  readonly purgeVersion: (version: OutgoingVersion) => Promise<void>;
}

/**
 * Purges a file that was deleted or refused. Safe to repeat; a version that arrives under its key later is deleted by its own
 * event.
 */
export const purgeFile =
  (ports: Ports) =>
  async (file: TerminalFile, multipart?: Multipart): Promise<void> => {
    const { abortMultipart, removeBeside, purgeVersion } = ports;
    const { id, key, contentType } = file;
    if (multipart) await abortMultipart({ key, uploadId: multipart.uploadId });
    if (file.status === 'deleted') {
      const mayHaveVariants = reencodableTypes.includes(contentType);
      await (mayHaveVariants ? purgeObject : purgeVersions)(key, ports);
      await removeBeside(id, file.replacedBy);
      // The content of a file that was replaced is under the key of another upload, whose record pins it.
      if (parseKey(key)?.id !== id)
        await purgeVersion({ fileId: id, number: versionOf(file), key });
    } else {
      await purgeVersions(key, ports);
      await removeBeside(id);
    }
  };

const purgeVersions = async (key: string, { listVersions, deleteVersion }: ObjectPorts) => {
  await Promise.all((await listVersions(key)).map(deleteVersion));
};

/** Deletes every version of an object, then those of its variants; only an accepted one can have some. */
async function purgeObject(key: string, ports: ObjectPorts): Promise<void> {
  await purgeVersions(key, ports);
  await Promise.all((await ports.listVariants(key)).map(ports.deleteVersion));
}

type ObjectPorts = Pick<Ports, 'listVersions' | 'listVariants' | 'deleteVersion'>;

/** What purging a version takes from outside. */
export interface VersionPorts extends ObjectPorts {
  readonly config: Pick<MediaFunctionConfig, 'retention'>;
  readonly forgetVersion: ForgetVersion;
  readonly now: Now;
}

/** Purges a version that a file no longer keeps; safe to repeat. */
export const purgeVersion =
  ({ config, forgetVersion, now, ...objects }: VersionPorts) =>
  async (version: OutgoingVersion): Promise<void> => {
    await purgeObject(version.key, objects);
    const at = now();
    const keptUntil = daysAfter(at, config.retention.deletedDays);
    await forgetVersion(version, { at: at.toISOString(), keptUntil });
  };
