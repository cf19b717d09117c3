// Reads RTF documents whole and in order, and reports objects, fields, templates and other active content (Rich Text Format
// 1.9.1).
import type { MeteredBytes } from '../../stored-bytes.ts';
import type { DocumentEvidence } from '../evidence.ts';
import { Findings } from '../findings.ts';
import { withFlaw } from '../reading.ts';
import { RtfReader } from './rtf-reader.ts';
import { RtfTokenizer } from './tokenizer.ts';

/** How much is read at a time. */
const CHUNK_BYTES = 256 * 1024;

/** Reads a whole document; findings before a flaw are reported with it. */
export async function inspectRtf(stored: MeteredBytes): Promise<DocumentEvidence> {
  const bytes = stored.whole();
  const findings = new Findings();
  const reader = new RtfReader(findings);
  const tokenizer = new RtfTokenizer(reader);
  const outcome = await withFlaw(async () => {
    for (let at = 0; at < bytes.size; at += CHUNK_BYTES) {
      tokenizer.push(await bytes.read(at, CHUNK_BYTES));
    }
    reader.end(tokenizer.end());
    return { trailingBytes: reader.trailingBytes };
  });
  return { findings: findings.all, ...outcome };
}
