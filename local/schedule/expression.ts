// Schedule expressions of EventBridge: `rate(5 minutes)`, `cron(0 3 * * ? *)` and `at(2026-11-22T13:00:00)`, in UTC.
import { CannotStartError } from '../cannot-start.ts';

/** Returns when a schedule is due next after a moment, in epoch milliseconds; undefined when never again. */
export type NextTime = (afterMilliseconds: number) => number | undefined;

const unitMilliseconds: Record<string, number> = {
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
};

/** Parses an expression. Throws {@link CannotStartError} when it is none. */
export function parseSchedule(expression: string): NextTime {
  const rate = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression);
  if (rate) return (after) => after + Number(rate[1]) * (unitMilliseconds[rate[2] ?? ''] ?? 0);
  const at = /^at\(([^)]+)\)$/.exec(expression);
  if (at) {
    const time = Date.parse(`${at[1]}Z`);
    return (after) => (time > after ? time : undefined);
  }
  const cron = /^cron\((.+)\)$/.exec(expression);
  const fields = cron?.[1]?.trim().split(/\s+/) ?? [];
  if (fields.length !== 6)
    throw new CannotStartError(
      `${expression} is no schedule expression that the local cloud can read.`,
    );
  return parseCron(fields, expression);
}

const names: Record<string, number> = Object.fromEntries([
  ...['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'].map(
    (name, index) => [name, index + 1],
  ),
  ...['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'].map((name, index) => [name, index + 1]),
]);

function parseCron(fields: readonly string[], expression: string): NextTime {
  const [minutes, hours, days, months, weekdays, years] = (
    [
      [0, 59],
      [0, 23],
      [1, 31],
      [1, 12],
      [1, 7],
      [1970, 2199],
    ] as const
  ).map(([min, max], index) => parseField(fields[index] ?? '', min, max, expression));
  const matchesDay = (date: Date) =>
    years?.(date.getUTCFullYear()) &&
    months?.(date.getUTCMonth() + 1) &&
    days?.(date.getUTCDate()) &&
    weekdays?.(date.getUTCDay() + 1);
  return (after) => {
    let time = (Math.floor(after / 60_000) + 1) * 60_000;
    // The next time of a yearly schedule is at most eight years away, from one leap day to the next.
    for (const end = time + 8 * 366 * 86_400_000; time < end; ) {
      const date = new Date(time);
      if (!matchesDay(date))
        time = Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate() + 1);
      else if (!hours?.(date.getUTCHours())) time = (Math.floor(time / 3_600_000) + 1) * 3_600_000;
      else if (!minutes?.(date.getUTCMinutes())) time += 60_000;
      else return time;
    }
    return undefined;
  };
}

/** One field: `*`, `?`, `5`, `MON-FRI`, `0/15`, and lists of those. */
function parseField(
  field: string,
  min: number,
  max: number,
  expression: string,
): (value: number) => boolean {
  const number = (text: string) => {
    const value = names[text.toUpperCase()] ?? Number(text);
    if (Number.isInteger(value)) return value;
    throw new CannotStartError(`${expression} uses ${field}, which the local cloud cannot read.`);
  };
  const allowed = new Set<number>();
  for (const part of field.split(',')) {
    const [range = '', step] = part.split('/');
    const [from = '', to] = range.split('-');
    const first = from === '*' || from === '?' ? min : number(from);
    const last =
      to !== undefined
        ? number(to)
        : from === '*' || from === '?' || step !== undefined
          ? max
          : first;
    for (let value = first; value <= last; value += step ? number(step) : 1) allowed.add(value);
  }
  return (value) => allowed.has(value);
}
