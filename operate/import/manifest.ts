// The manifest of an import: one object a line, in JSON Lines or CSV, each checked before anything is imported.
import * as z from 'zod/mini';
import { Refusal } from '../../lambdas/domain/errors.ts';
import { importIdOf } from '../../lambdas/domain/import-id.ts';
import { importClaim, sourceShape } from '../../lambdas/http/import-contract.ts';
import { check, refusePrototype } from '../../lambdas/http/request.ts';
import { OperateError } from '../operate-error.ts';
import { decodeText } from './decode-text.ts';
import { readCsv } from './read-csv.ts';
import { splitLines } from './split-lines.ts';

const { filename: name, ...claim } = importClaim;

const entrySchema = z.strictObject({
  ...sourceShape,
  ...claim,
  /** The file's name as people see it. */
  name,
  /** Default: the content type of the object. */
  contentType: z.optional(z.string().check(z.maxLength(255))),
});

/** A line of the manifest about one object. */
export type ManifestEntry = z.infer<typeof entrySchema>;

/** A line, counted from 1: an entry, or what is wrong with it. */
export type ManifestLine = { readonly line: number } & (
  | { readonly entry: ManifestEntry; readonly problem?: undefined }
  | { readonly problem: string }
);

/** A line that can be imported. */
export interface ImportLine {
  readonly line: number;
  readonly entry: ManifestEntry;
}

/** Reads a manifest: as CSV with a header where its name ends in `.csv`, else as JSON Lines. Blank lines are skipped. */
export async function* readManifest(path: string): AsyncGenerator<ManifestLine> {
  const text = decodeText(path);
  if (path.toLowerCase().endsWith('.csv')) {
    yield* readTable(text);
    return;
  }
  for await (const { number: line, text: json } of splitLines(text)) {
    if (json.trim() !== '') yield { line, ...readEntry(() => parseJson(json)) };
  }
}

/** Whether two lines import the same object for the same owner: then they name the same file. */
export const identityOf = (entry: Parameters<typeof importIdOf>[0]): string => importIdOf(entry);

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text, refusePrototype);
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal('invalid_request', 'is not valid JSON.', { issues: [] });
  }
}

function readEntry(read: () => unknown) {
  try {
    return { entry: check(entrySchema, read(), 'line') };
  } catch (error) {
    if (error instanceof Refusal) return { problem: error.message };
    throw error;
  }
}

/** The first record names the columns; `metadata.orderId` is one name of the metadata. An empty cell counts as absent. */
async function* readTable(text: AsyncIterable<string>): AsyncGenerator<ManifestLine> {
  let names: readonly string[] | undefined;
  for await (const { line, cells } of readCsv(text)) {
    if (!names) {
      names = columnsOf(cells);
      continue;
    }
    const columns = names;
    if (cells.length !== columns.length) {
      yield { line, problem: `has ${cells.length} cells; the header has ${columns.length}.` };
      continue;
    }
    yield { line, ...readEntry(() => entryOf(columns, cells)) };
  }
}

/** The names of the header: of two columns of the same name, one would be lost. */
function columnsOf(cells: readonly string[]): readonly string[] {
  const names = cells.map((cell) => cell.trim());
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice === undefined) return names;
  throw new OperateError(`The header of the manifest has the column "${twice}" more than once.`);
}

const metadataPrefix = 'metadata.';

function entryOf(columns: readonly string[], cells: readonly string[]): object {
  const filled = columns.flatMap((column, index) => {
    const cell = cells[index] ?? '';
    return cell === '' ? [] : [[column, cell] as const];
  });
  for (const [column] of filled) refusePrototype(column.replace(metadataPrefix, ''), '');
  const metadata = filled.flatMap(([column, cell]) =>
    column.startsWith(metadataPrefix) ? [[column.slice(metadataPrefix.length), cell] as const] : [],
  );
  const others = filled.filter(([column]) => !column.startsWith(metadataPrefix));
  return {
    ...Object.fromEntries(others),
    ...(metadata.length > 0 && { metadata: Object.fromEntries(metadata) }),
  };
}
