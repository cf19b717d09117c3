// What is uploaded in the scenarios: small texts, collections whose files are scanned or public, and parts from 51 bytes on.

import { type Config, defineConfig } from '../../lambdas/config/config.ts';
import type { ScannerInput } from '../../lambdas/config/scanner-config.ts';
import { MiB } from '../../lambdas/domain/sizes.ts';

const notes = { types: ['text/plain'], maxBytes: MiB };

/** The configuration of a run, with the scanner that it has. */
export const configWith = (scanner: ScannerInput): Config =>
  defineConfig({
    multipartThresholdBytes: 50,
    scanner,
    quota: { bytes: 2000, files: 50 },
    collections: {
      notes,
      scanned: { ...notes, scan: true },
      shown: { ...notes, visibility: 'public' },
    },
  });

/** Contents that are what they are claimed to be. */
export const goodContents = (name: string, size: number): Buffer<ArrayBuffer> =>
  Buffer.from(`${name} `.repeat(size).slice(0, size));

/** Contents of the same size that no policy admits as text. */
export const badContents = (size: number): Buffer<ArrayBuffer> => Buffer.alloc(size);
