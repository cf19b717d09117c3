// The error of a session that has ended.

/** The session has ended and could not be renewed: the user has to sign in again. */
export class SessionEndedError extends Error {
  constructor(options?: ErrorOptions) {
    super('Your session has ended. Sign in again to continue.', options);
    this.name = 'SessionEndedError';
  }
}
