// Reports changes of files to the other tabs of the same user.

/** A connection to the other tabs. */
export interface OtherTabs {
  /** Reports that files of this user were added, changed or deleted here. */
  report(): void;
}

/** Connects the tabs of the user `sub`; calls `onChange` when another tab reports a change. */
export function connectTabs(sub: string, onChange: () => void): OtherTabs {
  const channel = new BroadcastChannel(`airlock-files:${sub}`);
  channel.addEventListener('message', onChange);
  return { report: () => channel.postMessage('changed') };
}
