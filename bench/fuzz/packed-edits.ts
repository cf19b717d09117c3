// Edits what is inside compressed parts: unpacks one part of a ZIP or one stream of a PDF, edits it and packs it again.
import { deflateSync, inflateSync } from 'node:zlib';
import { type Edit, edited, type Seed } from '../../test/fixtures/hostile/edits.ts';
import { unzip, zip } from '../../test/fixtures/hostile/zip.ts';

/** No part is unpacked beyond this. */
const MAX_UNPACKED_BYTES = 1024 * 1024;

/**
 * Edits a compressed part, which `at` chooses (0 to 1), and writes the right length and checksum beside it; undefined
 * for a file that has none, or that was edited so much that its parts are not found.
 */
export function editedInside(
  seed: Seed,
  edits: readonly Edit[],
  others: readonly Seed[],
  at: number,
): Buffer | undefined {
  try {
    if (seed.bytes.subarray(0, 4).equals(Buffer.from('PK\x03\x04', 'latin1'))) {
      return editedEntry(seed, edits, others, at);
    }
    return seed.type === 'application/pdf' ? editedStream(seed, edits, others, at) : undefined;
  } catch {
    return undefined;
  }
}

function editedEntry(
  seed: Seed,
  edits: readonly Edit[],
  others: readonly Seed[],
  at: number,
): Buffer | undefined {
  const entries = unzip(seed.bytes);
  const chosen = entries[Math.floor(at * entries.length)];
  if (!chosen || chosen.bytes.byteLength === 0) return undefined;
  const bytes = edited({ type: 'text/plain', bytes: Buffer.from(chosen.bytes) }, edits, others);
  return zip(entries.map((entry) => (entry === chosen ? { ...entry, bytes } : entry)));
}

function editedStream(
  { bytes }: Seed,
  edits: readonly Edit[],
  others: readonly Seed[],
  at: number,
): Buffer | undefined {
  const text = bytes.toString('latin1');
  const streams = [...text.matchAll(/\/Length (\d+)[^>]{0,200}>>\s{0,4}stream\r?\n/g)];
  const chosen = streams[Math.floor(at * streams.length)];
  if (!chosen) return undefined;
  const [whole, digits = '0'] = chosen;
  const start = chosen.index + whole.length;
  const end = start + Number(digits);
  const unpacked = inflateSync(bytes.subarray(start, end), { maxOutputLength: MAX_UNPACKED_BYTES });
  const packed = deflateSync(edited({ type: 'text/plain', bytes: unpacked }, edits, others));
  const head = whole.replace(`/Length ${digits}`, `/Length ${packed.byteLength}`);
  return Buffer.concat([
    bytes.subarray(0, chosen.index),
    Buffer.from(head, 'latin1'),
    packed,
    bytes.subarray(end),
  ]);
}
