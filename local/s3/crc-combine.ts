// The CRC of a whole from the CRCs of its parts, without reading a byte again.

/** A reflected CRC: its width in bits and its polynomial. */
export interface CrcField {
  readonly bits: bigint;
  readonly polynomial: bigint;
}

/**
 * Combines CRCs in order. Appending n bytes multiplies a CRC by x^(8n) modulo the polynomial, so
 * crc(A‖B) = crc(A)·x^(8·|B|) + crc(B); the initial and final inversions cancel out.
 */
export function combineCrcs(
  field: CrcField,
  parts: readonly { crc: bigint; sizeInBytes: number }[],
): bigint {
  const shifts = new Map<number, bigint>();
  return parts.reduce((whole, { crc, sizeInBytes }) => {
    let shift = shifts.get(sizeInBytes);
    if (shift === undefined) {
      shift = powerOfX(field, BigInt(sizeInBytes) * 8n);
      shifts.set(sizeInBytes, shift);
    }
    return multiply(field, shift, whole) ^ crc;
  }, 0n);
}

/** Reflected: the highest bit is x^0. */
function powerOfX(field: CrcField, exponent: bigint): bigint {
  let result = 1n << (field.bits - 1n);
  let square = 1n << (field.bits - 2n);
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = multiply(field, square, result);
    square = multiply(field, square, square);
  }
  return result;
}

function multiply({ bits, polynomial }: CrcField, a: bigint, b: bigint): bigint {
  let product = 0n;
  let shifted = b;
  for (let bit = bits - 1n; bit >= 0n; bit--) {
    if ((a >> bit) & 1n) product ^= shifted;
    shifted = shifted & 1n ? (shifted >> 1n) ^ polynomial : shifted >> 1n;
  }
  return product;
}
