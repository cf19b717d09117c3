// RC4, which the crypto libraries of today leave out and PDFs of yesterday are encrypted with.

/** Encrypts and decrypts, which are the same. */
export function rc4(key: Uint8Array, data: Uint8Array): Buffer {
  const state = Uint8Array.from({ length: 256 }, (_, index) => index);
  for (let at = 0, other = 0; at < 256; at += 1) {
    const byte = state[at] ?? 0;
    other = (other + byte + (key[at % key.byteLength] ?? 0)) & 0xff;
    state[at] = state[other] ?? 0;
    state[other] = byte;
  }
  const out = Buffer.alloc(data.byteLength);
  for (let index = 0, at = 0, other = 0; index < data.byteLength; index += 1) {
    at = (at + 1) & 0xff;
    const byte = state[at] ?? 0;
    other = (other + byte) & 0xff;
    const swapped = state[other] ?? 0;
    state[at] = swapped;
    state[other] = byte;
    out[index] = (data[index] ?? 0) ^ (state[(byte + swapped) & 0xff] ?? 0);
  }
  return out;
}
