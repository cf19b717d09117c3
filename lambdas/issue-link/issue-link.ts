// POST /files/{id}/links: an anonymous, expiring, revocable link to one ready file.

import type { MediaFunctionConfig } from '../config/function-config.ts';
import { type Principal, requireAccess } from '../domain/access.ts';
import { notFound, Refusal, sharingLimitReached } from '../domain/errors.ts';
import { linkIdOf } from '../domain/link.ts';
import type { AddLink, FindAccess, NewToken, Now } from '../domain/ports.ts';
import { secondsAfter } from '../domain/time.ts';
import type { LinkResponse } from '../http/contract.ts';
import type { LinkRequest } from '../http/link-requests.ts';

interface Ports {
  readonly config: MediaFunctionConfig;
  readonly findAccess: FindAccess;
  readonly addLink: AddLink;
  readonly newToken: NewToken;
  readonly now: Now;
}

/** Issues a link below `origin`. Its token is returned only here; only its hash is stored. */
export const issueLink =
  ({ config, findAccess, addLink, newToken, now }: Ports) =>
  async (
    fileId: string,
    { expiresInSeconds, maxUses, sender }: LinkRequest,
    principal: Principal,
    origin: string,
  ): Promise<LinkResponse> => {
    const file = requireAccess(await findAccess(fileId, principal), 'share', principal, config);
    if (file.status !== 'ready') {
      throw new Refusal(
        'not_ready',
        `Only a ready file can be linked to; this one is ${file.status}.`,
        {
          fileStatus: file.status,
        },
      );
    }
    const token = newToken();
    const at = now();
    const link = {
      id: linkIdOf(token),
      fileId,
      expiresAt: secondsAfter(at, expiresInSeconds),
      maxUses,
      sender,
      createdBy: principal.sub,
      createdAt: at.toISOString(),
    };
    const limit = config.sharing.linksPerFile;
    const addition = await addLink(link, limit);
    if (addition === 'gone') throw notFound();
    if (addition === 'full') throw sharingLimitReached('links', limit);
    const { id, expiresAt } = link;
    return { id, url: `${origin}/links/${token}`, expiresAt, maxUses, sender };
  };
