// The configuration and contents of the scenarios: small texts and pictures, collections with each policy, multipart above 50 bytes.
import sharp from 'sharp';
import { type Config, defineConfig } from '../../lambdas/config/config.ts';
import type { ScannerInput } from '../../lambdas/config/scanner-config.ts';
import { MiB } from '../../lambdas/domain/sizes.ts';

const notes = { types: ['text/plain'], maxBytes: MiB };

/** How often a file may be shared at a time. */
export const sharingLimits = { grantsPerFile: 2, linksPerFile: 3 } as const;

/** How much an owner may keep. */
export const QUOTA_BYTES = 400_000;

/** Where forms lead. */
export const FORM_ORIGIN = 'https://shop.example.com';

/** The configuration of a run with this scanner. */
export const configWith = (scanner: ScannerInput): Config =>
  defineConfig({
    multipartThresholdBytes: 50,
    scanner,
    origins: [FORM_ORIGIN],
    quota: { bytes: QUOTA_BYTES, files: 50 },
    sharing: sharingLimits,
    collections: {
      notes,
      scanned: { ...notes, scan: true },
      shown: { ...notes, visibility: 'public' },
      brief: { ...notes, retainDays: 1 },
      pictures: {
        types: ['image/png'],
        maxBytes: MiB,
        variants: { thumbnail: { width: 2 } },
      },
    },
  });

/** Contents that match their claim. */
export const goodContents = (name: string, size: number): Buffer<ArrayBuffer> =>
  Buffer.from(`${name} `.repeat(size).slice(0, size));

/** A picture of four pixels by three. */
export const picture: Buffer<ArrayBuffer> = Buffer.from(
  await sharp({ create: { width: 4, height: 3, channels: 3, background: 'red' } })
    .png()
    .toBuffer(),
);

/** Contents of the same size that are not text. */
export const badContents = (size: number): Buffer<ArrayBuffer> => Buffer.alloc(size);
