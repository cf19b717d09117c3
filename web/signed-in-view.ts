// The view of a signed-in user: uploads at the top, the list of files below.

import { createAirlock } from '../client/airlock.ts';
import type { File as FileRecord } from '../lambdas/http/contract.ts';
import type { PageConfig } from '../lambdas/http/page-contract.ts';
import { startAccount } from './account.ts';
import { openAddressedFiles } from './addressed-files.ts';
import { now, useClock } from './clock.ts';
import { startCollectionChoice } from './collection-choice.ts';
import { startDeletions } from './deletions.ts';
import { createDirectory } from './directory.ts';
import { announce, find } from './dom.ts';
import { startFileList } from './file-list.ts';
import { startFilters } from './filters.ts';
import { createLastDeletion } from './last-deletion.ts';
import { clearMessage, showMessage, showRefusals } from './message.ts';
import { connectTabs } from './other-tabs.ts';
import { announceOutcome, failureOf } from './outcomes.ts';
import type { Person } from './person.ts';
import { startScopeChoice } from './scope-choice.ts';
import { startSelection } from './selection.ts';
import type { Session } from './sign-in.ts';
import { guardSignOut } from './sign-out.ts';
import { createSignedUrls } from './signed-urls.ts';
import { type Say, sayWhenSlow } from './slow-words.ts';
import { catchStrayFiles } from './stray-files.ts';
import { texts } from './texts.ts';
import type { Uploads, UploadsContext } from './uploads.ts';
import { startUsage, watchUsage } from './usage.ts';
import { closeViewer, openViewer, updateViewer, type ViewerContext } from './viewer.ts';
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
  useClock(client.now);
  const usage = startUsage(client);
  const airlock = watchUsage(client, () => {
    void usage.refresh();
    tabs.report();
  });
  let isSaving = false;
  let uploads: Uploads | undefined;
  const isUploading = () => uploads?.isRunning() ?? false;

  function onError(error: unknown) {
    const sentence = errorInWords(error, now());
    if (asksForSignIn(error))
      showMessage(sentence, { label: texts().page.signInAgain, act: signIn });
    else showMessage(sentence);
  }

  function offerReload() {
    const act = () => location.reload();
    showMessage(texts().page.noPart, { label: texts().page.reload, act });
  }

  let hideListError = () => {};
  function offerListRetry(error: unknown) {
    if (asksForSignIn(error)) onError(error);
    else
      hideListError = showMessage(errorInWords(error, now()), {
        label: texts().page.tryAgain,
        act: list.load,
      });
  }

  const listable = Object.entries(config.collections).flatMap(([name, { listers }]) =>
    mayList(person, listers) ? [name] : [],
  );
  const directory = createDirectory(client, { findsPeople: config.findsPeople ?? false, person });
  const filters = startFilters(config.collections, listable, directory, () => list.filter());
  const deletions = startDeletions({
    airlock,
    sub: person.sub,
    removeLast: createLastDeletion(config.api, session.getToken),
    hide: (files) => list.remove(...files.map(({ id }) => id)),
    restore: (files) => list.restore(files),
    onError,
    onRefused: (sentence) => showMessage(sentence),
  });
  session.beforeSignOut(deletions.finish);
  const selection = startSelection({
    async onDownload(files) {
      const end = sayWhenSlow(showMessage);
      const saving = await import('./save-files.ts').catch(offerReload);
      await saving?.saveFiles(airlock, files, (sentence) => showMessage(sentence)).catch(onError);
      end();
    },
    onDelete: deletions.start,
  });
  const urls = createSignedUrls(airlock);
  const refresh = () => {
    void list.refresh();
    void usage.refresh();
  };
  const tabs = connectTabs(person.sub, refresh);

  const list = startFileList(airlock, {
    filters,
    urls,
    directory,
    sub: person.sub,
    address: directory.findsPeople ? person.name : `user:${person.sub}`,
    onRows: selection.update,
    onDownload,
    onOpen,
    onDetails,
    onListError: offerListRetry,
    onListRecovered: () => hideListError(),
    onTooLong: onError,
  });

  /** The Dashboard is the largest part of the page: the list does not wait for it. */
  async function loadUploads(): Promise<Uploads> {
    const { startUploads } = await import('./uploads.ts');
    uploads = startUploads(uploadsContext);
    return uploads;
  }

  const uploadsContext: UploadsContext = {
    airlock,
    username: person.name,
    collections: config.collections,
    choice: startCollectionChoice(config.collections),
    onIssued(fileId) {
      list.claim(fileId);
      void usage.refresh();
    },
    onJudged: list.add,
    onFailed(filename, sentence, error) {
      announceOutcome(failureOf(filename, sentence));
      if (asksForSignIn(error)) onError(error);
    },
    onRefused: showRefusals,
    onNote: (sentence) => showMessage(sentence),
    onEntered: clearMessage,
    onRunning: (isRunning) => sign.show(isRunning),
  };

  async function onDownload({ id }: FileRecord, say: Say = showMessage) {
    const end = sayWhenSlow(say);
    try {
      const { url } = await airlock.download(id, { disposition: 'attachment' }).finally(end);
      isSaving = isUploading();
      // The browser saves the attachment and stays on this page.
      location.assign(url);
    } catch (error) {
      // The message is on the page behind it.
      closeViewer();
      onError(error);
    }
  }

  const viewerContext: ViewerContext = {
    urls,
    neighbours: list.neighbours,
    loadAfter: list.loadAfter,
    onDownload,
    onDetails,
    onClosed: ({ id }) => list.focus(id),
  };
  function onOpen(file: FileRecord) {
    openViewer(file, viewerContext);
  }

  async function onDetails(file: FileRecord) {
    const details = await loadDetails().catch(() => undefined);
    if (!details) {
      closeViewer();
      offerReload();
      return;
    }
    details.openDetails(file, {
      airlock,
      directory,
      onError,
      onChange(newest) {
        list.update(newest);
        updateViewer(newest);
      },
      onDeleted({ id, filename }) {
        closeViewer();
        list.remove(id);
        announce(texts().page.deleted(filename));
      },
      onReplace(old, by) {
        closeViewer();
        starting.then((started) => started.replace(old, by), offerReload);
        find(document, '#dashboard', HTMLElement).scrollIntoView({ block: 'nearest' });
      },
    });
  }

  // Loaded when a person comes near: most look at the list alone.
  for (const event of ['pointerover', 'focusin']) {
    const prepare = () => void loadDetails().catch(() => {});
    find(document, '#rows', HTMLElement).addEventListener(event, prepare, { once: true });
  }
  deletions.resume();
  startAccount(person);
  const sign = guardSignOut({ session, sub: person.sub, onMissing: offerReload });
  startScopeChoice(person, { mayListAll: listable.length > 0, onChange: list.show });
  filters.show(undefined);

  let hideOffline = () => {};
  window.addEventListener('offline', () => {
    if (isUploading()) hideOffline = showMessage(texts().page.offline);
  });
  window.addEventListener('online', () => {
    hideOffline();
    refresh();
  });

  window.addEventListener('beforeunload', (event) => {
    // Navigating to an attachment fires beforeunload, but the page stays.
    if (isUploading() && !isSaving && !session.isEnding()) event.preventDefault();
    isSaving = false;
  });

  const loading = list.load();
  const starting = loadUploads();
  starting.catch(offerReload);
  // From the first moment on: the browser would leave the page for a file that is dropped on it.
  catchStrayFiles((files) => {
    starting.then((started) => started.add(files), offerReload);
  });
  openAddressedFiles({
    get: (fileId) => airlock.get(fileId),
    viewer: viewerContext,
    onError,
    onNoPage: () => showMessage(texts().page.noPage),
  });
  void usage.refresh();
  return loading;
}

const loadDetails = () => import('./details.ts');

const mayList = ({ groups }: Person, listers: readonly string[]): boolean =>
  listers.some((who) => who === 'authenticated' || groups.includes(who.slice('group:'.length)));
