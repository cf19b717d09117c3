// The one kind of error that is a message for whoever is on duty, and no stack trace.

/** Something could not be done; the message says what, why and what to do. */
export class OperateError extends Error {
  override readonly name = 'OperateError';
}
