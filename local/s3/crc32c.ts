// CRC-32C (Castagnoli): Node has CRC-32 natively but not this one, so four bytes at a time here.
// biome-ignore-all lint/style/noNonNullAssertion: all reads stay inside table and data; a check would halve the speed

/** The reflected polynomial (RFC 3720, appendix B.4). */
export const CRC32C_POLYNOMIAL = 0x82f63b78n;

const TABLES = buildTables();

function buildTables(): Int32Array {
  const tables = new Int32Array(4 * 256);
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
    tables[byte] = crc;
  }
  for (let at = 256; at < tables.length; at++) {
    const previous = tables[at - 256]!;
    tables[at] = (previous >>> 8) ^ tables[previous & 255]!;
  }
  return tables;
}

/** A CRC-32C that grows with `update`. */
export class Crc32c {
  #crc = -1;

  update(data: Uint8Array): void {
    const t = TABLES;
    const d = data;
    let crc = this.#crc;
    let at = 0;
    for (const end = data.length & ~3; at < end; at += 4) {
      crc ^= d[at]! | (d[at + 1]! << 8) | (d[at + 2]! << 16) | (d[at + 3]! << 24);
      crc =
        t[768 + (crc & 255)]! ^
        t[512 + ((crc >>> 8) & 255)]! ^
        t[256 + ((crc >>> 16) & 255)]! ^
        t[crc >>> 24]!;
    }
    for (; at < data.length; at++) crc = (crc >>> 8) ^ t[(crc ^ d[at]!) & 255]!;
    this.#crc = crc;
  }

  /** The four bytes, most significant first. */
  digest(): Buffer {
    const bytes = Buffer.alloc(4);
    bytes.writeInt32BE(~this.#crc, 0);
    return bytes;
  }
}
