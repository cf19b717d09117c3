// Mails as programs save them (RFC 5322), read whole in order: what is attached to them.
import type { MeteredBytes } from '../../stored-bytes.ts';
import type { DocumentEvidence } from '../evidence.ts';
import { Findings } from '../findings.ts';
import { withFlaw } from '../reading.ts';
import { mailLines } from './lines.ts';
import { MimeReader } from './mime-reader.ts';

/** Reads a whole mail; what was found before a flaw is reported with it. */
export async function inspectMail(stored: MeteredBytes): Promise<DocumentEvidence> {
  const findings = new Findings();
  const reader = new MimeReader(findings);
  const outcome = await withFlaw(async () => {
    for await (const line of mailLines(stored.whole())) reader.line(line);
    reader.end();
    return {};
  });
  return { findings: findings.all, isEncrypted: reader.isEncrypted, ...outcome };
}
