// Messages for people give sizes in the units that people use, by one function, and never as a bare number of bytes.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { fileTooLarge } from '../lambdas/domain/policy.ts';
import { quotaExceeded } from '../lambdas/domain/quota.ts';
import { GiB, MiB } from '../lambdas/domain/sizes.ts';
import { refuseLarger } from '../lambdas/http/request.ts';
import { projectRoot } from '../lib/project.ts';
import { problemsOf } from '../lib/validate-config.ts';
import { filesBelow } from './source-files.ts';

/** A value before the word for bytes, or a value that is named as bytes behind the words of a limit. */
const bareCount =
  /\$\{(?!bytes)[^}]*\} bytes\b|(?:at most|more than the|over|longer than) \$\{(?!bytes)[^}]*(?:[bB]ytes|BYTES)\}/;

/** Files whose numbers of bytes are no sizes for people, each with the reason. */
const exact = new Map([
  ['lambdas/domain/stored-bytes.ts', 'errors of this program, for its log'],
  ['lambdas/inspection/inspector.ts', 'an error of this program, for its log'],
  ['lambdas/aws/scanners/clamd.ts', 'an error of this program, for its log'],
  ['lambdas/domain/bytes-in-words.ts', 'the function itself'],
  [
    'web/texts/english-files.ts',
    'amounts below 1 KB, and a claimed size beside the one that arrived',
  ],
  ['lambdas/domain/judge/archive-rules.ts', 'a ratio of bytes to one byte'],
  ['lambdas/http/import-contract.ts', 'the length of a key'],
  ['lib/stage-release.ts', 'the length of a path'],
]);
/** A message names the exact place in a file and what is missing there, so that an author can repair it. */
const isAboutPlaces = (file: string) => file.startsWith('lambdas/domain/formats/');

const sources = ['lambdas', 'lib', 'bin', 'operate', 'collect', 'doctor', 'judge', 'client', 'web']
  .flatMap(filesBelow)
  .filter((file) => /\.tsx?$/.test(file));

it('no message states a size as a bare number of bytes', () => {
  expect(sources.length).toBeGreaterThan(300);
  const found = sources
    .filter((file) => !isAboutPlaces(file) && !exact.has(file))
    .flatMap((file) =>
      readFileSync(join(projectRoot, file), 'utf8')
        .split('\n')
        .filter((line) => bareCount.test(line))
        .map((line) => `${file}: ${line.trim()}`),
    );
  expect(found).toEqual([]);
});

it('every file that is left out still has a number of bytes', () => {
  for (const file of exact.keys()) {
    expect(readFileSync(join(projectRoot, file), 'utf8'), file).toMatch(/\} bytes/);
  }
});

const limits = { bytes: 5 * GiB, files: 10 };
it.each<[string, () => unknown, string]>([
  [
    'a file that is too large',
    () => {
      throw fileTooLarge(5_000_000_001, { name: 'films', maxBytes: 5_000_000_000 });
    },
    'The file has 4.66 GB (5,000,000,001 bytes); the collection films takes at most 4.66 GB (5,000,000,000 bytes).',
  ],
  [
    'a quota that is used up',
    () => {
      throw quotaExceeded({ bytes: 4 * GiB, files: 1 }, limits, 2 * GiB);
    },
    'You use 4 GB of 5 GB, and this upload needs 2 GB.',
  ],
  [
    'a number of files that is used up',
    () => {
      throw quotaExceeded({ bytes: 1, files: 10 }, limits, 1);
    },
    'You use 10 of 10 files, and this upload needs 1.',
  ],
  [
    'a body that is too large',
    () => refuseLarger(2 * MiB, MiB),
    'The body has 2 MB; send at most 1 MB.',
  ],
])('the message of %s says sizes in words', (_what, act, message) => {
  expect(act).toThrow(message);
});

it('the message of a wrong number of bytes in a configuration names its bounds as they are written and in words', () => {
  const collections = { notes: { types: ['text/plain'], maxBytes: 0 } };
  const problems = problemsOf({ collections, multipartThresholdBytes: 1 }).join('\n');
  expect(problems).toContain(
    'collections.notes.maxBytes is 0; expected bytes, a whole number from 1 to ',
  );
  expect(problems).toContain(
    'multipartThresholdBytes is 1; expected bytes, a whole number from 5242880 (5 MB) to 5000000000 (4.66 GB)',
  );
});
