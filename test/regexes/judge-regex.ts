// Decides by automata theory whether a regular expression takes linear time, with recheck in pure JavaScript.
import type { Diagnostics } from 'recheck';

process.env.RECHECK_BACKEND = 'pure';
const { check } = await import('recheck');

/** Longest judgement of one expression, in milliseconds; what takes longer counts as unsafe. */
const JUDGEMENT_MAX_MS = 60_000;

/** Judges an expression as JavaScript writes it, `/source/flags`. Only `safe` is safe: `unknown` means undecided. */
export function judgeRegex(expression: string): Promise<Diagnostics> {
  const end = expression.lastIndexOf('/');
  return check(expression.slice(1, end), expression.slice(end + 1), {
    checker: 'automaton',
    timeout: JUDGEMENT_MAX_MS,
  });
}
