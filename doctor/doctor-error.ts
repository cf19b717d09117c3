// The error that prevents an examination, which is shown as a message without a stack trace.

/** Nothing could be examined; the message says why and what to do. */
export class DoctorError extends Error {
  override readonly name = 'DoctorError';
}
