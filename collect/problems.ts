// Reports every problem that prevents collecting files, all at once.
import { relative } from 'node:path';

/** One problem to correct. */
export interface Problem {
  /** Path of the file; absolute, or as the settings have it. */
  readonly file: string;
  /** Line in it, from 1. */
  readonly line?: number;
  /** The reference as written, where it is about one. */
  readonly reference?: string;
  /** What is wrong, continuing the sentence that the file or the reference begins. */
  readonly reason: string;
}

/** Says every problem on a line of its own, `file:line` first, as editors and terminals link it. */
export class CollectError extends Error {
  override readonly name = 'CollectError';
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(
      `Nothing was collected; problems: ${problems.length}\n${problems.map((each) => `  ${toLine(each)}`).join('\n')}`,
    );
    this.problems = problems;
  }
}

/** One problem in one line. */
export function toLine({ file, line, reference, reason }: Problem): string {
  const near = file.startsWith('/') ? relative(process.cwd(), file) : file;
  const shown = near.startsWith('..') ? file : near;
  const place = line === undefined ? shown : `${shown}:${line}`;
  return `${place} ${reference === undefined ? '' : `${JSON.stringify(reference)} `}${reason}`;
}
