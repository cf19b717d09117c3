// The one kind of error that is a message and no stack trace: what is missing before anything can be examined.

/** Nothing could be examined; the message says why and what to do. */
export class DoctorError extends Error {
  override readonly name = 'DoctorError';
}
