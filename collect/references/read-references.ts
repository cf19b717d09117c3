// Chooses the reader of a file by the end of its name.
import { readCss } from './css.ts';
import { readHtml } from './html.ts';
import { readJs } from './js.ts';
import type { Reading, Reference } from './reference.ts';
import { findRunTimePath } from './run-time-paths.ts';
import { readSourceMap } from './source-map.ts';
import { readWebManifest } from './web-manifest.ts';

type Reader = (text: string) => Reading;

const flat =
  (read: (text: string) => readonly Reference[]): Reader =>
  (text) => ({ references: read(text).toSorted((a, b) => a.start - b.start) });

const readScript: Reader = (text) => {
  const runTimePath = findRunTimePath(text);
  return { ...flat(readJs)(text), ...(runTimePath && { runTimePath }) };
};

const readers: readonly (readonly [RegExp, Reader])[] = [
  [/\.css$/i, flat(readCss)],
  [/\.[cm]?js$/i, readScript],
  [/(\.(html?|xhtml?|svg)|(^|\/)browserconfig\.xml)$/i, readHtml],
  [/(\.webmanifest|(^|\/)manifest\.json)$/i, flat(readWebManifest)],
  [/\.map$/i, flat(readSourceMap)],
];

/** The reader for a file of this name; undefined when such files have no references. */
export const readerOf = (name: string): Reader | undefined =>
  readers.find(([pattern]) => pattern.test(name))?.[1];
