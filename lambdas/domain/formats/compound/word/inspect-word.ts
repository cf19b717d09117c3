// Word documents of 1997 to 2003: fields, the template, and names of files elsewhere (MS-DOC).
import { addressKind } from '../../address.ts';
import { FormatError } from '../../evidence.ts';
import type { Findings } from '../../findings.ts';
import { FieldTracker } from '../../office/field-tracker.ts';
import { rtfFieldFinding } from '../../rtf/field-rules.ts';
import type { CompoundFile } from '../compound-file.ts';
import { childOf } from '../directory.ts';
import { linkedPicturesIn } from '../drawing-links.ts';
import { type Fib, fieldLists, pairNumber, readFib } from './fib.ts';
import { reportFieldKinds } from './field-kinds.ts';
import { documentText } from './pieces.ts';
import { readStrings } from './string-table.ts';

/** Places in the list of associated names: the template, and the sources of a serial letter (MS-DOC, section 2.9.272). */
const externalNames = [1, 8, 9] as const;

/** Reports the active content of a document. Returns whether it is encrypted, in which case nothing else is read. */
export async function inspectWordDocument(
  file: CompoundFile,
  findings: Findings,
): Promise<boolean> {
  const document = await openNamed(file, 'WordDocument');
  const fib = await readFib(document);
  if (fib.isEncrypted) return true;
  const table = await openNamed(file, fib.tableName);
  await reportNames(table, fib, findings);
  for (const number of fieldLists) {
    await reportFieldKinds(table, fib.part(number), (kind) => findings.add(kind, 'field list'));
  }
  const fields = new FieldTracker(
    ({ kind, target }) => findings.add(kind, `field ${target.slice(0, 40)}`, target),
    rtfFieldFinding,
  );
  for await (const text of documentText(document, table, fib.part(pairNumber.pieces))) {
    trackFields(text, fields);
  }
  fields.end();
  const data = childOf(file.root, 'Data');
  for (const stream of data?.isStream ? [table, await file.open(data)] : [table]) {
    for (const link of await linkedPicturesIn(stream)) {
      findings.add('external_content', `picture ${link.slice(0, 40)}`, link);
    }
  }
  return false;
}

async function openNamed(file: CompoundFile, name: string) {
  const stream = childOf(file.root, name);
  if (!stream?.isStream) throw new FormatError('contradictory', `Its stream ${name} is missing.`);
  return await file.open(stream);
}

async function reportNames(
  table: Awaited<ReturnType<typeof openNamed>>,
  fib: Fib,
  findings: Findings,
): Promise<void> {
  const names = await readStrings(table, fib.part(pairNumber.associatedNames));
  for (const index of externalNames) {
    const name = names[index] ?? '';
    const kind = addressKind(name);
    if (kind !== 'local' && kind !== 'inside') {
      findings.add('external_content', `associated name ${index}`, name);
    }
  }
}

/** The characters around a field's code and its result (MS-DOC, section 2.8.25). */
const marks = new Map([
  ['\x13', 'begin'],
  ['\x14', 'separate'],
  ['\x15', 'end'],
]);

function trackFields(text: string, fields: FieldTracker): void {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  for (const [piece] of text.matchAll(/[\x13-\x15]|[^\x13-\x15]+/g)) {
    const mark = marks.get(piece);
    if (mark) fields.mark(mark);
    // Anchors of pictures and objects are no part of a field's code.
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is left out
    else if (fields.isInCode) fields.text(piece.replaceAll(/[\x01-\x08]/g, ''));
  }
}
