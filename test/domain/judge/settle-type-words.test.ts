// The type that evidence settles, and every refusal of a type in words: what was found, what was expected, what to do.
import { expect, it } from 'vitest';
import { type CollectionInput, defineConfig } from '../../../lambdas/config/config.ts';
import { LOCKED_OFFICE } from '../../../lambdas/domain/formats/compound/compound-type.ts';
import type { Objection } from '../../../lambdas/domain/judge/rule.ts';
import { type SettledType, settleType } from '../../../lambdas/domain/judge/settle-type.ts';
import type { Evidence, TextEvidence } from '../../../lambdas/domain/verdict.ts';

interface Situation {
  readonly declaredType: string;
  readonly detectedType?: string;
  readonly text?: TextEvidence;
  readonly size?: number;
  readonly fields?: Partial<CollectionInput>;
}

function settle({
  declaredType,
  detectedType,
  text = { kind: 'binary' },
  size = 1000,
  fields = {},
}: Situation): SettledType | Objection {
  const { collections } = defineConfig({
    collections: { files: { types: ['*'], maxBytes: 1e9, ...fields } },
  });
  const evidence: Evidence = { size, text, ...(detectedType && { detectedType }) };
  const collection = collections.files;
  if (!collection) throw new Error('The configuration has this collection.');
  return settleType({ declaredType, evidence, collection });
}

const plain = (more: Partial<Extract<TextEvidence, { kind: 'plain' }>> = {}): TextEvidence => ({
  kind: 'plain',
  charset: 'utf-8',
  flaws: {},
  ...more,
});

const uploadedAs = 'The file was uploaded as';
const codeAdvice =
  'which a browser or a shell could run. Save it as a PDF or as text without code, and upload that.';

it.each([
  ['HTML', 'an HTML page'],
  ['SVG', 'an SVG drawing'],
  ['XML', 'an XML document'],
  ['PHP', 'a PHP page'],
  ['script', 'a script'],
] as const)('content that looks like %s is refused by that name', (looksLike, name) => {
  expect(settle({ declaredType: 'text/plain', text: { kind: 'active', looksLike } })).toEqual({
    reason: 'active_content',
    detail: `${uploadedAs} a plain text file, but it is ${name}, ${codeAdvice}`,
  });
});

it.each([
  [
    'a text with a flaw of the format that it claims',
    {
      declaredType: 'application/json',
      text: plain({ flaws: { 'application/json': 'it ends early' } }),
    },
    {
      reason: 'malformed',
      detail: `${uploadedAs} a JSON file, but it ends early. Correct it, or give its name the extension .txt, and upload it again.`,
    },
  ],
  [
    'a file that begins with blanks only',
    { declaredType: 'text/plain', text: { kind: 'hidden', blankBytes: 4096 } },
    {
      reason: 'not_text',
      detail:
        'The first 4 KB of the file are blank, which hides what follows. Remove the blank space at its start and upload it again.',
    },
  ],
  [
    'bytes that are not the claimed text',
    { declaredType: 'text/csv' },
    {
      reason: 'not_text',
      detail: `${uploadedAs} a CSV file, but its bytes are not text. Save it as UTF-8 text and upload that.`,
    },
  ],
  [
    'bytes of no known type',
    { declaredType: 'image/png' },
    {
      reason: 'type_unknown',
      detail: `${uploadedAs} a PNG image, but its bytes are of no known type. Check that it opens on your device, export it again and upload that.`,
    },
  ],
  [
    'an encrypted Office document',
    { declaredType: 'application/msword', detectedType: LOCKED_OFFICE },
    {
      reason: 'encrypted',
      detail:
        'The file is an encrypted Office document, so its content cannot be validated. Save it without a password and upload that.',
    },
  ],
] satisfies readonly (readonly [string, Situation, Objection])[])(
  '%s is refused in words',
  (_what, situation, expected) => {
    expect(settle(situation)).toEqual(expected);
  },
);

it('a type that can run macros is refused for that, whatever was claimed', () => {
  const macros = 'application/vnd.ms-word.document.macroenabled.12';
  const refusal = settle({ declaredType: 'application/pdf', detectedType: macros });
  expect(refusal).toMatchObject({ reason: 'macros' });
});

it.each([
  ['image/png', 'The file is a PNG image; the collection files takes', 'type_not_allowed'],
  [
    'image/jpeg',
    `${uploadedAs} a JPEG image, but it is a PNG image; the collection`,
    'type_mismatch',
  ],
])(
  'a PNG image that is uploaded as %s where only PDF is taken names both',
  (declaredType, start, reason) => {
    const fields = { types: ['application/pdf'] };
    const refusal = settle({ declaredType, detectedType: 'image/png', fields });
    expect(refusal).toMatchObject({ reason, detail: expect.stringContaining(start) });
  },
);

/** Fewer bytes of text than these could be the beginning of anything. */
it.each([
  ['utf-8', 15, undefined, 'type_unknown'],
  ['utf-8', 16, undefined, 'text/plain'],
  ['windows-1252', 127, undefined, 'type_unknown'],
  ['windows-1252', 128, undefined, 'text/plain'],
  ['utf-8', 3, 'text/vtt', 'text/vtt'],
] as const)(
  'text in %s of %i bytes with the format %s that was claimed to be a picture settles as %s',
  (charset, size, format, expected) => {
    const settled = settle({
      declaredType: 'image/png',
      size,
      text: plain({ charset, ...(format && { format }) }),
      ...(format && { detectedType: format }),
    });
    expect('type' in settled ? settled.type : settled.reason).toBe(expected);
  },
);

it.each([
  ['a Markdown text with some markup', 'text/markdown', undefined, false, 'text/markdown'],
  ['a Markdown text that is a whole page', 'text/markdown', undefined, true, 'active_content'],
  ['a plain text with some markup', 'text/plain', undefined, false, 'active_content'],
  ['a mail that is a whole page', 'message/rfc822', 'message/rfc822', true, 'message/rfc822'],
  ['a page that claims to be a mail', 'message/rfc822', undefined, true, 'active_content'],
  ['a mail that claims to be plain text', 'text/plain', 'message/rfc822', true, 'active_content'],
] as const)(
  '%s settles as it would be shown',
  (_what, declaredType, detectedType, isDocument, expected) => {
    const settled = settle({
      declaredType,
      ...(detectedType && { detectedType }),
      text: plain({ markup: { kind: 'HTML', isDocument } }),
      fields: { types: ['*', 'message/rfc822'] },
    });
    expect('type' in settled ? settled.type : settled.reason).toBe(expected);
  },
);

it('a drawing within other text is active content, also where drawings are taken', () => {
  const fields = { types: ['*', 'image/svg+xml'] };
  const settleDrawing = (isDocument: boolean) =>
    settle({
      declaredType: 'text/plain',
      text: plain({ markup: { kind: 'SVG', isDocument } }),
      fields,
    });
  expect(settleDrawing(true)).toEqual({ type: 'image/svg+xml' });
  expect(settleDrawing(false)).toMatchObject({ reason: 'active_content' });
});

it('a PDF that is written in text is a PDF', () => {
  const text = plain();
  expect(
    settle({ declaredType: 'application/pdf', detectedType: 'application/pdf', text }),
  ).toEqual({ type: 'application/pdf' });
});

it.each([
  ['an unknown format', 'application/x-unheard-of', 'image/vnd.dxf'],
  ['a known type', 'image/png', 'type_mismatch'],
  ['a foreign type', 'application/java-vm', 'type_mismatch'],
])('an opaque type may be %s by its mark: %s settles as %s', (_what, detectedType, expected) => {
  const fields = { types: ['application/pdf'], opaqueTypes: { 'image/vnd.dxf': '.dxf' } } as const;
  const settled = settle({ declaredType: 'image/vnd.dxf', detectedType, fields });
  expect('type' in settled ? settled.type : settled.reason).toBe(expected);
});
