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
  // The list may have been a moment behind the counters: only what is wrong for longer is wrong.
  await catchUp();
  const right = await sumUsage(owner);
  if (isSame(right, counted)) return;
  report({ kind: 'wrong_usage', owner, counted, right });
  // When the owner is busy just now the counters have moved on, and the next run looks again.
  if (repair) await correctUsage(owner, counted, right);
}

const isSame = (one: Usage, other: Usage): boolean =>
  one.bytes === other.bytes && one.files === other.files;
