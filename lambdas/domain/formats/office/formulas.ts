// Formulas of a sheet: functions that call programs or the network, files elsewhere, and Dynamic Data Exchange.
import { addressKind } from '../address.ts';
import type { FindingKind } from '../evidence.ts';
import { linkFinding } from './relation-rules.ts';

/** Functions that act when a sheet is calculated; those of Excel 4 macros act from defined names too (MS-XLS, section 2.5.198.4). */
const activeFunctions: ReadonlyMap<string, FindingKind> = new Map([
  ['DDE', 'dde'],
  ['RTD', 'dde'],
  ['INITIATE', 'dde'],
  ['EXECUTE', 'dde'],
  ['POKE', 'dde'],
  ['CALL', 'macro'],
  ['REGISTER', 'macro'],
  ['REGISTER.ID', 'macro'],
  ['EXEC', 'macro'],
  ['RUN', 'macro'],
  ['FOPEN', 'macro'],
  ['FWRITE', 'macro'],
  ['FWRITELN', 'macro'],
  ['FILE.DELETE', 'macro'],
  ['SEND.KEYS', 'macro'],
  ['ON.TIME', 'macro'],
  ['WORKBOOK.INSERT', 'macro'],
  ['SQL.REQUEST', 'external_content'],
  ['WEBSERVICE', 'external_content'],
  ['IMAGE', 'external_content'],
]);

/** What a formula that acts contains, for a search that takes linear time. */
export const formulaActions =
  /\||hyperlink|(?:'|&apos;)[^'"]{0,20}(?:[/\\]{2}|:)|dde|rtd|initiate|execute|poke|call|register|exec|run|fopen|fwrite|file\.delete|send\.keys|on\.time|workbook\.insert|sql\.request|webservice|image/i;

/** What programs write before the names of newer functions. */
const namespace = /^(?:_XLFN\.|_XLWS\.|COM\.MICROSOFT\.|ORG\.LIBREOFFICE\.)+/;

/** Longest formula that a sheet can hold is 8,192 characters (Excel) or 64 Ki (LibreOffice). */
export const FORMULA_MAX_CHARACTERS = 64 * 1024;

/** The active content of a formula when its sheet is calculated; undefined when it only calculates. */
export function formulaFinding(formula: string): FindingKind | undefined {
  // In Excel an apostrophe between brackets escapes a character, in OpenFormula it quotes the name of a sheet.
  for (const hasEscapes of [false, true]) {
    const finding = codeFinding(tokensOf(formula, hasEscapes));
    if (finding) return finding;
  }
  return undefined;
}

/** A piece of a formula: code, a text between quotes, or a name between apostrophes. */
interface Token {
  readonly kind: 'code' | 'text' | 'name';
  readonly value: string;
}

function tokensOf(formula: string, hasEscapes: boolean): readonly Token[] {
  const tokens: Token[] = [];
  let from = 0;
  let brackets = 0;
  for (let at = 0; at < formula.length; at += 1) {
    const sign = formula[at];
    if (hasEscapes && sign === '[') brackets += 1;
    else if (hasEscapes && sign === ']') brackets = Math.max(0, brackets - 1);
    else if (sign !== "'" && sign !== '"') continue;
    else if (brackets > 0) {
      if (sign === "'") at += 1;
    } else {
      const end = closingQuote(formula, at);
      // Text without a second quote is code.
      if (end < 0) continue;
      tokens.push({ kind: 'code', value: formula.slice(from, at) });
      const value = formula.slice(at + 1, end);
      tokens.push({ kind: sign === '"' ? 'text' : 'name', value });
      at = end;
      from = end + 1;
    }
  }
  tokens.push({ kind: 'code', value: formula.slice(from) });
  return tokens;
}

/** Where a quote ends; two quotes stand for one. Negative without an end. */
function closingQuote(formula: string, start: number): number {
  const quote = formula[start] ?? '"';
  let end = formula.indexOf(quote, start + 1);
  while (end >= 0 && formula[end + 1] === quote) end = formula.indexOf(quote, end + 2);
  return end;
}

function codeFinding(tokens: readonly Token[]): FindingKind | undefined {
  for (const [index, { kind, value }] of tokens.entries()) {
    // Names of sheets have no colons and slashes; what has them is a path to another file.
    if (kind === 'name' && !['local', 'inside'].includes(addressKind(value))) {
      return 'external_content';
    }
    const before = tokens[index - 1]?.value.trimEnd() ?? '';
    const isArgument = kind === 'text' && before.endsWith('(');
    if (isArgument && calledBy(before, before.length - 1) === 'HYPERLINK') {
      const finding = linkFinding(value);
      if (finding) return finding;
    }
  }
  const bare = tokens.map(({ kind, value }) => (kind === 'code' ? value : "''")).join('');
  // `program|topic!item`; in arrays between braces the same sign separates rows.
  if (withoutArrays(bare).includes('|')) return 'dde';
  for (let at = bare.indexOf('('); at >= 0; at = bare.indexOf('(', at + 1)) {
    const kind = activeFunctions.get(calledBy(bare, at));
    if (kind) return kind;
  }
  return undefined;
}

/** The name of the function, in capitals, whose arguments a bracket opens. */
function calledBy(code: string, bracket: number): string {
  let end = bracket;
  while (end > 0 && /\s/.test(code[end - 1] ?? '')) end -= 1;
  let start = end;
  while (start > 0 && /[\w.]/.test(code[start - 1] ?? '')) start -= 1;
  return code.slice(start, end).toUpperCase().replace(namespace, '');
}

const withoutArrays = (formula: string): string => formula.replaceAll(/\{[^{}]*\}/g, '');

/**
 * What a procedure does that a shape or control calls: those of the document itself are found as macros, those of other files are
 * not.
 */
export function procedureFinding(procedure: string): FindingKind | undefined {
  const end = procedure.lastIndexOf('!');
  const book = procedure.slice(0, Math.max(0, end)).replaceAll(/['\s=]/g, '');
  return ['', '[0]', '#REF'].includes(book) ? formulaFinding(procedure) : 'macro';
}
