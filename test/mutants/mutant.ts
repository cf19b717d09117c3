// What a mutant is: one change of a text that a test must notice.

/** A change of one place of a source, and the tests that must fail with it. */
export interface Mutant {
  /** What the change breaks, as a reader would say it. */
  readonly breaks: string;
  /** The source's file name; it is found wherever it lies, and must be the only one of its name. */
  readonly file: string;
  /** A text that occurs once in the file. */
  readonly from: string;
  readonly to: string;
  /** Test files, by their paths. */
  readonly tests: readonly string[];
}

/** Several mutants of one file with the same tests: what each breaks, from, to. */
export const mutantsOf = (
  file: string,
  tests: readonly string[],
  changes: readonly (readonly [breaks: string, from: string, to: string])[],
): readonly Mutant[] => changes.map(([breaks, from, to]) => ({ breaks, file, from, to, tests }));
