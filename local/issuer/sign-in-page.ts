// The sign-in page: one button per user, no script, no request to another host.
import { users } from './users.ts';

/**
 * The page for an authorization request, whose parameters it sends back with the chosen `user`. Its icon is empty, so that
 * browsers request none.
 */
export function signInPage(parameters: URLSearchParams): string {
  const hidden = [...parameters]
    .map(
      ([name, value]) =>
        `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`,
    )
    .join('');
  const buttons = users
    .map(({ username, name, groups }) => {
      const note = groups.length > 0 ? ` <small>in the group ${groups.join(', ')}</small>` : '';
      return `<button name="user" value="${username}">${name}${note}</button>`;
    })
    .join('');
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<link rel="icon" href="data:,">
<meta name="color-scheme" content="light dark">
<title>Sign in</title>
<style>
  body { font: 1rem/1.5 system-ui, sans-serif; max-width: 22rem; margin: 15vh auto; padding: 0 1rem }
  button { display: block; width: 100%; margin: .5rem 0; padding: .75rem 1rem; font: inherit; text-align: start; cursor: pointer }
</style>
<main>
  <h1>Sign in</h1>
  <p>This is the local cloud: choose who you are, no password needed.</p>
  <form action="/authorize">${hidden}${buttons}</form>
</main>
</html>`;
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escapeHtml = (text: string) =>
  text.replace(/[&<>"]/g, (character) => entities[character] ?? '');
