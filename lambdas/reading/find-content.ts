// Chooses the content of a file to download: the present one, or an earlier one for callers who may edit the file.

import type { MediaFunctionConfig } from '../config/function-config.ts';
import { type Principal, requireAccess } from '../domain/access.ts';
import type { Served } from '../domain/disposition.ts';
import { notFound, Refusal } from '../domain/errors.ts';
import type { FileRecord } from '../domain/file.ts';
import type { FindAccess, Now, ObjectVersion } from '../domain/ports.ts';
import type { FileVariants } from '../domain/variant.ts';
import type { Checksum } from '../domain/verdict.ts';
import { keptVersions, versionOf } from '../domain/versions.ts';

interface Ports {
  readonly config: MediaFunctionConfig;
  readonly findAccess: FindAccess;
  readonly now: Now;
}

/** A content that can be downloaded. */
export interface Content extends ObjectVersion, Served {
  readonly collection: string;
  readonly verdict: Served['verdict'] & { readonly checksum?: Checksum | undefined };
  readonly variants?: FileVariants | undefined;
  /** The variants of an earlier content are not kept. */
  readonly isEarlier?: true;
}

/** Finds a content of a file by its number. A file that is not ready is `not_ready`, a version that is not kept `not_found`. */
export const findContent =
  ({ config, findAccess, now }: Ports) =>
  async (id: string, principal: Principal, version: number | undefined): Promise<Content> => {
    const access = await findAccess(id, principal);
    const file = requireAccess(access, 'read', principal, config);
    if (file.status !== 'ready') throw notReady(file);
    if (version === undefined || version === versionOf(file)) return file;
    requireAccess(access, 'edit', principal, config);
    const kept = keptVersions(file, now()).find(({ number }) => number === version);
    if (!kept) throw notFound();
    const { charset, checksum } = kept;
    return {
      ...kept,
      isEarlier: true,
      collection: file.collection,
      verdict: { charset, checksum },
    };
  };

const notReady = ({ status }: FileRecord) =>
  new Refusal(
    'not_ready',
    status === 'pending'
      ? 'The file has not been judged yet. Ask again in a moment.'
      : 'The file was refused, so there is nothing to download. Its verdict says why.',
    { fileStatus: status },
  );
