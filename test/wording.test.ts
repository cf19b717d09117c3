// Holds the vocabulary of the project: sources contain none of the words that make sentences hard to read.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { projectRoot } from '../lib/project.ts';
import { filesBelow, sourceFolders } from './source-files.ts';

/** Words and phrases that are never needed: a plain verb or noun says the same. */
const banned =
  /\b(?:told|tells?|telling|anew|nobody|somebody|hangs? on|on its way|on their way|is to be|are to be|let go|lets go|handed over|hands over|heirs?|deeds?|meanwhile|gives up|given up|goes on|shelves|looked at|as good|intruders?|befalls?|in vain|made up for|makes? up for|(?<!\/)promise[ds]|the books)\b/i;

/** Files that quote such words: this one, and generated pages with names from elsewhere. */
const quoting = new Set(['test/wording.test.ts', 'docs/permissions.md']);

const sources = sourceFolders()
  .flatMap(filesBelow)
  .filter((file) => /\.(?:tsx?|md)$/.test(file) && !quoting.has(file));

it('the sources and the documents contain no banned word', () => {
  expect(sources.length).toBeGreaterThan(300);
  const found = sources.flatMap((file) =>
    readFileSync(join(projectRoot, file), 'utf8')
      .split('\n')
      .flatMap((line, index) =>
        banned.test(line) ? [`${file}:${index + 1}: ${line.trim()}`] : [],
      ),
  );
  expect(found).toEqual([]);
});
