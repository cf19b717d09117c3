// Where a signed-in person works: sending at the top, the list below; each file moves from one to the other.
import { createAirlock } from '../client/airlock.ts';
import type { File as FileRecord } from '../lambdas/http/contract.ts';
import type { PageConfig } from '../lambdas/http/page-contract.ts';
import { openDetails } from './details.ts';
import { announce, find } from './dom.ts';
import { startFileList } from './file-list.ts';
import { clearMessage, showMessage, showRefusals } from './message.ts';
import { startScopeChoice } from './scope-choice.ts';
import { startSending } from './sending.ts';
import type { Person, Session } from './sign-in.ts';
import { startUsage, watchUsage } from './usage.ts';
import { asksForSignIn, errorInWords } from './words.ts';

/** What the workplace needs: where things are, and who is here. */
export interface WorkplaceContext {
  readonly config: PageConfig;
  readonly session: Session;
  /** Who is signed in. */
  readonly person: Person;
  /** Leaves for the sign-in page. */
  signIn(): void;
}

/** Wires the workplace in index.html; resolves once the first page of the list is shown. */
export function startWorkplace(context: WorkplaceContext): Promise<void> {
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

  function askAgainToList(error: unknown) {
    if (asksForSignIn(error)) onError(error);
    else showMessage(errorInWords(error, new Date()), { label: 'Try again', act: list.load });
  }

  const list = startFileList(airlock, {
    airlock,
    sub: person.sub,
    onError,
    onDetails,
    onListError: askAgainToList,
    save(url) {
      isSaving = sending.isRunning();
      location.assign(url);
    },
  });

  const sending = startSending({
    airlock,
    username: person.name,
    collections: config.collections,
    onIssued(fileId) {
      list.claim(fileId);
      void usage.refresh();
    },
    onJudged: list.add,
    onFailed(filename, sentence, error) {
      announce(`${filename} was not sent. ${sentence}`);
      if (asksForSignIn(error)) onError(error);
    },
    onRefused: showRefusals,
    onNote: (sentence) => showMessage(sentence),
    onEntered: clearMessage,
  });

  function onDetails(file: FileRecord) {
    openDetails(file, {
      airlock,
      person,
      collections: config.collections,
      onError,
      onChange: list.update,
      onDeleted({ id, filename }) {
        list.remove(id);
        announce(`${filename} was deleted.`);
      },
      onReplace(old, by) {
        sending.replace(old, by);
        find(document, '#dashboard', HTMLElement).scrollIntoView({ block: 'nearest' });
      },
    });
  }

  startScopeChoice(person, list.show);

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

  void usage.refresh();
  return list.load();
}
