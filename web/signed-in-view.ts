// The view of a signed-in user: uploads at the top, the list of files below.
import { createAirlock } from '../client/airlock.ts';
import type { File as FileRecord } from '../lambdas/http/contract.ts';
import type { PageConfig } from '../lambdas/http/page-contract.ts';
import { openDetails } from './details.ts';
import { announce, find } from './dom.ts';
import { startFileList } from './file-list.ts';
import { clearMessage, showMessage, showRefusals } from './message.ts';
import type { Person } from './person.ts';
import { startScopeChoice } from './scope-choice.ts';
import type { Session } from './sign-in.ts';
import { startUploads } from './uploads.ts';
import { startUsage, watchUsage } from './usage.ts';
import { asksForSignIn, errorInWords } from './words.ts';

/** What the signed-in view needs. */
export interface SignedInContext {
  readonly config: PageConfig;
  readonly session: Session;
  /** The signed-in user. */
  readonly person: Person;
  /** Navigates to the sign-in page. */
  signIn(): void;
}

/** Wires the signed-in view in index.html; resolves when the first page of the list is shown. */
export function startSignedInView(context: SignedInContext): Promise<void> {
  const { config, session, person, signIn } = context;
  const client = createAirlock({ api: config.api, getToken: session.getToken });
  const usage = startUsage(client);
  const airlock = watchUsage(client, usage.refresh);
  let isSaving = false;

  function onError(error: unknown) {
    const sentence = errorInWords(error, new Date());
    if (asksForSignIn(error)) showMessage(sentence, { label: 'Sign in again', act: signIn });
    else showMessage(sentence);
  }

  function offerListRetry(error: unknown) {
    if (asksForSignIn(error)) onError(error);
    else showMessage(errorInWords(error, new Date()), { label: 'Try again', act: list.load });
  }

  const list = startFileList(airlock, {
    airlock,
    sub: person.sub,
    onError,
    onDetails,
    onListError: offerListRetry,
    save(url) {
      isSaving = uploads.isRunning();
      location.assign(url);
    },
  });

  const uploads = startUploads({
    airlock,
    username: person.name,
    collections: config.collections,
    onIssued(fileId) {
      list.claim(fileId);
      void usage.refresh();
    },
    onJudged: list.add,
    onFailed(filename, sentence, error) {
      announce(`${filename} was not uploaded. ${sentence}`);
      if (asksForSignIn(error)) onError(error);
    },
    onRefused: showRefusals,
    onNote: (sentence) => showMessage(sentence),
    onEntered: clearMessage,
  });

  function onDetails(file: FileRecord) {
    openDetails(file, {
      airlock,
      onError,
      onChange: list.update,
      onDeleted({ id, filename }) {
        list.remove(id);
        announce(`${filename} was deleted.`);
      },
      onReplace(old, by) {
        uploads.replace(old, by);
        find(document, '#dashboard', HTMLElement).scrollIntoView({ block: 'nearest' });
      },
    });
  }

  startScopeChoice(person, list.show);

  window.addEventListener('offline', () => {
    if (uploads.isRunning())
      showMessage('You are offline. Uploading resumes automatically when you are online again.');
  });
  window.addEventListener('online', clearMessage);

  window.addEventListener('beforeunload', (event) => {
    // Navigating to an attachment fires beforeunload, but the page stays.
    if (uploads.isRunning() && !isSaving) event.preventDefault();
    isSaving = false;
  });

  void usage.refresh();
  return list.load();
}
