// Defines an operation of the simulated week and how it chooses its file.
import type { Principal } from '../../lambdas/domain/access.ts';
import type { Batch } from './batch.ts';
import type { Entry } from './model.ts';

/** An operation in three steps: act concurrently, update the model from the answer, check the answer against the model. */
export interface Operation {
  readonly act: () => Promise<void>;
  readonly learn?: () => void;
  readonly check?: () => void;
}

/** Plans an operation; undefined when there is no suitable file yet. */
export type Plan = (
  batch: Batch,
  actor: Principal,
  dice: readonly number[],
) => Operation | undefined;

/** An upload that became a version of another file is answered by that file, and nothing else is asked of it. */
const isNotMerged = ({ status, mergedInto }: Entry): boolean =>
  status !== 'merged' && mergedInto === undefined;

/** One of the latest files: mostly a ready file of the actor, sometimes any file. */
export function pickEntry({ world }: Batch, { sub }: Principal, roll = 0): Entry | undefined {
  const latest = [...world.model.entries.values()].slice(-60).filter(isNotMerged);
  const own = latest.filter(({ owner, status }) => owner === sub && status === 'ready');
  const entries = roll % 3 && own.length > 0 ? own : latest;
  return entries[roll % entries.length];
}

/** One of the latest files of any owner, mostly a ready one. */
export function pickReadable({ world }: Batch, roll = 0): Entry | undefined {
  const latest = [...world.model.entries.values()].slice(-120).filter(isNotMerged);
  const ready = latest.filter(({ status }) => status === 'ready');
  const entries = roll % 4 && ready.length > 0 ? ready : latest;
  return entries[roll % entries.length];
}
