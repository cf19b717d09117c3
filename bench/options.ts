// The options of benchmarks on the command line: which ones run, and how much each measures.
import { parseArgs } from 'node:util';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    small: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    continue: { type: 'boolean', default: false },
    records: { type: 'string' },
    objects: { type: 'string' },
    gib: { type: 'string' },
    samples: { type: 'string' },
    seconds: { type: 'string' },
    minutes: { type: 'string' },
    files: { type: 'string' },
    seed: { type: 'string' },
    only: { type: 'string', default: '' },
  },
});

/** Names of the benchmarks to run; none means all. */
export const names: readonly string[] = positionals;

/**
 * `--small`: every benchmark does just enough to show that it runs, and its figures say nothing about speed.
 * `--write`: a benchmark that has a page in docs writes it.
 * `--continue`: a benchmark of many runs keeps those that its page in docs shows and that can still be trusted.
 * `--only=TEXT`: of a benchmark with several cases, those whose name begins so.
 */
export const { small: isSmall, write: isWriting, continue: isContinuing, only } = values;

/** The usual amount, or the small one with `--small`. */
export const sized = (usual: number, small: number): number => (isSmall ? small : usual);

/** The amount that an option names, such as `--gib=4`; without it the usual one, or the small one with `--small`. */
export const amount = (
  option: Exclude<keyof typeof values, 'small' | 'write' | 'continue' | 'only'>,
  usual: number,
  small: number,
): number => Number(values[option] ?? sized(usual, small));
