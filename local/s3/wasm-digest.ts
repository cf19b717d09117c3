// Digests that Node lacks: CRC-32C, CRC-64/NVME and the xxHash family, computed by hash-wasm.
import {
  createCRC32,
  createCRC64,
  createXXHash3,
  createXXHash64,
  createXXHash128,
  type IHasher,
} from 'hash-wasm';

/** The reflected polynomials (RFC 3720, appendix B.4; NVM Express base specification). */
export const CRC32C_POLYNOMIAL = 0x82f63b78n;
export const CRC64NVME_POLYNOMIAL = 0x9a6c9329ac4bc9b5n;

const hashers = {
  CRC32C: await createCRC32(Number(CRC32C_POLYNOMIAL)),
  CRC64NVME: await createCRC64(CRC64NVME_POLYNOMIAL.toString(16)),
  XXHASH64: await createXXHash64(),
  XXHASH3: await createXXHash3(),
  XXHASH128: await createXXHash128(),
} satisfies Record<string, IHasher>;

/** A running digest. All of one algorithm share its WebAssembly instance, so each keeps its own state between calls. */
export class WasmDigest {
  readonly #hasher: IHasher;
  #state: Uint8Array;

  constructor(name: keyof typeof hashers) {
    this.#hasher = hashers[name];
    this.#state = this.#hasher.init().save();
  }

  update(data: Uint8Array): void {
    this.#state = this.#hasher.load(this.#state).update(data).save();
  }

  /** The bytes, most significant first. */
  digest(): Buffer {
    return Buffer.from(this.#hasher.load(this.#state).digest('binary'));
  }
}
