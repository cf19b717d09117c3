// The page, composed: configuration, then who is here, then sending and the list.
import { type Airlock, createAirlock } from '../client/airlock.ts';
import { type PageConfig, pageConfigSchema } from '../lambdas/contract.ts';
import { objection } from './collections.ts';
import { announce, find } from './dom.ts';
import { type Entry, startDropZone } from './drop-zone.ts';
import { startFileList } from './file-list.ts';
import { clearMessage, showMessage } from './message.ts';
import { createSession, type Session } from './sign-in.ts';
import { createTurnstile } from './turnstile.ts';
import { startUpload } from './upload-row.ts';
import { asksForSignIn, errorInWords } from './words.ts';

const uploadsAtOnce = 3;
const reload = { label: 'Reload', act: () => location.reload() };

async function readConfig(): Promise<PageConfig | undefined> {
  try {
    const response = await fetch('/config.json', { cache: 'no-store' });
    const config = pageConfigSchema.safeParse(await response.json());
    return config.success ? config.data : undefined;
  } catch {
    return undefined;
  }
}

function reveal(id: 'welcome' | 'workplace' | 'session') {
  find(document, '#opening', HTMLElement).hidden = true;
  find(document, `#${id}`, HTMLElement).hidden = false;
}

function startSignIn(session: Session): () => void {
  return () => {
    clearMessage();
    session.signIn().catch(() => {
      showMessage('The sign-in service cannot be reached. Check your connection and try again.');
    });
  };
}

function startWorkplace(airlock: Airlock, config: PageConfig, signIn: () => void) {
  let saving = false;
  const turnstile = createTurnstile(uploadsAtOnce);

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
      saving = uploadsRunning();
      location.assign(url);
    },
  });

  function send(entry: Entry) {
    const row = startUpload(entry, {
      airlock,
      turnstile,
      objection: ({ file, collection }) =>
        objection(file, collection === undefined ? undefined : config.collections[collection]),
      onIssued: list.claim,
      onSettled: list.settle,
      onFailed(filename, sentence, error) {
        announce(`${filename} was not sent. ${sentence}`);
        if (asksForSignIn(error)) onError(error);
      },
      onGone(gone, filename) {
        list.drop(gone);
        announce(`${filename} was taken off the list.`);
      },
    });
    list.addUpload(row);
  }

  startDropZone(config.collections, {
    onFiles(entries) {
      clearMessage();
      entries.forEach(send);
    },
    onFolders: () => showMessage('A folder cannot be sent. Open it and choose the files inside.'),
  });

  window.addEventListener('beforeunload', (event) => {
    // Going to an attachment looks like leaving, but the page stays.
    if (uploadsRunning() && !saving) event.preventDefault();
    saving = false;
  });

  return list.load();
}

const uploadsRunning = (): boolean =>
  document.querySelector('.uploading:not([data-phase="failed"])') !== null;

async function start() {
  const config = await readConfig();
  if (config === undefined) {
    find(document, '#opening', HTMLElement).hidden = true;
    showMessage(
      'This site has no valid /config.json, so it does not know its API. Deploy it again.',
      reload,
    );
    return;
  }
  const session = createSession(config.auth, location);
  const signIn = startSignIn(session);
  find(document, '[data-testid="sign-in"]', HTMLButtonElement).addEventListener('click', signIn);
  find(document, '[data-testid="sign-out"]', HTMLButtonElement).addEventListener('click', () =>
    session.signOut(),
  );

  const name = await session.begin().catch(() => {
    showMessage('Signing in did not work. Try again.');
    return undefined;
  });
  if (name === undefined) return reveal('welcome');
  find(document, '[data-testid="whoami"]', HTMLElement).textContent = name;
  reveal('session');
  reveal('workplace');
  await startWorkplace(
    createAirlock({ api: config.api, getToken: session.getToken }),
    config,
    signIn,
  );
}

start().catch((error: unknown) => showMessage(errorInWords(error, new Date()), reload));
