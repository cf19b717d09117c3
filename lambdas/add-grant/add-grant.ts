// PUT /files/{id}/grants/{principal}: shares a file with a user or a group.

import type { MediaFunctionConfig } from '../config/function-config.ts';
import { type Grantee, type Principal, requireAccess } from '../domain/access.ts';
import { invalid, notFound, Refusal, sharingLimitReached } from '../domain/errors.ts';
import type { AddGrant, FindAccess, Now } from '../domain/ports.ts';

interface Ports {
  readonly config: MediaFunctionConfig;
  readonly findAccess: FindAccess;
  readonly addGrant: AddGrant;
  readonly now: Now;
}

/**
 * Shares a file that is pending or ready, but no upload that replaces a file. Sharing it again with the same grantee changes
 * nothing.
 */
export const shareFile =
  ({ config, findAccess, addGrant, now }: Ports) =>
  async (id: string, grantee: Grantee, principal: Principal): Promise<void> => {
    const file = requireAccess(await findAccess(id, principal), 'share', principal, config);
    if (grantee === `user:${file.owner}`) {
      throw invalid('principal', 'is the owner, who needs no grant.');
    }
    if (file.status === 'rejected') {
      throw new Refusal('not_ready', 'The file was refused, so there is nothing to share.', {
        fileStatus: file.status,
      });
    }
    if (file.status === 'pending' && file.replaces !== undefined) {
      throw new Refusal(
        'not_ready',
        'This upload becomes a version of the file that it replaces. Share that file.',
        { fileStatus: file.status },
      );
    }
    const grant = {
      principal: grantee,
      grantedBy: principal.sub,
      grantedAt: now().toISOString(),
    };
    const limit = config.sharing.grantsPerFile;
    const addition = await addGrant(id, grant, limit);
    if (addition === 'gone') throw notFound();
    if (addition === 'full') throw sharingLimitReached('grants', limit);
  };
