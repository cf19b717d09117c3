// Where a signed-in person works: sending at the top, the list below; each file moves from one to the other.
import { createAirlock } from '../client/airlock.ts';
import type { PageConfig } from '../lambdas/contract.ts';
import { announce } from './dom.ts';
import { startFileList } from './file-list.ts';
import { clearMessage, showMessage } from './message.ts';
import { startSending } from './sending.ts';
import type { Session } from './sign-in.ts';
import { asksForSignIn, errorInWords } from './words.ts';

/** What the workplace needs: where things are, and who is here. */
export interface WorkplaceContext {
  readonly config: PageConfig;
  readonly session: Session;
  /** Who is signed in. */
  readonly username: string;
  /** Leaves for the sign-in page. */
  signIn(): void;
}

/** Wires the workplace in index.html; resolves once the first page of the list is shown. */
export function startWorkplace(context: WorkplaceContext): Promise<void> {
  const { config, session, username, signIn } = context;
  const airlock = createAirlock({ api: config.api, getToken: session.getToken });
  let isSaving = false;

  function onError(error: unknown) {
    const sentence = errorInWords(error, new Date());
    if (asksForSignIn(error)) showMessage(sentence, { label: 'Sign in again', act: signIn });
    else showMessage(sentence);
  }

  function askAgainToList(error: unknown) {
    if (asksForSignIn(error)) onError(error);
    else showMessage(errorInWords(error, new Date()), { label: 'Try again', act: list.load });
  }

  const list = startFileList(airlock, {
    airlock,
    onError,
    onListError: askAgainToList,
    save(url) {
      isSaving = sending.isRunning();
      location.assign(url);
    },
  });

  const sending = startSending({
    airlock,
    username,
    collections: config.collections,
    onIssued: list.claim,
    onJudged: list.add,
    onFailed(filename, sentence, error) {
      announce(`${filename} was not sent. ${sentence}`);
      if (asksForSignIn(error)) onError(error);
    },
    onRefused: (sentence) => showMessage(sentence),
    onEntered: clearMessage,
  });

  window.addEventListener('offline', () => {
    if (sending.isRunning())
      showMessage('You are offline. Sending goes on by itself once you are back.');
  });
  window.addEventListener('online', clearMessage);

  window.addEventListener('beforeunload', (event) => {
    // Going to an attachment looks like leaving, but the page stays.
    if (sending.isRunning() && !isSaving) event.preventDefault();
    isSaving = false;
  });

  return list.load();
}
