// GET /usage: what the caller keeps, and how much they may.

import type { MediaFunctionConfig } from '../config/function-config.ts';
import type { Principal } from '../domain/access.ts';
import type { FindUsage } from '../domain/ports.ts';
import { limitsOf } from '../domain/quota.ts';
import type { UsageResponse } from '../http/contract.ts';

interface Ports {
  readonly config: MediaFunctionConfig;
  readonly findUsage: FindUsage;
}

/** Gets the caller's own usage. */
export const getUsage =
  ({ config, findUsage }: Ports) =>
  async (principal: Principal): Promise<UsageResponse> => {
    const { bytes, files } = await findUsage(principal.sub);
    return { bytes, files, limits: limitsOf(principal, config) };
  };
