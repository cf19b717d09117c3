// GET /usage: what the caller keeps, and how much they may.
import type { UsageResponse } from '../contract.ts';
import type { Principal } from '../domain/access.ts';
import type { Config } from '../domain/config.ts';
import type { FindUsage } from '../domain/ports.ts';
import { limitsOf } from '../domain/quota.ts';

interface Ports {
  readonly config: Config;
  readonly findUsage: FindUsage;
}

/** Gets the caller's own usage. */
export const getUsage =
  ({ config, findUsage }: Ports) =>
  async (principal: Principal): Promise<UsageResponse> => {
    const { bytes, files } = await findUsage(principal.sub);
    return { bytes, files, limits: limitsOf(principal, config) };
  };
