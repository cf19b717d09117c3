// Fields of an RTF document: which instructions show what the document itself holds. All others are findings.
import type { FindingKind } from '../evidence.ts';
import { type FieldFinding, fieldFinding } from '../office/fields.ts';

/** Field instructions (ECMA-376 part 1, section 17.16.5, and those that Word writes beside them) that fetch and start nothing. */
const passiveFields: ReadonlySet<string> = new Set(
  `ADDIN ADDRESSBLOCK ADVANCE ASK AUTHOR AUTONUM AUTONUMLGL AUTONUMOUT AUTOTEXT AUTOTEXTLIST BARCODE BIBLIOGRAPHY
  BIDIOUTLINE CITATION COMMENTS COMPARE CREATEDATE DATE DISPLAYBARCODE DOCPROPERTY DOCVARIABLE EDITTIME EQ FILENAME
  FILESIZE FILLIN FORMCHECKBOX FORMDROPDOWN FORMTEXT FTNREF GLOSSARY GOTOBUTTON GREETINGLINE HYPERLINK IF INCLUDEPICTURE
  INDEX INFO KEYWORDS LASTSAVEDBY LISTNUM MERGEBARCODE MERGEFIELD MERGEREC MERGESEQ NEXT NEXTIF NOTEREF NUMCHARS
  NUMPAGES NUMWORDS PAGE PAGEREF PRINTDATE PRIVATE QUOTE REF REVNUM SAVEDATE SECTION SECTIONPAGES SEQ SET SHAPE SKIPIF
  STYLEREF SUBJECT SYMBOL TA TC TEMPLATE TIME TITLE TOA TOC USERADDRESS USERINITIALS USERNAME XE`.split(
    /\s+/,
  ),
);

/** Instructions whose names say what an unknown one cannot. */
const activeFields: ReadonlyMap<string, FindingKind> = new Map([
  ['EMBED', 'embedded_object'],
  ['CONTROL', 'embedded_object'],
  ['HTMLCONTROL', 'embedded_object'],
  ['HTMLACTIVEX', 'embedded_object'],
  ['MACRO', 'macro'],
  ['PRINT', 'launch'],
]);

/** Macros that a button may name: no macro, and commands of Word that change only the document. */
const harmlessMacro = /^\s+"?(?:NoMacro|NoName|AcceptAllChanges(?:InDoc|Shown)?)\b/i;

/** Judges a whole instruction; an instruction that is not known is external content, whatever else it may be. */
export function rtfFieldFinding(instruction: string): FieldFinding | undefined {
  // Word takes typographic quotation marks for plain ones.
  const code = instruction.replaceAll(/[\u201c-\u201f\u00ab\u00bb]/g, '"').trim();
  if (code === '') return undefined;
  const finding = fieldFinding(code);
  if (finding) return finding;
  if (code.startsWith('=')) return undefined;
  const name = /^[A-Za-z]+/.exec(code)?.[0]?.toUpperCase() ?? '';
  if (passiveFields.has(name)) return undefined;
  if (name === 'MACROBUTTON') {
    const isHarmless = harmlessMacro.test(code.slice(name.length));
    return isHarmless ? undefined : { kind: 'macro', target: code };
  }
  return { kind: activeFields.get(name) ?? 'external_content', target: code };
}

/** Instructions that may be longer than what is kept of them: the rest is data of another program. */
export const mayBeLong = (instruction: string): boolean =>
  /^\s*(?:ADDIN|PRIVATE)\s/i.test(instruction);
