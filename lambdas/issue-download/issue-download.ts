// 5. GET /files/{id}/download: after a permission check, a short-lived link to a version that was judged.

import type { MediaFunctionConfig } from '../config/function-config.ts';
import type { Principal } from '../domain/access.ts';
import { hexSha256 } from '../domain/checksum.ts';
import { collectionOf } from '../domain/collection.ts';
import { downloadHeaders, servedAs } from '../domain/disposition.ts';
import type { Now, PresignGet } from '../domain/ports.ts';
import { servedObject } from '../domain/served-object.ts';
import type { DownloadResponse } from '../http/contract.ts';
import type { DownloadRequest } from '../http/download-requests.ts';
import type { Content } from '../reading/find-content.ts';

interface Ports {
  readonly config: MediaFunctionConfig;
  readonly findContent: (id: string, principal: Principal, version?: number) => Promise<Content>;
  readonly presignGet: PresignGet;
  readonly now: Now;
}

/** Issues a signed link to the present content of a file or to an earlier one, or to a variant, which may not exist. */
export const issueDownload =
  ({ config, findContent, presignGet, now }: Ports) =>
  async (
    id: string,
    principal: Principal,
    { disposition, version, variant }: DownloadRequest = {},
  ): Promise<DownloadResponse> => {
    const file = await findContent(id, principal, version);
    const collection = collectionOf(config, file.collection);
    const { contentType, checksum, ...served } = servedObject(file, collection, variant);
    const seconds = config.expiry.downloadSeconds;
    const headers = downloadHeaders(servedAs(file, contentType), collection, disposition);
    return {
      url: await presignGet(served, headers, seconds),
      expiresAt: new Date(now().getTime() + seconds * 1000).toISOString(),
      checksum,
      sha256: hexSha256(checksum),
    };
  };
