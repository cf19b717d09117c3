// The readers of the content of `<style>` and `<script>`, by the declared type.
import { readCss } from './css.ts';
import type { Element } from './html-attributes.ts';
import { readImportMap } from './import-map.ts';
import { readJs } from './js.ts';
import { readJsonStrings } from './json-strings.ts';
import type { Reference } from './reference.ts';

/** JavaScript MIME type essences (MIME Sniffing §4.6), the empty type, and modules. */
const javaScript =
  /^(|module|(text|application)\/(x-)?(javascript|ecmascript)|text\/(javascript1\.[0-5]|jscript|livescript))$/;

const typeOf = ({ attributes }: Element): string => attributes.type?.trim().toLowerCase() ?? '';

/** Whether the element holds a script that browsers run. */
export const isScript = (element: Element): boolean =>
  element.name === 'script' && javaScript.test(typeOf(element));

/** The reader of an element's content; undefined when nothing in it is an address. */
export function contentReader(
  element: Element,
): ((text: string) => readonly Reference[]) | undefined {
  if (element.name === 'style') return readCss;
  if (isScript(element)) return readJs;
  if (element.name !== 'script') return undefined;
  if (typeOf(element) === 'importmap') return readImportMap;
  return typeOf(element) === 'application/ld+json' ? readLinkedData : undefined;
}

/**
 * Pictures and pages in structured data for search engines (JSON-LD 1.1); text that is no JSON is left as it is, because they
 * ignore it.
 */
function readLinkedData(text: string): readonly Reference[] {
  try {
    return readJsonStrings(text)
      .filter(
        ({ isName, path }) => !isName && !/^(@id|@type|@context|name)$/.test(path.at(-1) ?? ''),
      )
      .map(({ value, start, end }) => ({ use: 'link', url: value, start, end }));
  } catch {
    return [];
  }
}
