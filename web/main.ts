// Starts the page: reads the configuration, restores the session, opens the signed-in view.

import type { PageConfig } from '../lambdas/http/page-contract.ts';
import { find } from './dom.ts';
import { startLanguage } from './language.ts';
import { showOffer } from './limits.ts';
import { clearMessage, showMessage } from './message.ts';
import { fetchPageConfig, SiteUnreachableError } from './page-config.ts';
import { countTabs, mayBeSignedIn, SESSION_LOCK } from './session-signs.ts';
import type { Session } from './sign-in.ts';
import { storageNamed } from './storage.ts';
import { texts } from './texts.ts';

const reload = () => ({ label: texts().page.reload, act: () => location.reload() });

type Part = 'opening' | 'welcome' | 'signed-in' | 'session';

const part = (id: Part): HTMLElement => find(document, `#${id}`, HTMLElement);

/** Shows these parts of the page and hides its other views. */
function reveal(...ids: readonly Part[]) {
  for (const id of ['opening', 'welcome', 'signed-in', 'session'] as const) {
    part(id).hidden = !ids.includes(id);
  }
}

/** Shows a problem in place of the page, which is loaded again by a person or when the network is back. */
function stop(sentence: string) {
  part('opening').textContent = texts().page.notOpened;
  reveal('opening');
  showMessage(sentence, reload());
  window.addEventListener('online', () => location.reload(), { once: true });
}

/** A part of the page was not loaded. */
class MissingPartError extends Error {
  override readonly name = 'MissingPartError';
}

/** The code of a part of the page, loaded when it is needed. */
const loaded = <Code>(loading: Promise<Code>): Promise<Code> =>
  loading.catch((cause: unknown) => {
    throw new MissingPartError('A part of the page was not loaded.', { cause });
  });

/** Most of the page's code, loaded only for signed-in users. */
const loadSignedInView = () => loaded(import('./signed-in-view.ts'));

/** Opens a connection to the API while the code that sends the first request is loaded. */
function connectEarly(api: string) {
  const link = document.createElement('link');
  link.rel = 'preconnect';
  link.href = api;
  link.crossOrigin = 'anonymous';
  document.head.append(link);
}

/** The session, whose library is loaded beside the page's own code. */
async function openSession(reading: Promise<PageConfig | undefined>): Promise<Session | undefined> {
  const [{ createSession }, config] = await Promise.all([loaded(import('./sign-in.ts')), reading]);
  return config && createSession(config.auth, location);
}

async function start() {
  const storage = storageNamed('sessionStorage');
  if (!storage || !storageNamed('localStorage')) {
    await startLanguage();
    return stop(texts().page.noStorage);
  }
  const reading = fetchPageConfig();
  const opening = openSession(reading);
  // Awaited below, and by the buttons.
  opening.catch(() => {});
  // A user of this or another tab is most likely still signed in: their view does not wait for the session.
  const isLikely = mayBeSignedIn(location, storage) || (await countTabs(SESSION_LOCK)) > 0;
  if (isLikely) void loadSignedInView().catch(() => {});
  await startLanguage();

  const signIn = () => {
    clearMessage();
    opening.then((session) => session?.signIn()).catch(() => showMessage(texts().page.noIssuer));
  };
  find(document, '[data-testid="sign-in"]', HTMLButtonElement).addEventListener('click', signIn);
  find(document, '[data-testid="sign-out"]', HTMLButtonElement).addEventListener('click', () =>
    opening.then((session) => session?.signOut()),
  );

  if (!isLikely) reveal('welcome');
  const config = await reading;
  if (config === undefined) return stop(texts().page.noConfig);
  // The layout is shown while its code is loaded, with its largest text.
  showOffer(config.collections);
  if (isLikely) {
    connectEarly(config.api);
    reveal('signed-in');
  }
  const session = await opening;
  const person = await session?.begin().catch(() => {
    showMessage(texts().page.signInFailed);
    return undefined;
  });
  if (!session || !person) return reveal('welcome');
  reveal('signed-in', 'session');
  const { startSignedInView } = await loadSignedInView();
  await startSignedInView({ config, session, person, signIn });
}

// Browsers keep documents that were left and show them again on the way back, as after a sign-in; the session is another one by then.
window.addEventListener('pageshow', ({ persisted }) => {
  if (persisted) location.reload();
});

start().catch((error: unknown) => {
  if (error instanceof MissingPartError) stop(texts().page.noPart);
  else if (error instanceof SiteUnreachableError) stop(texts().refusal.unreachable);
  else showMessage(texts().refusal.unexpected, reload());
});
