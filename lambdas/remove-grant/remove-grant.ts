// DELETE /files/{id}/grants/{principal}: removes a grant, at once.

import type { MediaFunctionConfig } from '../config/function-config.ts';
import { type Grantee, type Principal, requireAccess } from '../domain/access.ts';
import { notFound } from '../domain/errors.ts';
import type { FindAccess, RemoveGrant } from '../domain/ports.ts';

interface Ports {
  readonly config: MediaFunctionConfig;
  readonly findAccess: FindAccess;
  readonly removeGrant: RemoveGrant;
}

/** Removes a grant. Idempotent: a missing grant is ignored. */
export const unshareFile =
  ({ config, findAccess, removeGrant }: Ports) =>
  async (id: string, grantee: Grantee, principal: Principal): Promise<void> => {
    const file = requireAccess(await findAccess(id, principal), 'share', principal, config);
    if (!(await removeGrant(file.id, grantee))) throw notFound();
  };
