// Names the scripts that build addresses when they run, and the setting that makes them work under hashed names.
import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import type { StaticSettings } from '../lambdas/config/static-config.ts';
import type { Known } from './cache.ts';
import { decodeText, lineAt } from './decode-text.ts';
import type { SourceFile } from './list-sources.ts';
import type { Naming } from './naming.ts';
import { matcher } from './patterns.ts';
import type { Problem } from './problems.ts';

/** The facts that a note depends on. */
export interface NoteOptions {
  readonly files: ReadonlyMap<string, SourceFile>;
  readonly known: ReadonlyMap<string, Known>;
  readonly naming: Naming;
  readonly settings: Pick<StaticSettings, 'checkedScripts'>;
}

/**
 * One note for each script that builds addresses and for which the settings do not provide. A script of a document
 * counts as provided for if one source keeps originals, since it may name files anywhere.
 */
export function noteRunTimePaths({ files, known, naming, settings }: NoteOptions): Problem[] {
  const isChecked = matcher(settings.checkedScripts);
  const keepsAny = [...files.values()].some(({ keepsOriginal }) => keepsOriginal);
  return [...files.values()].flatMap((source): Problem[] => {
    const { name, file } = source;
    const path = known.get(name)?.reading?.runTimePath;
    if (!path || isChecked(name) || isProvidedFor(source)) return [];
    const line = lineAt(decodeText(readFileSync(file)).content, path.start);
    return [{ file, line, reference: path.sign, reason: adviceFor(source) }];
  });

  function isProvidedFor({ name, keepsOriginal }: SourceFile): boolean {
    if (keepsOriginal) return true;
    return isDocument(name) ? keepsAny : !naming.isRenamed(name);
  }
}

const isDocument = (name: string): boolean => /\.(html?|xhtml?|svg)$/i.test(name);

function adviceFor({ name, source }: SourceFile): string {
  const directory = posix.dirname(name.slice(source.prefix.length));
  const pattern = directory === '.' ? '**' : `${directory}/**`;
  const files = isDocument(name) ? 'the files that it names' : JSON.stringify(pattern);
  return `builds addresses of other files when it runs, which are not found under hashed names; list ${files} in static.sources[${source.index}].keepOriginals (output of a bundler: in static.hashed), or the script in static.checkedScripts if it works without`;
}
