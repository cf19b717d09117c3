// GET /usage: how much an owner keeps, and may keep.

import type { MediaFunctionConfig } from '../config/function-config.ts';
import { ownerFor, type Principal } from '../domain/access.ts';
import type { FindUsage } from '../domain/ports.ts';
import { limitsOf } from '../domain/quota.ts';
import type { UsageResponse } from '../http/contract.ts';

interface Ports {
  readonly config: MediaFunctionConfig;
  readonly findUsage: FindUsage;
}

/** Gets the caller's own usage, or that of the owner whom a service names. */
export const getUsage =
  ({ config, findUsage }: Ports) =>
  async (principal: Principal, named?: string): Promise<UsageResponse> => {
    const owner = ownerFor(principal, named);
    const { bytes, files } = await findUsage(owner.sub);
    return { bytes, files, limits: limitsOf(owner, config) };
  };
