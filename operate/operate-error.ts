// The error of commands for operators, which is shown as a message without a stack trace.

/** An operation failed; the message says which, why and what to do. */
export class OperateError extends Error {
  override readonly name = 'OperateError';
}
