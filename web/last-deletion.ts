// Sends deletions that a page leaves behind when it is closed.

/**
 * Creates a call that deletes up to 50 files even if the page ends at once: a browser finishes a request with `keepalive` (Fetch,
 * §2.2.5). Nothing waits for the answer. While the token is valid, the request is sent within the event that ends the page.
 */
export const createLastDeletion =
  (api: string, getToken: () => Promise<string>) =>
  async (ids: readonly string[]): Promise<void> => {
    const token = await getToken();
    void fetch(`${api}/deletions`, {
      method: 'POST',
      keepalive: true,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ ids }),
    }).catch(() => {});
  };
