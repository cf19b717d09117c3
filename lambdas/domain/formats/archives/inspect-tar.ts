// TAR archives: every entry's header, and the first bytes of its content; the rest is not read.
import type { MeteredBytes } from '../../stored-bytes.ts';
import type { ArchiveEvidence } from '../evidence.ts';
import { withFlaw } from '../reading.ts';
import { TarReader } from './tar-reader.ts';

/** How much is read at a time. */
const CHUNK_BYTES = 64 * 1024;

/** Reads an archive; what was counted before a flaw is reported with it. */
export async function inspectTar(stored: MeteredBytes): Promise<ArchiveEvidence> {
  const bytes = stored.whole();
  const reader = new TarReader();
  const outcome = await withFlaw(async () => {
    for (let at = 0; at < bytes.size; ) {
      const skipped = Math.min(reader.skippable, bytes.size - at);
      if (skipped > 0) reader.skip(skipped);
      else reader.push(await bytes.read(at, Math.min(CHUNK_BYTES, bytes.size - at)));
      at += skipped > 0 ? skipped : Math.min(CHUNK_BYTES, bytes.size - at);
    }
    reader.end();
    return {};
  });
  return { ...reader.evidence, ...outcome };
}
