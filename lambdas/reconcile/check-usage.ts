// Compares an owner's counters with the sum of the owner's records.
import type { CorrectUsage, SumUsage } from '../domain/ports.ts';
import type { Usage } from '../domain/quota.ts';
import type { Checking } from './findings.ts';

export interface UsagePorts extends Checking {
  readonly sumUsage: SumUsage;
  readonly correctUsage: CorrectUsage;
  /** Waits until the indexes of the table include every earlier write. */
  readonly catchUp: () => Promise<void>;
}

/** Checks one owner; a repair writes the sum, unless the counters have changed since they were read. */
export async function checkUsage(
  { owner, bytes, files }: Usage & { readonly owner: string },
  { sumUsage, correctUsage, catchUp, report }: UsagePorts,
  repair: boolean,
): Promise<void> {
  const counted = { bytes, files };
  if (isSame(await sumUsage(owner), counted)) return;
  // The index may have been a moment behind the counters: only a difference that lasts counts.
  await catchUp();
  const right = await sumUsage(owner);
  if (isSame(right, counted)) return;
  report({ kind: 'wrong_usage', owner, counted, right });
  // When the owner uploads at this moment the counters have changed, and the next run compares again.
  if (repair) await correctUsage(owner, counted, right);
}

const isSame = (one: Usage, other: Usage): boolean =>
  one.bytes === other.bytes && one.files === other.files;
