// The storage of the browser for this site, which a person or a policy may forbid.

/** The storage with this name; undefined where the browser forbids it, for example together with cookies. */
export function storageNamed(name: 'localStorage' | 'sessionStorage'): Storage | undefined {
  try {
    return window[name];
  } catch {
    return undefined;
  }
}
