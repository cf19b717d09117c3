// Step 4 of an upload: the body into an incoming file, digests computed and verified on the way.
import { BodyDigests } from './body-digests.ts';
import type { ChecksumAlgorithm } from './checksums.ts';
import { S3Error } from './errors.ts';
import type { ExpectedDigests } from './expected-digests.ts';
import type { Files } from './files.ts';

/** The most one PUT, POST or part may hold: 5 GiB. */
export const MAX_UPLOAD_BYTES = 5 * 1024 ** 3;

/** A body that is stored but not yet referred to: settle it or discard it. */
export interface Received {
  readonly file: string;
  readonly size: number;
  /** Hex. */
  readonly md5: string;
  /** Base64, of the algorithm asked for. */
  readonly checksum: string;
}

/** What bounds a body. `sizeInBytes` is exact, the others are limits, all inclusive. */
export interface BodyLimits {
  readonly sizeInBytes?: number;
  readonly minBytes?: number;
  readonly maxBytes?: number;
}

/**
 * Streams a body to disk. Stops reading as soon as it is too large. Throws EntityTooLarge,
 * EntityTooSmall, IncompleteBody and the digest errors; then nothing is left behind.
 */
export async function receive(
  files: Files,
  chunks: AsyncIterable<Uint8Array>,
  expected: ExpectedDigests,
  algorithm: ChecksumAlgorithm,
  limits: BodyLimits,
): Promise<Received> {
  const { sizeInBytes, minBytes = 0, maxBytes = MAX_UPLOAD_BYTES } = limits;
  if (sizeInBytes !== undefined && sizeInBytes > maxBytes) throw tooLarge(sizeInBytes, maxBytes);
  const digests = new BodyDigests(expected, ['MD5', algorithm]);
  let size = 0;
  async function* pass() {
    for await (const chunk of chunks) {
      size += chunk.length;
      if (size > maxBytes) throw tooLarge(size, maxBytes);
      digests.update(chunk);
      yield chunk;
    }
  }
  const file = await files.write(pass());
  try {
    if (sizeInBytes !== undefined && size !== sizeInBytes) throw new S3Error('IncompleteBody');
    if (size < minBytes) {
      throw new S3Error('EntityTooSmall', {
        elements: { ProposedSize: size, MinSizeAllowed: minBytes },
      });
    }
    digests.verify();
  } catch (error) {
    await files.discard(file);
    throw error;
  }
  return {
    file,
    size,
    md5: digests.digest('MD5').toString('hex'),
    checksum: digests.digest(algorithm).toString('base64'),
  };
}

/** Uses a received file; if that fails, discards it. */
export async function keep<T>(files: Files, { file }: Received, use: () => T): Promise<T> {
  try {
    return use();
  } catch (error) {
    await files.discard(file);
    throw error;
  }
}

function tooLarge(proposed: number, max: number): S3Error {
  return new S3Error('EntityTooLarge', {
    elements: { ProposedSize: proposed, MaxSizeAllowed: max },
  });
}
