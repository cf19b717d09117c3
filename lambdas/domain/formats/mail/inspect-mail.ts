// Reads mails as programs save them (RFC 5322) whole and in order, and reports their attachments.
import type { MeteredBytes } from '../../stored-bytes.ts';
import type { DocumentEvidence } from '../evidence.ts';
import { Findings } from '../findings.ts';
import { withFlaw } from '../reading.ts';
import { mailLines } from './lines.ts';
import { MimeReader } from './mime-reader.ts';

/** Reads a whole mail; findings before a flaw are reported with it. */
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
