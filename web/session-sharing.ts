// Shares the session between the open tabs of this site: a new tab receives it from another, and signing out ends it in all.

import { countTabs } from './session-signs.ts';

/** How long another tab may take to answer; browsers freeze tabs in the background. */
const ANSWER_MS = 3_000;

/** What tabs send each other. Only pages of the same origin receive it (HTML, §9.5 "Broadcasting to other browsing contexts"). */
type Message =
  | { readonly kind: 'question'; readonly id: string }
  | { readonly kind: 'answer'; readonly id: string; readonly session: string }
  | { readonly kind: 'end' };

/** The own session of this tab. */
export interface OwnSession {
  /** The session as a text; undefined when this tab has none. */
  current(): Promise<string | undefined>;
  /** Called when another tab has signed out. */
  onEnd(): void;
}

/** The sessions of the other tabs. */
export interface SessionSharing {
  /** The first session of another tab that `isUseful`; undefined without waiting when no other tab is signed in. */
  ask(isUseful: (session: string) => boolean): Promise<string | undefined>;
  /** From now on, this tab counts as signed in. */
  announce(): void;
  /** Signs the other tabs out. */
  end(): void;
}

/** Starts to answer the questions of other tabs. `name` identifies the issuer and the client. */
export function shareSession(name: string, { current, onEnd }: OwnSession): SessionSharing {
  const channel = new BroadcastChannel(name);
  const send = (message: Message) => channel.postMessage(message);
  let isAnnounced = false;

  channel.addEventListener('message', async ({ data }: MessageEvent<Message>) => {
    if (data.kind === 'end') onEnd();
    if (data.kind !== 'question') return;
    const session = await current();
    if (session !== undefined) send({ kind: 'answer', id: data.id, session });
  });

  return {
    announce() {
      if (isAnnounced) return;
      isAnnounced = true;
      // Held until the tab is closed, so that other tabs know that an answer will come.
      void navigator.locks?.request(name, { mode: 'shared' }, () => new Promise(() => {}));
    },
    async ask(isUseful) {
      const others = (await countTabs(name)) - (isAnnounced ? 1 : 0);
      if (others < 1) return undefined;
      const id = crypto.randomUUID();
      return new Promise((resolve) => {
        let answers = 0;
        const settle = (session?: string) => {
          clearTimeout(timer);
          channel.removeEventListener('message', listen);
          resolve(session);
        };
        const listen = ({ data }: MessageEvent<Message>) => {
          if (data.kind !== 'answer' || data.id !== id) return;
          answers += 1;
          if (isUseful(data.session)) settle(data.session);
          else if (answers === others) settle();
        };
        const timer = setTimeout(settle, ANSWER_MS);
        channel.addEventListener('message', listen);
        send({ kind: 'question', id });
      });
    },
    end: () => send({ kind: 'end' }),
  };
}
