// Holds what makes tests pass on any machine: they wait on conditions, with one limit for all, and take free ports only.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { projectRoot } from '../lib/project.ts';
import { filesBelow } from './source-files.ts';

/** What waits for less than a busy machine may need, or for a fixed time; and who may. */
const waits = /\bvi\.wait(?:For|Until)\(|\.poll\([^;]*?\btimeout:|\bwaitForTimeout\(/;
const waiting = new Set(['test/eventually.ts']);

/** A port that another program may have. The test of taken ports is about those of `npm start`. */
const fixedPorts = /\.listen\(\s*[1-9]\d*/;

const sources = filesBelow('test')
  .filter((file) => file.endsWith('.ts') && file !== 'test/robust.test.ts')
  .map((file) => ({ file, text: readFileSync(join(projectRoot, file), 'utf8') }));

const matching = (pattern: RegExp): string[] =>
  sources.filter(({ text }) => pattern.test(text)).map(({ file }) => file);

it('every wait of a test is by `eventually` or `expect.poll`, with the time that all have', () => {
  expect(sources.length).toBeGreaterThan(200);
  expect(matching(waits).filter((file) => !waiting.has(file))).toEqual([]);
});

it('no test server listens on a fixed port', () => {
  expect(matching(fixedPorts)).toEqual([]);
});
