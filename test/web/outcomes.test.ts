// Tests what screen readers announce when files are ready, rejected or not uploaded.
import { afterEach, expect, test } from 'vitest';
import { failureOf, outcomesInWords, verdictOn } from '../../web/outcomes.ts';
import { english } from '../../web/texts/english.ts';
import { german } from '../../web/texts/german.ts';
import { useLanguage } from '../../web/texts.ts';
import { fileRecord } from './file-record.ts';

afterEach(() => useLanguage({ texts: english, locale: undefined }));

const ready = () => verdictOn(fileRecord());
const rejected = () => verdictOn(fileRecord({ status: 'rejected' }));

test('a single outcome is announced with the name and the verdict of its file', () => {
  expect(outcomesInWords([ready()])).toBe(
    'harbour.png is ready. Validated: the content matches the file type.',
  );
});

test('several outcomes are announced as their numbers, in English and in German', () => {
  const outcomes = () => [
    ...Array.from({ length: 1_200 }, ready),
    rejected(),
    failureOf('a.png', 'Try again.'),
    failureOf('b.png', 'Try again.'),
  ];
  expect(outcomesInWords(outcomes())).toBe(
    '1,200 files are ready. 1 file is rejected. 2 files were not uploaded. Try again.',
  );
  useLanguage({ texts: german, locale: 'de-DE' });
  expect(outcomesInWords(outcomes())).toBe(
    '1.200 Dateien sind bereit. 1 Datei ist abgelehnt. 2 Dateien wurden nicht hochgeladen. Try again.',
  );
});
