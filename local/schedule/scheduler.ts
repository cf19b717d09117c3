// EventBridge Scheduler: invokes functions when they are due, or at once when a test asks.
import type { FunctionPool } from '../lambda/functions.ts';
import type { Outcome } from '../lambda/messages.ts';
import type { ScheduleSettings } from './settings.ts';

/** The running schedules. */
export interface Scheduler {
  /**
   * Runs a schedule now, as if it had been due at a time; it is found by the beginning of its logical id. Resolves with the
   * outcome of its function.
   */
  fire(name: string, dueAt?: Date): Promise<Outcome>;
  stop(): void;
}

/** The longest wait that a timer of Node takes. */
const maxTimeoutMilliseconds = 2 ** 31 - 1;

/** Starts the schedules; a run that was due while the cloud was stopped is skipped. */
export function startScheduler(
  schedules: readonly ScheduleSettings[],
  functions: FunctionPool,
): Scheduler {
  const timers = new Map<ScheduleSettings, NodeJS.Timeout>();
  const run = (schedule: ScheduleSettings, time: Date) =>
    functions.find(schedule.functionArn).invoke(schedule.eventAt(time));

  function plan(schedule: ScheduleSettings, after: number): void {
    const due = schedule.next(after);
    if (due !== undefined) waitFor(schedule, due);
  }

  function waitFor(schedule: ScheduleSettings, due: number): void {
    const wait = due - Date.now();
    const timer = setTimeout(
      () => {
        if (wait > maxTimeoutMilliseconds) return waitFor(schedule, due);
        void run(schedule, new Date(due));
        plan(schedule, due);
      },
      Math.min(Math.max(wait, 0), maxTimeoutMilliseconds),
    );
    timers.set(schedule, timer.unref());
  }

  for (const schedule of schedules) plan(schedule, Date.now());
  return {
    fire(name, dueAt = new Date()) {
      const schedule = schedules.find(({ logicalId }) => logicalId.startsWith(name));
      if (schedule) return run(schedule, dueAt);
      const known = schedules.map(({ logicalId }) => logicalId).join(', ') || 'none';
      throw new Error(`No schedule begins with ${name}; the templates have ${known}.`);
    },
    stop() {
      for (const timer of timers.values()) clearTimeout(timer);
    },
  };
}
