// Starts the page: reads the configuration, restores the session, opens the signed-in view.

import type { PageConfig } from '../lambdas/http/page-contract.ts';
import { find } from './dom.ts';
import { startLanguage } from './language.ts';
import { showOffer } from './limits.ts';
import { clearMessage, showMessage } from './message.ts';
import { readPageConfig } from './page-config.ts';
import { createSession, mayBeSignedIn, type Session } from './sign-in.ts';
import { texts } from './texts.ts';
import { errorInWords } from './words.ts';

const reload = () => ({ label: texts().page.reload, act: () => location.reload() });

/** Asked for by the document's own preload, so that it is under way before this script is; the CDN says `no-cache`. */
async function readConfig(): Promise<PageConfig | undefined> {
  try {
    const response = await fetch('/config.json');
    return readPageConfig(await response.json());
  } catch {
    return undefined;
  }
}

function reveal(id: 'welcome' | 'signed-in' | 'session') {
  find(document, '#opening', HTMLElement).hidden = true;
  find(document, `#${id}`, HTMLElement).hidden = false;
}

function startSignIn(session: Session): () => void {
  return () => {
    clearMessage();
    session.signIn().catch(() => {
      showMessage(texts().page.noIssuer);
    });
  };
}

/** Most of the page's code, loaded only for signed-in users. */
const loadSignedInView = () => import('./signed-in-view.ts');

async function start() {
  const reading = readConfig();
  // A user of this tab is most likely still signed in: their part of the page does not wait for the configuration.
  if (mayBeSignedIn(location, sessionStorage)) void loadSignedInView().catch(() => {});
  await startLanguage();
  const config = await reading;
  if (config === undefined) {
    find(document, '#opening', HTMLElement).hidden = true;
    showMessage(texts().page.noConfig, reload());
    return;
  }
  const session = createSession(config.auth, location);
  const signIn = startSignIn(session);
  find(document, '[data-testid="sign-in"]', HTMLButtonElement).addEventListener('click', signIn);
  find(document, '[data-testid="sign-out"]', HTMLButtonElement).addEventListener('click', () =>
    session.signOut(),
  );

  const person = await session.begin().catch(() => {
    showMessage(texts().page.signInFailed);
    return undefined;
  });
  if (person === undefined) return reveal('welcome');
  // The layout stands while its code is loaded, with the sentence that is its largest text.
  showOffer(config.collections);
  reveal('session');
  reveal('signed-in');
  const { startSignedInView } = await loadSignedInView();
  await startSignedInView({ config, session, person, signIn });
}

start().catch((error: unknown) => showMessage(errorInWords(error, new Date()), reload()));
