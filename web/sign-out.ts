// Asks a person who signs out while files are being uploaded, in this tab or in another one of theirs.
import { find, isCovered } from './dom.ts';
import { countTabs } from './session-signs.ts';
import type { Session } from './sign-in.ts';
import { texts } from './texts.ts';

/** Prefix of the name of the lock that a tab holds while it uploads. */
const UPLOADING_LOCK = 'airlock-uploading:';

/** What the question needs. */
export interface SignOutContext {
  readonly session: Session;
  /** The `sub` of the signed-in user. */
  readonly sub: string;
  /** Called when the code of the question cannot be loaded. */
  onMissing(): void;
}

/** The uploads of this tab, as other tabs see them. */
export interface UploadSign {
  /** Shows other tabs whether this one uploads. */
  show(isUploading: boolean): void;
}

/** Puts the question before the sign-out that the button starts. */
export function guardSignOut({ session, sub, onMissing }: SignOutContext): UploadSign {
  const lock = `${UPLOADING_LOCK}${sub}`;
  let release: (() => void) | undefined;

  const button = find(document, '[data-testid="sign-out"]', HTMLButtonElement);
  button.addEventListener(
    'click',
    async (event) => {
      // Before the handler that signs out.
      event.stopImmediatePropagation();
      if (release === undefined && (await countTabs(lock)) === 0) return session.signOut();
      try {
        const { askForConfirmation } = await loadQuestion();
        // A second click, before this code was loaded.
        if (isCovered()) return;
        askForConfirmation({
          ...texts().signOut,
          async act() {
            await session.signOut();
            // The browser leaves the page; a dialog that is closed now would step back in its history instead.
            await new Promise(() => {});
          },
          onSessionEnded: () => {},
        });
      } catch {
        onMissing();
      }
    },
    { capture: true },
  );

  return {
    show(isUploading) {
      if (isUploading === (release !== undefined)) return;
      release?.();
      release = undefined;
      if (!isUploading) return;
      const { promise, resolve } = Promise.withResolvers<void>();
      release = resolve;
      // Locks exist only in secure contexts.
      navigator.locks?.request(lock, { mode: 'shared' }, () => promise).catch(() => {});
      // The network may be gone when it is needed.
      loadQuestion().catch(() => {});
    },
  };
}

const loadQuestion = () => import('./confirmation.ts');
