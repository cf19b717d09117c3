// Streams one version from S3 to clamd.

import { Readable } from 'node:stream';
import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { Clamd } from '../../config/scanner-config.ts';
import { bytesExactly } from '../../domain/bytes-in-words.ts';
import type { ScanVersion } from '../../domain/ports.ts';
import { type ScanResult, scannerText, threatNames } from '../../domain/scan.ts';
import { isGone } from '../s3/is-gone.ts';
import { type ClamdAnswer, scanStream } from './clamd.ts';

/** One GetObject, whose bytes are streamed to clamd. A version larger than clamd accepts is not read. */
export const scanVersionWith =
  (s3: S3Client, Bucket: string, clamd: Clamd, timeoutMs: number): ScanVersion =>
  async ({ key, versionId }, size) => {
    const result = (said: Omit<ScanResult, 'engine' | 'versionId'>): ScanResult => ({
      engine: 'clamd',
      versionId,
      ...said,
    });
    if (size > clamd.maxBytes) return result(tooLarge(clamd));
    let bytes: Readable | undefined;
    try {
      const { Body } = await s3.send(
        new GetObjectCommand({ Bucket, Key: key, VersionId: versionId }),
      );
      if (!(Body instanceof Readable)) throw new Error('S3 returned no stream of bytes.');
      bytes = Body;
      return result(resultOf(await scanStream(clamd, bytes, { size, timeoutMs }), clamd));
    } catch (error) {
      if (isGone(error)) return result({ outcome: 'failed', why: 'the stored bytes are gone' });
      throw error;
    } finally {
      bytes?.destroy();
    }
  };

const tooLarge = ({ maxBytes }: Clamd) =>
  ({ outcome: 'unsupported', why: `larger than the ${bytesExactly(maxBytes)} it takes` }) as const;

// With AlertEncrypted and AlertExceedsMax clamd reports files that it could not read as findings (clamd.conf(5)).
const unseen = /^Heuristics\.(Encrypted|Limits\.Exceeded)\b/;

function resultOf(answer: ClamdAnswer, clamd: Clamd): Omit<ScanResult, 'engine' | 'versionId'> {
  if (answer.kind === 'too_large') return tooLarge(clamd);
  if (answer.kind === 'clean') return { outcome: 'clean' };
  return unseen.test(answer.name)
    ? { outcome: 'unsupported', why: scannerText(answer.name) }
    : { outcome: 'infected', threats: threatNames([answer.name]) };
}
