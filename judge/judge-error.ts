// The expected errors of `npm run judge`, which are shown without a stack trace.

/** The folder or the collection cannot be used. */
export class JudgeError extends Error {
  override readonly name = 'JudgeError';
}
