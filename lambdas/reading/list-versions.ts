// GET /files/{id}/versions: what a file contains, and the earlier contents that are kept.

import type { MediaFunctionConfig } from '../config/function-config.ts';
import { type Principal, requireAccess } from '../domain/access.ts';
import { hexSha256 } from '../domain/checksum.ts';
import { Refusal } from '../domain/errors.ts';
import type { FindAccess, Now } from '../domain/ports.ts';
import { keptVersions, versionOf } from '../domain/versions.ts';
import type { VersionsResponse } from '../http/contract.ts';

interface Ports {
  readonly config: MediaFunctionConfig;
  readonly findAccess: FindAccess;
  readonly now: Now;
}

/** Lists the versions of a ready file for those who may edit it, latest first. The record holds them all: it is one read. */
export const listVersions =
  ({ config, findAccess, now }: Ports) =>
  async (id: string, principal: Principal): Promise<VersionsResponse['versions']> => {
    const file = requireAccess(await findAccess(id, principal), 'edit', principal, config);
    if (file.status !== 'ready') {
      throw new Refusal(
        'not_ready',
        `Only a ready file has versions; this one is ${file.status}.`,
        {
          fileStatus: file.status,
        },
      );
    }
    const { filename, contentType, size, verdict, readyAt } = file;
    const { checksum } = verdict;
    const current = { filename, contentType, size, checksum, readyAt };
    return [
      { version: versionOf(file), ...current, sha256: hexSha256(checksum) },
      ...keptVersions(file, now()).map(
        ({ number, key: _key, versionId: _id, charset: _c, ...kept }) => ({
          version: number,
          ...kept,
          sha256: hexSha256(kept.checksum),
        }),
      ),
    ];
  };
