// One pass over a body: every digest that is expected of it or stored with it.
import { type ChecksumAlgorithm, type RunningDigest, startDigest } from './checksums.ts';
import { S3Error } from './errors.ts';
import type { ExpectedDigests } from './expected-digests.ts';

/** Computes MD5 and each algorithm asked for once, then compares with what was announced. */
export class BodyDigests {
  readonly #expected: ExpectedDigests;
  readonly #running = new Map<ChecksumAlgorithm, RunningDigest>();
  readonly #finished = new Map<ChecksumAlgorithm, Buffer>();

  constructor(expected: ExpectedDigests, stored: readonly ChecksumAlgorithm[]) {
    this.#expected = expected;
    const names = new Set(stored);
    if (expected.md5 !== undefined) names.add('MD5');
    if (expected.sha256 !== undefined) names.add('SHA256');
    if (expected.checksum) names.add(expected.checksum.algorithm);
    for (const name of names) this.#running.set(name, startDigest(name));
  }

  update(chunk: Uint8Array): void {
    for (const digest of this.#running.values()) digest.update(chunk);
  }

  /** Of an algorithm that was expected or asked for. */
  digest(name: ChecksumAlgorithm): Buffer {
    const digest = this.#finished.get(name) ?? this.#running.get(name)?.digest();
    if (!digest) throw new Error(`${name} was not computed; ask for it when the body is opened`);
    this.#finished.set(name, digest);
    return digest;
  }

  /** Throws XAmzContentSHA256Mismatch or BadDigest. */
  verify(): void {
    const { md5, sha256, checksum } = this.#expected;
    if (sha256 !== undefined && this.digest('SHA256').toString('hex') !== sha256) {
      throw new S3Error('XAmzContentSHA256Mismatch', {
        elements: {
          ClientComputedContentSHA256: sha256,
          S3ComputedContentSHA256: this.digest('SHA256').toString('hex'),
        },
      });
    }
    if (md5 !== undefined && this.digest('MD5').toString('base64') !== md5) {
      throw new S3Error('BadDigest', {
        elements: { ExpectedDigest: md5, CalculatedDigest: this.digest('MD5').toString('base64') },
      });
    }
    if (checksum && this.digest(checksum.algorithm).toString('base64') !== checksum.value()) {
      throw new S3Error(
        'BadDigest',
        `The ${checksum.algorithm} you specified did not match the calculated checksum.`,
      );
    }
  }
}
