// The configuration and contents of the scenarios: small texts, scanned and public collections, multipart above 50 bytes.

import { type Config, defineConfig } from '../../lambdas/config/config.ts';
import type { ScannerInput } from '../../lambdas/config/scanner-config.ts';
import { MiB } from '../../lambdas/domain/sizes.ts';

const notes = { types: ['text/plain'], maxBytes: MiB };

/** The configuration of a run with this scanner. */
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

/** Contents that match their claim. */
export const goodContents = (name: string, size: number): Buffer<ArrayBuffer> =>
  Buffer.from(`${name} `.repeat(size).slice(0, size));

/** Contents of the same size that are not text. */
export const badContents = (size: number): Buffer<ArrayBuffer> => Buffer.alloc(size);
