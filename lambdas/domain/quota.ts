// The quota: how much each owner may keep, and whether one more file fits.

import type { Principal } from './access.ts';
import { bytesExactly } from './bytes-in-words.ts';
import type { Quota, Rules } from './collection.ts';
import { Refusal } from './errors.ts';

/** What an owner keeps: pending uploads count with the size they claimed. */
export interface Usage {
  readonly bytes: number;
  readonly files: number;
}

/** The usage of an owner without files. */
export const NO_USAGE: Usage = { bytes: 0, files: 0 };

/** The limits of a principal: their own override, else the widest of their groups', else the default. */
export function limitsOf({ sub, groups }: Principal, { quota }: Rules): Quota {
  const { overrides, ...standard } = quota;
  const own = overrides[`user:${sub}`];
  if (own) return { ...standard, ...own };
  const ofGroups = groups.flatMap((group) => overrides[`group:${group}`] ?? []);
  if (ofGroups.length === 0) return standard;
  return {
    bytes: Math.max(...ofGroups.map(({ bytes = standard.bytes }) => bytes)),
    files: Math.max(...ofGroups.map(({ files = standard.files }) => files)),
  };
}

/** Whether one more file of `size` bytes fits. A store makes this its write condition. */
export const hasRoom = (used: Usage, limits: Quota, size: number): boolean =>
  used.bytes + size <= limits.bytes && used.files + 1 <= limits.files;

/** The refusal that says what is used, what is allowed and what would be needed. */
export function quotaExceeded(used: Usage, limits: Quota, size: number): Refusal<'quota_exceeded'> {
  const isBytes = used.bytes + size > limits.bytes;
  const details = isBytes
    ? { resource: 'bytes' as const, used: used.bytes, limit: limits.bytes, needed: size }
    : { resource: 'files' as const, used: used.files, limit: limits.files, needed: 1 };
  const { used: has, limit, needed } = details;
  const state = isBytes
    ? `${bytesExactly(has)} of ${bytesExactly(limit)}, and this upload needs ${bytesExactly(needed)}`
    : `${has} of ${limit} files, and this upload needs ${needed}`;
  return new Refusal(
    'quota_exceeded',
    `You use ${state}. Delete something and send the same request again.`,
    details,
  );
}

/** Adds the sizes in their order and returns the refusals of those that do not fit, by their index. */
export function exceedingSizes(
  used: Usage,
  limits: Quota,
  sizes: ReadonlyMap<number, number>,
): ReadonlyMap<number, Refusal<'quota_exceeded'>> {
  const refusals = new Map<number, Refusal<'quota_exceeded'>>();
  let { bytes, files } = used;
  for (const [index, size] of sizes) {
    if (hasRoom({ bytes, files }, limits, size)) {
      bytes += size;
      files += 1;
    } else {
      refusals.set(index, quotaExceeded({ bytes, files }, limits, size));
    }
  }
  return refusals;
}
