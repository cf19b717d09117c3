// Third step of collect: links every file's references; fails if a single target is missing.
import { readFileSync } from 'node:fs';
import type { StaticSettings } from '../lambdas/config/static-config.ts';
import type { Known } from './cache.ts';
import { decodeText, lineAt } from './decode-text.ts';
import { type Broken, linker } from './link.ts';
import type { SourceFile } from './list-sources.ts';
import type { Naming } from './naming.ts';
import { matcher } from './patterns.ts';
import { CollectError, type Problem } from './problems.ts';
import type { LinkedFile } from './write-linked.ts';

/** What the step needs. */
export interface LinkOptions {
  readonly files: ReadonlyMap<string, SourceFile>;
  readonly known: ReadonlyMap<string, Known>;
  readonly naming: Naming;
  readonly settings: Pick<StaticSettings, 'publicPath' | 'allowMissing'>;
  /** Earlier problems, which are reported together with new ones. */
  readonly problems: readonly Problem[];
}

/**
 * The files that refer to others, with what their references lead to.
 * @throws CollectError with every problem of every file.
 */
export function linkAll({
  files,
  known,
  naming,
  settings,
  problems,
}: LinkOptions): Map<string, LinkedFile> {
  const link = linker(settings, {
    isRenamed: (name) => (files.has(name) ? naming.isRenamed(name) : undefined),
    keepNames,
  });
  const linked = new Map<string, LinkedFile>();
  const found = [...problems];
  for (const source of files.values()) {
    const state = known.get(source.name);
    if (!state?.reading?.references.length) continue;
    const { links, broken } = link(source.name, state.reading);
    linked.set(source.name, { source, known: state, links });
    if (broken.length > 0) found.push(...toProblems(source.file, broken));
  }
  if (found.length > 0) throw new CollectError(found);
  return linked;

  function keepNames(pattern: string): boolean {
    const isMeant = matcher([`/${pattern}`]);
    const meant = [...files.values()].filter(({ name }) => isMeant(name));
    const isKept = ({ name, keepsOriginal }: SourceFile) =>
      keepsOriginal || !naming.isRenamed(name);
    return meant.length > 0 && meant.every(isKept);
  }
}

function toProblems(file: string, broken: readonly Broken[]): readonly Problem[] {
  const { content } = decodeText(readFileSync(file));
  return broken.map(({ reference, reason }) => ({
    file,
    line: lineAt(content, reference.start),
    reference: reference.url,
    reason,
  }));
}
