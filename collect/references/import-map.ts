// References of an import map in a document: the addresses of modules, their scopes and hashes (HTML §8.1.5.3).
import { readJsonStrings } from './json-strings.ts';
import type { Reference } from './reference.ts';

/**
 * Reads the addresses under `imports` and `scopes`, and both halves of `integrity`.
 * @throws SyntaxError when the text is not JSON.
 */
export const readImportMap = (text: string): readonly Reference[] =>
  readJsonStrings(text).flatMap(({ path, value, start, end, isName }): Reference[] => {
    const [section, name = ''] = path;
    if (section === 'integrity' && path.length === 2) {
      return [{ use: isName ? 'asset' : 'integrity', url: name, start, end }];
    }
    const isAddress =
      (section === 'imports' && path.length === 2) || (section === 'scopes' && path.length === 3);
    // An address that ends in a slash is a directory, and keeps its name.
    if (!isAddress) return [];
    if (!isName) return [{ use: 'asset', url: value, start, end }];
    // A specifier that is a path is the address that a module imports, which is renamed as well.
    return /^\.{0,2}\//.test(value) ? [{ use: 'link', url: value, start, end }] : [];
  });
