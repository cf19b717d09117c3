// Once a day: removes the assets of releases that were replaced so long ago that no open tab can still request them.
import type {
  ChangeAssets,
  DeleteRelease,
  ListAssets,
  ListReleases,
  Release,
} from '../domain/ports.ts';
import { daysAfter } from '../domain/time.ts';

interface Ports {
  readonly keepReleasesDays: number;
  readonly listReleases: ListReleases;
  readonly listAssets: ListAssets;
  readonly removeAssets: ChangeAssets;
  readonly restoreAssets: ChangeAssets;
  readonly deleteRelease: DeleteRelease;
}

/** The counts of one run. */
export interface Pruned {
  readonly releases: number;
  readonly assets: number;
}

/**
 * Removes what only expired releases name: a release expires `keepReleasesDays` after it was replaced, the current one never.
 * Files that no release named are never removed. Safe to repeat, and to stop between any two calls.
 */
export const pruneReleases =
  (ports: Ports) =>
  async (now: Date): Promise<Pruned> => {
    const removed = new Set<string>();
    let releases = await ports.listReleases();
    for (;;) {
      const { expired, kept } = divide(releases, now, ports.keepReleasesDays);
      if (expired.length === 0) return { releases: 0, assets: 0 };
      const { unnamed, revived } = await compare(expired, kept, ports.listAssets);
      await ports.removeAssets([...unnamed.difference(removed)]);
      await ports.restoreAssets([...revived]);
      for (const path of unnamed) removed.add(path);

      // A deployment that began since may reference assets that were just removed. It stores its record before it uploads
      // anything, so a release that this second listing does not contain uploads its assets after these removals.
      const [newest] = releases;
      releases = await ports.listReleases();
      if (releases[0]?.versionId !== newest?.versionId) continue;
      // Last, so that the next run repeats a run that stopped before this point.
      for (const release of expired) await ports.deleteRelease(release);
      return { releases: expired.length, assets: removed.difference(revived).size };
    }
  };

function divide(releases: readonly Release[], now: Date, keepDays: number) {
  const isExpired = ({ replacedAt }: Release) =>
    replacedAt !== undefined && daysAfter(new Date(replacedAt), keepDays) <= now.toISOString();
  return {
    expired: releases.filter(isExpired),
    kept: releases.filter((release) => !isExpired(release)),
  };
}

/**
 * Of the assets of expired releases: those that no kept release names, and those that came back after they were gone
 * from the oldest kept one, which an earlier run may have removed at the same moment.
 */
async function compare(
  expired: readonly Release[],
  kept: readonly Release[],
  listAssets: ListAssets,
): Promise<{ unnamed: Set<string>; revived: Set<string> }> {
  const old = new Set<string>();
  for (const release of expired) for (const path of await listAssets(release)) old.add(path);
  // One release at a time: a site may have a hundred thousand assets.
  const namedBy = async (among: readonly Release[]) => {
    const named = new Set<string>();
    for (const release of among) {
      for (const path of await listAssets(release)) if (old.has(path)) named.add(path);
    }
    return named;
  };
  const oldest = await namedBy(kept.slice(-1));
  const newer = await namedBy(kept.slice(0, -1));
  return {
    unnamed: old.difference(oldest).difference(newer),
    revived: newer.difference(oldest),
  };
}
