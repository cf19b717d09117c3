// The error of a session that has ended.

import { texts } from './texts.ts';

/** The session has ended and could not be renewed: the user has to sign in again. */
export class SessionEndedError extends Error {
  constructor(options?: ErrorOptions) {
    super(texts().page.sessionEnded, options);
    this.name = 'SessionEndedError';
  }
}
