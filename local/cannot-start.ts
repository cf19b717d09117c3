// The error that start.ts prints as a sentence instead of a stack trace.

/** Why the local cloud cannot start: one sentence that says what is wrong and what to do. */
export class CannotStartError extends Error {
  override readonly name = 'CannotStartError';
}
