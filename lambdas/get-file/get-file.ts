// 4. GET /files/{id}: where is my file, and what was decided about it?

import type { MediaFunctionConfig } from '../config/function-config.ts';
import { type Principal, requireAccess } from '../domain/access.ts';
import type { FindAccess } from '../domain/ports.ts';

interface Ports {
  readonly config: MediaFunctionConfig;
  readonly findAccess: FindAccess;
}

/** Gets a file that the principal may read; everything else is `not_found`, in the same words. */
export const getFile =
  ({ config, findAccess }: Ports) =>
  async (id: string, principal: Principal) =>
    requireAccess(await findAccess(id, principal), 'read', principal, config);
