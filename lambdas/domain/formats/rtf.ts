// RTF: embedded objects and fields that start programs (Rich Text Format 1.9.1, objects and fields).
import type { StoredBytes } from '../stored-bytes.ts';
import type { DocumentEvidence } from './evidence.ts';
import { readEnds } from './reading.ts';

/** Objects in the file, objects that load themselves, and the field that runs a command. */
const active = /\\obj(?:data|update|autlink|emb\b|ocx)|DDE(?:AUTO)?[\s"\\]/;

/** Looks for objects and commands in what is read of the file: all of a small one, both ends of a larger one. */
export async function inspectRtf(bytes: StoredBytes): Promise<DocumentEvidence> {
  const { head, tail, isWhole } = await readEnds(bytes);
  const parts = isWhole ? [head] : [head, tail];
  const isActive = parts.some((part) => active.test(Buffer.from(part).toString('latin1')));
  return { findings: isActive ? [{ kind: 'embedded_object', where: 'the text' }] : [] };
}
