// 5. GET /files/{id}/download: after a permission check, a short-lived link to the version that was judged.

import type { MediaFunctionConfig } from '../config/function-config.ts';
import type { Principal } from '../domain/access.ts';
import { hexSha256 } from '../domain/checksum.ts';
import { collectionOf } from '../domain/collection.ts';
import { downloadHeaders } from '../domain/disposition.ts';
import { Refusal } from '../domain/errors.ts';
import type { FileRecord } from '../domain/file.ts';
import type { Now, PresignGet } from '../domain/ports.ts';
import type { DownloadResponse } from '../http/contract.ts';

interface Ports {
  readonly config: MediaFunctionConfig;
  readonly getFile: (id: string, principal: Principal) => Promise<FileRecord>;
  readonly presignGet: PresignGet;
  readonly now: Now;
}

/** Issues a signed link; a file that is not ready is `not_ready`. */
export const issueDownload =
  ({ config, getFile, presignGet, now }: Ports) =>
  async (
    id: string,
    principal: Principal,
    disposition?: 'inline' | 'attachment',
  ): Promise<DownloadResponse> => {
    const file = await getFile(id, principal);
    if (file.status !== 'ready') throw notReady(file);
    const { checksum } = file.verdict;
    const seconds = config.expiry.downloadSeconds;
    const headers = downloadHeaders(file, collectionOf(config, file.collection), disposition);
    return {
      url: await presignGet(file, headers, seconds),
      expiresAt: new Date(now().getTime() + seconds * 1000).toISOString(),
      checksum,
      sha256: hexSha256(checksum),
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
