// References of a web app manifest: its pictures. `start_url`, `scope` and what shortcuts open are pages, and left.
import { readJsonStrings } from './json-strings.ts';
import type { Reference } from './reference.ts';

/**
 * Reads the `src` of icons and screenshots, also of shortcuts and file handlers (W3C Web Application Manifest).
 * @throws SyntaxError when the text is not JSON.
 */
export const readWebManifest = (text: string): readonly Reference[] =>
  readJsonStrings(text)
    .filter(({ path, isName }) => !isName && isPicture(path))
    .map(({ value, start, end }) => ({ use: 'asset', url: value, start, end }));

const isPicture = (path: readonly string[]): boolean =>
  path.at(-1) === 'src' && path.at(-2) === '*' && /^(icons|screenshots)$/.test(path.at(-3) ?? '');
