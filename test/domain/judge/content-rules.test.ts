// What the readers of formats report, judged: each limit at its edge, each switch both ways, each sentence with what to do.
import { expect, it } from 'vitest';
import { type CollectionInput, defineConfig } from '../../../lambdas/config/config.ts';
import type { DocumentEvidence, FindingKind } from '../../../lambdas/domain/formats/evidence.ts';
import { judge } from '../../../lambdas/domain/judge/judge.ts';
import type { Evidence, Reason } from '../../../lambdas/domain/verdict.ts';

const PDF = 'application/pdf';
const ZIP = 'application/zip';
const ODT = 'application/vnd.oasis.opendocument.text';
const DOCM = 'application/vnd.ms-word.document.macroenabled.12';

/** Judges evidence about a file that is truly of its type, in a collection with these fields. */
function verdictOn(type: string, found: Partial<Evidence>, fields: Partial<CollectionInput> = {}) {
  const { collections } = defineConfig({
    collections: { files: { types: ['*', DOCM], maxBytes: 1e12, ...fields } },
  });
  const evidence = { size: 1000, detectedType: type, text: { kind: 'binary' }, ...found } as const;
  return judge({ contentType: type, size: evidence.size }, evidence, collections.files);
}

const flaw = (kind: 'truncated' | 'contradictory' | 'unreadable') => ({
  kind,
  detail: 'It is so.',
});
const pdf = (found: Partial<DocumentEvidence> = {}) => ({ document: { findings: [], ...found } });
const finds = (kind: FindingKind) => pdf({ findings: [{ kind, where: 'object 7' }] });

it.each<[Reason | undefined, string, Partial<Evidence>, Partial<CollectionInput>?]>([
  [undefined, 'image/png', { image: { width: 16_384, height: 6_103 } }],
  ['image_too_large', 'image/png', { image: { width: 16_385, height: 1 } }],
  ['image_too_large', 'image/png', { image: { width: 1, height: 16_385 } }],
  ['image_too_large', 'image/png', { image: { width: 10_001, height: 10_000 } }],
  [
    'image_too_large',
    'image/png',
    { image: { width: 101, height: 1 } },
    { image: { maxWidth: 100 } },
  ],
  [undefined, 'image/gif', { image: { width: 1, height: 1, frames: 1000 } }],
  ['too_many_frames', 'image/gif', { image: { width: 1, height: 1, frames: 1001 } }],
  ['too_many_frames', 'image/gif', { image: { frames: 2 } }, { image: { maxFrames: 1 } }],
  ['image_truncated', 'image/png', { image: { flaw: flaw('truncated') } }],
  ['image_contradictory', 'image/png', { image: { flaw: flaw('contradictory') } }],
  ['image_contradictory', 'image/png', { image: { flaw: flaw('unreadable') } }],
  // The smallest ZIP archive has 22 bytes; fewer stray ones are no file.
  [undefined, 'image/png', { image: { trailingBytes: 21 } }],
  ['trailing_data', 'image/png', { image: { trailingBytes: 22 } }],
  [undefined, 'image/png', { image: { trailingBytes: 22 } }, { trailingData: 'accept' }],
  ['trailing_data', 'image/gif', { foreign: { kind: 'ZIP', at: 9 } }],
  [undefined, 'image/gif', { foreign: { kind: 'ZIP', at: 9 } }, { trailingData: 'accept' }],

  [undefined, PDF, pdf()],
  [undefined, PDF, pdf({ leadingBytes: 3 })],
  ['trailing_data', PDF, pdf({ leadingBytes: 22 })],
  ['trailing_data', PDF, pdf({ trailingBytes: 2000 })],
  ['pdf_active', PDF, finds('script')],
  ['pdf_active', PDF, finds('launch')],
  [undefined, PDF, finds('script'), { pdfActions: 'accept' }],
  ['embedded_files', PDF, finds('embedded_file')],
  [undefined, PDF, finds('embedded_file'), { embeddedFiles: 'accept' }],
  ['encrypted', PDF, pdf({ isEncrypted: true })],
  [undefined, PDF, pdf({ isEncrypted: true }), { encryptedFiles: 'accept' }],
  ['document_damaged', PDF, pdf({ flaw: flaw('unreadable') })],

  [undefined, ZIP, { archive: { entries: 10_000, expandedBytes: 200_999 } }],
  ['archive_bomb', ZIP, { archive: { entries: 10_001 } }],
  ['archive_bomb', ZIP, { size: 1e9, archive: { expandedBytes: 10 * 1024 ** 3 + 1 } }],
  ['archive_bomb', ZIP, { size: 100_000, archive: { expandedBytes: 20_100_000 } }],
  [undefined, ZIP, { size: 100_000, archive: { expandedBytes: 20_000_000 } }],
  [undefined, ZIP, { size: 10, archive: { expandedBytes: 1_000_000 } }],
  ['archive_bomb', ZIP, { archive: { nestedArchives: 1 } }],
  [undefined, ZIP, { archive: { nestedArchives: 1 } }, { archive: { nested: 'accept' } }],
  ['archive_bomb', ZIP, { archive: { entries: 3 } }, { archive: { maxEntries: 2 } }],
  ['archive_damaged', ZIP, { archive: { flaw: flaw('truncated') } }],
  ['archive_damaged', ZIP, { archive: { unsafeName: '../a' } }],
  ['encrypted', ZIP, { archive: { isEncrypted: true } }],
  [undefined, ZIP, { archive: { programs: 1 } }],
  ['pdf_active', PDF, finds('automatic_action')],
  ['external_content', PDF, finds('external_content')],
  ['embedded_objects', PDF, finds('embedded_object')],
  ['embedded_objects', ODT, finds('embedded_object')],
  [undefined, ODT, finds('embedded_object'), { embeddedObjects: 'accept' }],
  ['macros', ODT, finds('macro')],
  ['macros', ODT, finds('script')],
  ['dde', ODT, finds('dde')],
  ['external_content', ODT, finds('external_content')],
  [undefined, ODT, finds('external_content'), { externalContent: 'accept' }],
  ['external_content', ODT, finds('external_content'), { macros: 'accept' }],
  [undefined, ODT, finds('macro'), { macros: 'accept' }],
  [undefined, DOCM, finds('macro')],
  ['external_content', DOCM, finds('external_content')],

  [undefined, 'video/mp4', { media: { isUnfinished: true } }],
  [
    'media_truncated',
    'video/mp4',
    { media: { isUnfinished: true } },
    { unfinishedMedia: 'reject' },
  ],
  ['media_truncated', 'video/mp4', { media: { flaw: flaw('truncated') } }],
  ['media_damaged', 'video/mp4', { media: { flaw: flaw('contradictory') } }],
])('%s: %s with %j, where the collection says %j', (reason, type, found, fields) => {
  const verdict = verdictOn(type, found, fields);
  expect(verdict.reason).toBe(reason);
  if (reason)
    expect(verdict.detail).toMatch(
      /^The .*(?:send|Send|upload|Split|Take|Unpack|Scale|Shorten) .*\.$/,
    );
});

const MiB = 1024 ** 2;

it.each<[string, string, Partial<Evidence>, Partial<CollectionInput>?]>([
  [
    'The image has 16,385 × 1 pixels; the collection files takes at most 16,384 × 16,384. Scale it down and upload that.',
    'image/png',
    { image: { width: 16_385, height: 1 } },
  ],
  [
    'The image has 100 × 101 pixels; the collection files takes at most 100 × 100. Scale it down and upload that.',
    'image/png',
    { image: { width: 100, height: 101 } },
    { image: { maxWidth: 100, maxHeight: 100, maxPixels: 10_100 } },
  ],
  [
    'The image has 1,001 frames; the collection files takes at most 1,000. Shorten it, or upload it as a video.',
    'image/gif',
    { image: { width: 1, height: 1, frames: 1001 } },
  ],
  [
    'The PNG image has 22 bytes after its end that do not belong to it. Open it, save it again and upload that.',
    'image/png',
    { image: { trailingBytes: 22 } },
  ],
  [
    'The PDF document has 23 bytes before its beginning that do not belong to it. Open it, save it again and upload that.',
    PDF,
    pdf({ leadingBytes: 23, trailingBytes: 22 }),
  ],
  [
    'The ZIP archive states 10,001 entries; the collection files takes at most 10,000. Pack fewer or smaller files into it, and upload that.',
    ZIP,
    { archive: { entries: 10_001 } },
  ],
  [
    'The ZIP archive states 10 GB (10,737,418,241 bytes) unpacked; the collection files takes at most 10 GB. Pack fewer or smaller files into it, and upload that.',
    ZIP,
    { size: 1e9, archive: { expandedBytes: 10 * 1024 ** 3 + 1 } },
  ],
  [
    'The ZIP archive states 10,485 bytes for each byte packed; the collection files takes at most 200. Pack fewer or smaller files into it, and upload that.',
    ZIP,
    { size: 1000, archive: { expandedBytes: 10 * MiB + 1 } },
  ],
  [
    'The ZIP archive contains 1 other archive. Unpack what is inside, and upload the files themselves.',
    ZIP,
    { archive: { nestedArchives: 1 } },
  ],
  [
    'The ZIP archive contains 2 other archives. Unpack what is inside, and upload the files themselves.',
    ZIP,
    { archive: { nestedArchives: 2 } },
  ],
  [
    'The PDF document contains a script (object 7). ',
    PDF,
    pdf({ findings: [{ kind: 'script', where: 'object 7' }] }),
  ],
  [
    'The PDF document contains a reference to a file elsewhere "https://a.example/\\"" (object 7). ',
    PDF,
    pdf({
      findings: [{ kind: 'external_content', where: 'object 7', target: 'https://a.example/"' }],
    }),
  ],
  [
    'The MP4 video is incomplete. It is so. Export it again and upload that.',
    'video/mp4',
    { media: { flaw: flaw('truncated') } },
  ],
  [
    'The MP4 video is damaged. It is so. Export it again and upload that.',
    'video/mp4',
    { media: { flaw: flaw('contradictory') } },
  ],
  [
    'The PDF document could not be validated to its end within 500 bytes. Export it again with default settings and upload that.',
    PDF,
    { isPartlyRead: true, bytesRead: 500 },
  ],
  [
    'The PDF document could not be validated to its end. Export it again with default settings and upload that.',
    PDF,
    { isPartlyRead: true },
  ],
  [
    'The file could not be validated within 2.1 seconds of computing time; 500 bytes of 1000 bytes were read. Export it again with default settings, or split it, and upload that.',
    PDF,
    { exceededCpuSeconds: 2.06, bytesRead: 500 },
  ],
  [
    'The file could not be validated within 2 seconds of computing time; 0 bytes of 1000 bytes were read.',
    PDF,
    { exceededCpuSeconds: 2 },
  ],
])('explains a refusal as: %s', (detail, type, found, fields) => {
  const { outcome, detail: written = '' } = verdictOn(type, found, fields);
  expect(outcome).toBe('rejected');
  expect(written.slice(0, detail.length)).toBe(detail);
});

it.each<[Partial<Evidence>, Partial<CollectionInput>?]>([
  [{ size: 1000, archive: { expandedBytes: 10 * MiB } }],
  [{ archive: { entries: 10_000 } }],
  [{ text: { kind: 'binary' } }, { textCharset: 'utf-8' }],
])('accepts an archive at the limit: %j', (found, fields) => {
  expect(verdictOn(ZIP, found, fields).outcome).toBe('accepted');
});

it('a file that could not be validated in time or to its end is refused with that reason', () => {
  expect(verdictOn(PDF, { isPartlyRead: true }).reason).toBe('unreadable');
  expect(verdictOn(PDF, { exceededCpuSeconds: 1 }).reason).toBe('too_complex');
});

it('reads a mail that is kept as plain text without its attachments, and judges them in a mail', () => {
  const { collections } = defineConfig({
    collections: {
      notes: { types: ['text/plain'], maxBytes: 1e6 },
      mails: { types: ['message/rfc822'], maxBytes: 1e6 },
    },
  });
  const mail: Evidence = {
    size: 1000,
    detectedType: 'message/rfc822',
    text: { kind: 'plain', charset: 'utf-8', flaws: {} },
    document: { findings: [{ kind: 'embedded_file', where: 'part 2' }] },
  };
  const outcomeIn = (collection: 'notes' | 'mails', contentType: string) =>
    judge({ contentType, size: 1000 }, mail, collections[collection]);
  expect(outcomeIn('notes', 'text/plain').outcome).toBe('accepted');
  expect(outcomeIn('mails', 'message/rfc822').reason).toBe('embedded_files');
});

it('messages have grouped digits, and name counts of partly read files as minimums', () => {
  expect(verdictOn('image/png', { image: { width: 50_000, height: 50_000 } }).detail).toBe(
    'The image has 50,000 × 50,000 pixels; the collection files takes at most 100,000,000 pixels in all. Scale it down and upload that.',
  );
  const animation = { width: 1, height: 1, frames: 40_000, hasMoreFrames: true };
  expect(verdictOn('image/gif', { image: animation }).detail).toContain('at least 40,000 frames');
});

it('a verdict keeps its evidence', () => {
  const image = { width: 3, height: 2, frames: 1, orientation: 6, hasGps: true };
  expect(verdictOn('image/jpeg', { image })).toMatchObject({ outcome: 'accepted', image });
});
