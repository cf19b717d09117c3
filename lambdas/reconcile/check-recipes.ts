// Compares a record with the variants that its collection wants: finds missing and lost ones.
import type { MediaFunctionConfig } from '../config/function-config.ts';
import { collectionOf } from '../domain/collection.ts';
import type { FileRecord } from '../domain/file.ts';
import type { VersionExists } from '../domain/ports.ts';
import type { SeenVersions } from '../domain/seen-versions.ts';
import type { AskForVariants } from '../domain/variant-ports.ts';
import { isMade, recipesFor, variantsOf } from '../domain/variants.ts';
import { type Checking, settledBefore } from './findings.ts';

export interface RecipePorts extends Checking {
  readonly config: MediaFunctionConfig;
  readonly versionExists: VersionExists;
  readonly askForVariants: AskForVariants;
}

/** Checks the variants of one file; a repair requests those that are missing or lost, also after a change of the recipes. */
export async function checkRecipes(
  file: FileRecord,
  { config, versionExists, askForVariants, now, report }: RecipePorts,
  repair: boolean,
  seen: SeenVersions,
): Promise<void> {
  if (file.status !== 'ready') return;
  const recipes = recipesFor(file.contentType, collectionOf(config, file.collection));
  if (recipes.length === 0) return;
  const kind = await findDifference();
  if (!kind) return;
  report({ kind, fileId: file.id });
  if (repair) await askForVariants(file.id, now().toISOString(), kind === 'lost_variants');

  async function findDifference() {
    if (file.status !== 'ready') return undefined;
    if (!isMade(file, recipes)) {
      const since = file.variantsAskedAt ?? file.readyAt;
      return since < settledBefore(now) ? 'missing_variants' : undefined;
    }
    for (const variant of variantsOf(file)) {
      if (!seen.has(variant) && !(await versionExists(variant))) return 'lost_variants';
    }
    return undefined;
  }
}
