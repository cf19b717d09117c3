// The same act on several sizes, call by call in turns, so that whatever else the machine does hits all alike.
import { median } from '../median.ts';
import type { Measure, Usage } from '../requests/meter.ts';

/** An act on one size. */
export interface Subject {
  readonly act: string;
  /** How much there is. */
  readonly of: string;
  readonly measure: Measure;
  /** Acts; `turn` distinguishes one call from the next. */
  run(turn: number): Promise<unknown>;
}

/** What one call asks of AWS, and the median time it takes. */
export interface Measured {
  readonly subject: Subject;
  readonly usage: Usage;
  readonly milliseconds: number;
}

const turns = 200;
/** Turns that start connections and fill caches, and count for nothing. */
const warmUpTurns = 20;

/** Measures each subject. */
export async function takeTurns(subjects: readonly Subject[]): Promise<readonly Measured[]> {
  const series = subjects.map((): number[] => []);
  for (let turn = 0; turn < warmUpTurns + turns; turn += 1) {
    for (const [index, subject] of subjects.entries()) {
      const since = performance.now();
      await subject.run(turn);
      if (turn >= warmUpTurns) series[index]?.push(performance.now() - since);
    }
  }
  const measured: Measured[] = [];
  for (const [index, subject] of subjects.entries()) {
    const { usage } = await subject.measure(() => subject.run(0));
    measured.push({ subject, usage, milliseconds: median(series[index] ?? []) });
  }
  return measured;
}
