// The checksum algorithms of S3, and how a whole object's checksum follows from its parts'.
import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { combineCrcs } from './crc-combine.ts';
import { S3Error } from './errors.ts';
import { CRC32C_POLYNOMIAL, CRC64NVME_POLYNOMIAL, WasmDigest } from './wasm-digest.ts';

/** A digest that grows as bytes pass by. */
export interface RunningDigest {
  update(data: Uint8Array): unknown;
  digest(): Buffer;
}

export type ChecksumType = 'COMPOSITE' | 'FULL_OBJECT';

interface Algorithm {
  readonly bytes: number;
  readonly types: readonly ChecksumType[];
  readonly start: () => RunningDigest;
  readonly polynomial?: bigint;
}

/** Which checksum types each algorithm allows in a multipart upload; the first is the default. */
const ALGORITHMS = {
  CRC32: {
    bytes: 4,
    types: ['COMPOSITE', 'FULL_OBJECT'],
    start: startCrc32,
    polynomial: 0xedb88320n,
  },
  CRC32C: {
    bytes: 4,
    types: ['COMPOSITE', 'FULL_OBJECT'],
    start: () => new WasmDigest('CRC32C'),
    polynomial: CRC32C_POLYNOMIAL,
  },
  CRC64NVME: {
    bytes: 8,
    types: ['FULL_OBJECT'],
    start: () => new WasmDigest('CRC64NVME'),
    polynomial: CRC64NVME_POLYNOMIAL,
  },
  SHA1: { bytes: 20, types: ['COMPOSITE'], start: () => createHash('sha1') },
  SHA256: { bytes: 32, types: ['COMPOSITE'], start: () => createHash('sha256') },
  SHA512: { bytes: 64, types: ['COMPOSITE'], start: () => createHash('sha512') },
  MD5: { bytes: 16, types: ['COMPOSITE'], start: () => createHash('md5') },
  XXHASH64: { bytes: 8, types: ['COMPOSITE'], start: () => new WasmDigest('XXHASH64') },
  XXHASH3: { bytes: 8, types: ['COMPOSITE'], start: () => new WasmDigest('XXHASH3') },
  XXHASH128: { bytes: 16, types: ['COMPOSITE'], start: () => new WasmDigest('XXHASH128') },
} as const satisfies Record<string, Algorithm>;

export type ChecksumAlgorithm = keyof typeof ALGORITHMS;

/** A checksum as stored and answered: base64, with `-<parts>` when composite. */
export interface Checksum {
  readonly algorithm: ChecksumAlgorithm;
  readonly type: ChecksumType;
  readonly value: string;
}

/** What S3 computes when nothing was asked for. */
export const DEFAULT_ALGORITHM: ChecksumAlgorithm = 'CRC64NVME';

/** Every algorithm, in the order in which S3's own messages list them. */
export const CHECKSUM_ALGORITHMS = Object.keys(ALGORITHMS) as readonly ChecksumAlgorithm[];

export function isChecksumAlgorithm(name: string): name is ChecksumAlgorithm {
  return Object.hasOwn(ALGORITHMS, name);
}

/** `x-amz-checksum-sha256` and the like. */
export function checksumHeader(algorithm: ChecksumAlgorithm): string {
  return `x-amz-checksum-${algorithm.toLowerCase()}`;
}

export function startDigest(name: ChecksumAlgorithm): RunningDigest {
  return ALGORITHMS[name].start();
}

/** Whether `value` is base64 of as many bytes as the algorithm has. */
export function isChecksumValue(algorithm: ChecksumAlgorithm, value: string): boolean {
  return isBase64Of(value, ALGORITHMS[algorithm].bytes);
}

export function isBase64Of(value: string, bytes: number): boolean {
  const decoded = Buffer.from(value, 'base64');
  return decoded.length === bytes && decoded.toString('base64') === value;
}

/** The type a multipart upload gets, or InvalidRequest if the algorithm does not allow it. */
export function checksumTypeFor(
  algorithm: ChecksumAlgorithm,
  asked: string | undefined,
): ChecksumType {
  const types: readonly ChecksumType[] = ALGORITHMS[algorithm].types;
  const type = asked === undefined ? types[0] : types.find((allowed) => allowed === asked);
  if (type) return type;
  throw new S3Error(
    'InvalidRequest',
    `The ${asked} checksum type cannot be used with the ${algorithm.toLowerCase()} checksum algorithm.`,
  );
}

/** The checksum of a multipart object from those of its parts, in order. */
export function checksumOfParts(
  algorithm: ChecksumAlgorithm,
  type: ChecksumType,
  parts: readonly { checksum: string; sizeInBytes: number }[],
): Checksum {
  const decoded = parts.map((part) => Buffer.from(part.checksum, 'base64'));
  if (type === 'COMPOSITE') {
    const whole = startDigest(algorithm);
    whole.update(Buffer.concat(decoded));
    return { algorithm, type, value: `${whole.digest().toString('base64')}-${parts.length}` };
  }
  const { bytes, polynomial = 0n }: Algorithm = ALGORITHMS[algorithm];
  const crc = combineCrcs(
    { bits: BigInt(bytes) * 8n, polynomial },
    parts.map((part, index) => ({
      crc: BigInt(`0x${decoded[index]?.toString('hex')}`),
      sizeInBytes: part.sizeInBytes,
    })),
  );
  const hex = crc.toString(16).padStart(bytes * 2, '0');
  return { algorithm, type, value: Buffer.from(hex, 'hex').toString('base64') };
}

function startCrc32(): RunningDigest {
  let value = 0;
  return {
    update(data) {
      value = crc32(data, value);
    },
    digest() {
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32BE(value);
      return bytes;
    },
  };
}
