// DELETE /files/{id}/grants/{principal}: a grant is taken back, at once.

import type { Config } from '../config/config.ts';
import { type Grantee, type Principal, requireAccess } from '../domain/access.ts';
import { notFound } from '../domain/errors.ts';
import type { FindAccess, RemoveGrant } from '../domain/ports.ts';

interface Ports {
  readonly config: Config;
  readonly findAccess: FindAccess;
  readonly removeGrant: RemoveGrant;
}

/** Takes a grant back; one that is not there is as good. */
export const unshareFile =
  ({ config, findAccess, removeGrant }: Ports) =>
  async (id: string, grantee: Grantee, principal: Principal): Promise<void> => {
    const file = requireAccess(await findAccess(id, principal), 'share', principal, config);
    if (!(await removeGrant(file, grantee))) throw notFound();
  };
