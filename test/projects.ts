// Which test runs where: the file patterns of each Vitest project, for its configuration and for the test of these rules.

/**
 * Tests that take minutes, start a browser of their own, synthesize dozens of configurations or draw edited files at random:
 * only `npm run test:all` runs them.
 */
export const heavyTests = [
  'test/faults.test.ts',
  'test/week-in-the-life.test.ts',
  'test/fixtures/hostile.test.ts',
  'test/domain/judge/accuracy.test.ts',
  'test/client/browser.test.ts',
  'test/domain/inspect-edited.test.ts',
  'test/local/added-administrators.test.ts',
  'test/local/restore.test.ts',
  'test/lib/{airlock-nag,every-option,largest-configuration,nag-options,refuse-beyond-limits}.test.ts',
  'test/local/stop.test.ts',
];

/** Unit tests: everything in these folders. */
export const unitTests = ['test/{domain,web,client}/**/*.test.ts'];

/** What is in those folders and still no unit test: it starts a server, or draws at random for many seconds. */
export const partsInUnitFolders = [
  'test/client/{many-files,node,owner-calls,server-clock,upload-forms,upload-parts,upload-parts-continued,upload-post,uppy,uppy-resume}.test.ts',
  'test/domain/disposition.test.ts',
  'test/domain/formats/robust.test.ts',
  'test/domain/formats/archives/tar-gzip.test.ts',
  'test/domain/formats/pdf/{robust,variants}.test.ts',
  'test/domain/formats/zip/inspect-zip.test.ts',
];

/** One part of the system at a time, with the engines and servers that it needs: all that has no project of its own. */
export const partsTests = [
  'test/*.test.ts',
  'test/!(bench|client|domain|page|rights|story|web)/**/*.test.ts',
  ...partsInUnitFolders,
];
