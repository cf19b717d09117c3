// Finds parts of a mail that are more than the message: attachments, other messages, and external content.
import type { FindingKind } from '../evidence.ts';
import { hasMark } from '../fields.ts';
import type { PartHeader } from './header.ts';

/** Content that a mail program shows as the message, or that says something about its delivery or its sender. */
const passiveTypes: ReadonlySet<string> = new Set([
  'text/plain',
  'text/html',
  'text/enriched',
  'text/calendar',
  'text/rfc822-headers',
  'message/delivery-status',
  'message/disposition-notification',
  'message/feedback-report',
]);
/** Signatures, which mail programs check and never open. */
const signatureTypes: ReadonlySet<string> = new Set([
  'application/pgp-signature',
  'application/pkcs7-signature',
  'application/x-pkcs7-signature',
]);
/** Messages that are encrypted, or signed in a form that only decoding shows (RFC 8551, section 3.2). */
const encryptedTypes: ReadonlySet<string> = new Set([
  'multipart/encrypted',
  'application/pkcs7-mime',
  'application/x-pkcs7-mime',
  'application/pgp-encrypted',
]);

/** The judgement of a part: plain text, a picture to check by its bytes, or a finding. */
export type PartKind = 'passive' | 'picture' | 'encrypted' | FindingKind;

/** Judges a part by its header. */
export function partKind({
  type = 'text/plain',
  isAttachment,
  name,
  encoding,
}: PartHeader): PartKind {
  if (encryptedTypes.has(type)) return 'encrypted';
  if (signatureTypes.has(type)) return 'passive';
  if (type === 'message/external-body') return 'external_content';
  if (isAttachment) return 'embedded_file';
  if (/^image\/(?:png|jpeg|gif|bmp|webp)$/.test(type) && encoding === 'base64') return 'picture';
  return passiveTypes.has(type) && name === undefined ? 'passive' : 'embedded_file';
}

const pictureMarks = [
  '\x89PNG\r\n\x1a\n',
  '\xff\xd8\xff',
  'GIF87a',
  'GIF89a',
  'BM',
  'RIFF',
] as const;

/** Whether the first line of a part in base64 begins a picture. */
export function beginsPicture(line: string): boolean {
  const head = Buffer.from(line.slice(0, 64), 'base64');
  return pictureMarks.some((mark) => hasMark(head, 0, mark));
}

/** Whether a line of text begins a file in the middle of it, as programs did before MIME (POSIX uuencode). */
export const beginsFile = (line: string): boolean => /^begin(?:-base64)? [0-7]{3,4} \S/.test(line);
