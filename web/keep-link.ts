// Keeps a picture or a player working when its signed link ends: while a film is watched, or while a laptop sleeps.

/** How to go on after a failure. */
export interface LinkKeeper {
  /** Resolves to another link in place of one that failed. */
  renew(ended: string): Promise<string>;
  /** Called when the browser cannot show the file by a new link either. */
  onFailure(): void;
  /** Called when there is no other link. */
  onError(error: unknown): void;
}

/** Gives the element a new link after its first failure, and a player again after each link that worked; a player continues where it was. */
export function keepLink(element: HTMLElement, { renew, onFailure, onError }: LinkKeeper): void {
  if (!(element instanceof HTMLImageElement || element instanceof HTMLMediaElement)) return;
  let isRenewed = false;
  element.addEventListener('loadedmetadata', () => {
    isRenewed = false;
  });
  element.addEventListener('error', async () => {
    if (isRenewed) return onFailure();
    isRenewed = true;
    const proceed = continuing(element);
    try {
      const url = await renew(element.src);
      if (element.isConnected) proceed(url);
    } catch (error) {
      onError(error);
    }
  });
}

/** Loads the element again; a player from its present position, playing if it plays. */
function continuing(element: HTMLImageElement | HTMLMediaElement): (url: string) => void {
  const load = (url: string) => {
    element.src = url;
  };
  if (element instanceof HTMLImageElement) return load;
  const { currentTime, paused } = element;
  return (url) => {
    load(url);
    element.currentTime = currentTime;
    if (!paused) void element.play().catch(() => {});
  };
}
