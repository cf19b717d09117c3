// 2. GET /files/{id}/parts: what S3 already holds, so that an interrupted upload sends only the rest.

import type { MediaFunctionConfig } from '../config/function-config.ts';
import { type Principal, requireAccess } from '../domain/access.ts';
import type { FindAccess, ListParts, Now } from '../domain/ports.ts';
import { requireParts, uploadGone } from '../domain/upload-in-parts.ts';
import type { ListPartsResponse } from '../http/contract.ts';

interface Ports {
  readonly config: MediaFunctionConfig;
  readonly findAccess: FindAccess;
  readonly listParts: ListParts;
  readonly now: Now;
}

/** Lists every part of the owner's pending upload. */
export const listStoredParts =
  ({ config, findAccess, listParts, now }: Ports) =>
  async (id: string, principal: Principal): Promise<ListPartsResponse> => {
    const access = await findAccess(id, principal);
    const file = requireParts(requireAccess(access, 'send', principal, config), now());
    const stored = await listParts({ key: file.key, uploadId: file.multipart.uploadId });
    if (!stored) throw uploadGone();
    return {
      parts: stored.map(({ partNumber, size, etag }) => ({ partNumber, size, etag })),
    };
  };
