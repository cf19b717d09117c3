// Formulas of a sheet: functions that call programs or the network, and the operator of Dynamic Data Exchange.
import type { FindingKind } from '../evidence.ts';

const activeFunctions: ReadonlyMap<string, FindingKind> = new Map([
  ['DDE', 'dde'],
  ['RTD', 'dde'],
  ['CALL', 'macro'],
  ['REGISTER', 'macro'],
  ['REGISTER.ID', 'macro'],
  ['EXEC', 'macro'],
  ['SQL.REQUEST', 'external_content'],
  ['WEBSERVICE', 'external_content'],
  ['IMAGE', 'external_content'],
]);

/** What programs write before the names of newer functions. */
const namespace = /^(?:_XLFN\.|_XLWS\.|COM\.MICROSOFT\.|ORG\.LIBREOFFICE\.)+/;

/** Longest formula that a sheet can hold is 8,192 characters (Excel) or 64 Ki (LibreOffice). */
export const FORMULA_MAX_CHARACTERS = 64 * 1024;

/** What a formula does when its sheet is calculated; undefined when it only calculates. */
export function formulaFinding(formula: string): FindingKind | undefined {
  // Texts and quoted names of sheets say nothing; what stands between them does.
  const code = formula.replaceAll(/"[^"]*"/g, '""');
  const bare = code.replaceAll(/'[^']*'/g, "''");
  // `program|topic!item`; in arrays between braces the same sign separates rows.
  if (withoutArrays(bare).includes('|')) return 'dde';
  for (const { 0: name, index } of bare.matchAll(/[A-Za-z_][\w.]*/g)) {
    if (!/^\s{0,8}\(/.test(bare.slice(index + name.length, index + name.length + 9))) continue;
    const kind = activeFunctions.get(name.toUpperCase().replace(namespace, ''));
    if (kind) return kind;
  }
  return undefined;
}

const withoutArrays = (formula: string): string => formula.replaceAll(/\{[^{}]*\}/g, '');
