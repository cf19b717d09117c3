// Starts the page: reads the configuration, restores the session, opens the signed-in view.

import type { PageConfig } from '../lambdas/http/page-contract.ts';
import { find } from './dom.ts';
import { startLanguage } from './language.ts';
import { showOffer } from './limits.ts';
import { clearMessage, showMessage } from './message.ts';
import { readPageConfig } from './page-config.ts';
import { countTabs, mayBeSignedIn, SESSION_LOCK } from './session-signs.ts';
import type { Session } from './sign-in.ts';
import { texts } from './texts.ts';

const reload = () => ({ label: texts().page.reload, act: () => location.reload() });

/** The document preloads it, so that the request begins before this script is loaded; the CDN sends `no-cache`. */
async function readConfig(): Promise<PageConfig | undefined> {
  try {
    const response = await fetch('/config.json');
    return readPageConfig(await response.json());
  } catch {
    return undefined;
  }
}

type Part = 'opening' | 'welcome' | 'signed-in' | 'session';

const part = (id: Part): HTMLElement => find(document, `#${id}`, HTMLElement);

/** Shows these parts of the page and hides its other views. */
function reveal(...ids: readonly Part[]) {
  for (const id of ['opening', 'welcome', 'signed-in', 'session'] as const) {
    part(id).hidden = !ids.includes(id);
  }
}

/** Most of the page's code, loaded only for signed-in users. */
const loadSignedInView = () => import('./signed-in-view.ts');

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
  const [{ createSession }, config] = await Promise.all([import('./sign-in.ts'), reading]);
  return config && createSession(config.auth, location);
}

async function start() {
  const reading = readConfig();
  const opening = openSession(reading);
  // Awaited below, and by the buttons.
  opening.catch(() => {});
  // A user of this or another tab is most likely still signed in: their view does not wait for the session.
  const isLikely = mayBeSignedIn(location, sessionStorage) || (await countTabs(SESSION_LOCK)) > 0;
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
  if (config === undefined) {
    part('opening').textContent = texts().page.notOpened;
    reveal('opening');
    showMessage(texts().page.noConfig, reload());
    return;
  }
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

start().catch(() => showMessage(texts().refusal.unexpected, reload()));
