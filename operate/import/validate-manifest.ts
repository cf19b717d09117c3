// Checks a whole manifest before anything is imported, so that a mistake in its last line is found first.
import { MEDIA_PREFIX } from '../../lambdas/domain/key.ts';
import { identityOf, type ManifestEntry, type ManifestLine } from './manifest.ts';

/** What is wrong with a manifest. */
export interface ManifestCheck {
  /** Lines that name an object, right or wrong. */
  readonly count: number;
  /** One sentence each, with the number of the line; at most {@link MAX_SHOWN}. */
  readonly problems: readonly string[];
  readonly problemCount: number;
}

/** Problems that are shown. */
export const MAX_SHOWN = 20;

/** Keys that Airlock makes in its own bucket. */
const ownPrefixes = [MEDIA_PREFIX, 'variants/'];

/** Reads every line; two lines may import the same object for the same owner only under different references. */
export async function validateManifest(
  lines: AsyncIterable<ManifestLine>,
  mediaBucket: string,
): Promise<ManifestCheck> {
  const seen = new Map<string, number>();
  const problems: string[] = [];
  let count = 0;
  let problemCount = 0;
  for await (const each of lines) {
    count += 1;
    const problem = each.problem ?? problemOf(each.line, each.entry);
    if (problem === undefined) continue;
    problemCount += 1;
    if (problems.length < MAX_SHOWN) problems.push(`Line ${each.line}: ${problem}`);
  }
  return { count, problems, problemCount };

  function problemOf(line: number, entry: ManifestEntry): string | undefined {
    if (entry.bucket === mediaBucket && ownPrefixes.some((own) => entry.key.startsWith(own))) {
      return `${entry.key} is an object of Airlock's own; it is a file already.`;
    }
    const identity = identityOf(entry);
    const first = seen.get(identity);
    if (first === undefined) {
      seen.set(identity, line);
      return undefined;
    }
    return `names the same object as line ${first}, for the same owner and collection; give each a reference of its own to import it twice.`;
  }
}
