// Messages of Outlook: attachments, and names of files elsewhere (MS-OXMSG).
import type { StoredBytes } from '../../../stored-bytes.ts';
import { addressKind } from '../../address.ts';
import type { Findings } from '../../findings.ts';
import { RtfReader } from '../../rtf/rtf-reader.ts';
import { RtfTokenizer } from '../../rtf/tokenizer.ts';
import type { CompoundFile } from '../compound-file.ts';
import { type CompoundEntry, childOf, descendants } from '../directory.ts';
import { unpackRtf } from './compressed-rtf.ts';

/** The storage of an attachment (MS-OXMSG, section 2.2.2). */
const attachment = /^__attach_version1\.0_#/;
/** A property whose value is a string in bytes or in Unicode, with a number that only names give a meaning. */
const namedString = /^__substg1\.0_[89a-f][0-9a-f]{3}001[ef]$/;
/** The packed body in rich text (`PidTagRtfCompressed`). */
const RICH_TEXT = '__substg1.0_10090102';
/** Names of an attachment: the long one and the short one, in Unicode and in bytes (MS-OXCMSG, section 2.2.2). */
const nameProperties = ['3707001f', '3707001e', '3704001f', '3704001e'] as const;
/** Longest string that is read: a path. */
const STRING_MAX_BYTES = 4096;

/** Reports attachments, and properties that make Outlook open a file on another computer. Messages are never encrypted whole. */
export async function inspectMessage(file: CompoundFile, findings: Findings): Promise<boolean> {
  for (const entry of descendants(file.root)) {
    if (!entry.isStream && attachment.test(entry.key)) {
      findings.add('embedded_file', entry.path, await attachmentName(file, entry));
    }
    if (entry.isStream && namedString.test(entry.key)) {
      const value = await readString(file, entry);
      if (addressKind(value) === 'network') findings.add('external_content', entry.path, value);
    }
  }
  const body = childOf(file.root, RICH_TEXT);
  if (body?.isStream && body.size > 0) await inspectBody(await file.open(body), findings);
  return false;
}

/** Rich text can hold objects of its own, which Outlook opens with the message. */
async function inspectBody(stream: StoredBytes, findings: Findings): Promise<void> {
  const reader = new RtfReader(findings);
  const tokenizer = new RtfTokenizer(reader);
  for await (const text of unpackRtf(stream)) tokenizer.push(text);
  reader.end(tokenizer.end());
}

async function attachmentName(
  file: CompoundFile,
  storage: CompoundEntry,
): Promise<string | undefined> {
  for (const property of nameProperties) {
    const stream = childOf(storage, `__substg1.0_${property}`);
    if (stream?.isStream) return await readString(file, stream);
  }
  return undefined;
}

async function readString(file: CompoundFile, stream: CompoundEntry): Promise<string> {
  const bytes = await (await file.open(stream)).read(0, STRING_MAX_BYTES);
  const encoding = stream.key.endsWith('f') ? 'utf16le' : 'latin1';
  return Buffer.from(bytes).toString(encoding).replaceAll('\0', '');
}
