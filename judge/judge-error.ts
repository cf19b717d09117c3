// What can be foreseen to stop `npm run judge`: a message for people, without a stack trace.

/** The folder or the collection cannot be used. */
export class JudgeError extends Error {
  override readonly name = 'JudgeError';
}
