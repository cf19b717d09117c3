// The one way a session fails: it is over.

/** The session is over and could not be renewed: the user has to sign in again. */
export class SessionEnded extends Error {
  constructor(options?: ErrorOptions) {
    super('Your session has ended. Sign in again to go on.', options);
    this.name = 'SessionEnded';
  }
}
