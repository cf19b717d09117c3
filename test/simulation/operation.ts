// What an operation of the simulated week is, and how it chooses the file that it is about.
import type { Principal } from '../../lambdas/domain/access.ts';
import type { Batch } from './batch.ts';
import type { Entry } from './model.ts';

/** What an operation does in three steps: act among the others, tell the model what came of it, hold it against the model. */
export interface Operation {
  readonly act: () => Promise<void>;
  readonly learn?: () => void;
  readonly check?: () => void;
}

/** Chooses what a command is about; undefined when there is nothing it could be about yet. */
export type Plan = (
  batch: Batch,
  actor: Principal,
  dice: readonly number[],
) => Operation | undefined;

/** One of the latest files; mostly a ready one of somebody's own, at times anybody's in any state. */
export function pickEntry({ world }: Batch, { sub }: Principal, roll = 0): Entry | undefined {
  const latest = [...world.model.entries.values()].slice(-60);
  const own = latest.filter(({ owner, status }) => owner === sub && status === 'ready');
  const entries = roll % 3 && own.length > 0 ? own : latest;
  return entries[roll % entries.length];
}

/** One of the latest files that are not gone, mostly ready ones, whoever's they are. */
export function pickReadable({ world }: Batch, roll = 0): Entry | undefined {
  const latest = [...world.model.entries.values()].slice(-120);
  const ready = latest.filter(({ status }) => status === 'ready');
  const entries = roll % 4 && ready.length > 0 ? ready : latest;
  return entries[roll % entries.length];
}
