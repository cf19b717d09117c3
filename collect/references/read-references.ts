// Which reader reads which file, told by its name.
import { readCss } from './css.ts';
import { readHtml } from './html.ts';
import { readJs } from './js.ts';
import type { Reading, Reference } from './reference.ts';
import { readSourceMap } from './source-map.ts';
import { readWebManifest } from './web-manifest.ts';

type Reader = (text: string) => Reading;

const flat =
  (read: (text: string) => readonly Reference[]): Reader =>
  (text) => ({ references: read(text).toSorted((a, b) => a.start - b.start) });

const readers: readonly (readonly [RegExp, Reader])[] = [
  [/\.css$/i, flat(readCss)],
  [/\.[cm]?js$/i, flat(readJs)],
  [/\.(html?|xhtml|svg)$/i, readHtml],
  [/(\.webmanifest|(^|\/)manifest\.json)$/i, flat(readWebManifest)],
  [/\.map$/i, flat(readSourceMap)],
];

/** The reader for a file of this name; undefined when such files refer to nothing. */
export const readerOf = (name: string): Reader | undefined =>
  readers.find(([pattern]) => pattern.test(name))?.[1];
