// 2. POST /files/{id}/parts: a window of links, each for exactly one part of the plan.

import type { MediaFunctionConfig } from '../config/function-config.ts';
import { type Principal, requireAccess } from '../domain/access.ts';
import type { FindAccess, Now, PresignPart } from '../domain/ports.ts';
import { requireParts } from '../domain/upload-in-parts.ts';
import type { SignPartsResponse } from '../http/contract.ts';
import type { SignPartsRequest } from '../http/part-requests.ts';
import { signLinks } from '../issuing/sign-links.ts';

interface Ports {
  readonly config: MediaFunctionConfig;
  readonly findAccess: FindAccess;
  readonly presignPart: PresignPart;
  readonly now: Now;
}

/** Signs parts of the plan for the owner of a pending file: one read, nothing else. */
export const signParts =
  ({ config, findAccess, presignPart, now }: Ports) =>
  async (
    id: string,
    { parts }: SignPartsRequest,
    principal: Principal,
  ): Promise<SignPartsResponse> => {
    const at = now();
    const access = await findAccess(id, principal);
    const file = requireParts(requireAccess(access, 'send', principal, config), at);
    return { parts: await signLinks(file, parts, { presignPart, config, at }) };
  };
