// Content types of parts that act, whatever their names and contents (MS-OFFMACRO2; ECMA-376 part 1, section 15).
import type { FindingKind } from '../evidence.ts';

const exact: ReadonlyMap<string, FindingKind> = new Map([
  ['application/vnd.ms-office.vbaproject', 'macro'],
  ['application/vnd.ms-office.vbaprojectsignature', 'macro'],
  ['application/vnd.ms-word.vbadata+xml', 'macro'],
  ['application/vnd.ms-excel.macrosheet+xml', 'macro'],
  ['application/vnd.ms-excel.intlmacrosheet+xml', 'macro'],
  ['application/vnd.ms-excel.macrosheet', 'macro'],
  ['application/vnd.ms-excel.intlmacrosheet', 'macro'],
  ['application/vnd.openxmlformats-officedocument.spreadsheetml.dialogsheet+xml', 'macro'],
  ['application/vnd.ms-office.activex', 'embedded_object'],
  ['application/vnd.ms-office.activex+xml', 'embedded_object'],
  ['application/vnd.openxmlformats-officedocument.oleobject', 'embedded_object'],
  ['application/vnd.ms-office.webextension+xml', 'external_content'],
  ['application/vnd.ms-office.webextensiontaskpanes+xml', 'external_content'],
]);

/** What a part of this content type (lower case) does; undefined for types whose bytes decide. */
export function typeFinding(type: string): FindingKind | undefined {
  return exact.get(type) ?? (type.includes('macroenabled') ? 'macro' : undefined);
}
