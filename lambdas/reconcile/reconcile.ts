// Compares the bucket, the table and the usage counters: finds objects without a record, records without an object, wrong sums.
import type { Walk, WalkFiles, WalkUsages, WalkVersions } from '../domain/ports.ts';
import type { WalkPublicCopies } from '../domain/publication-ports.ts';
import { SeenVersions } from '../domain/seen-versions.ts';
import type { WalkVariants } from '../domain/variant-ports.ts';
import { type CopyPorts, checkCopies } from './check-copies.ts';
import { checkFile, type FilePorts } from './check-file.ts';
import { checkKept, type KeptPorts } from './check-kept.ts';
import { checkPlaces, type PlacePorts } from './check-places.ts';
import { checkSharing, type SharingPorts } from './check-sharing.ts';
import { checkUsage, type UsagePorts } from './check-usage.ts';
import { checkVariants, type VariantPorts } from './check-variants.ts';
import { checkVersions, type VersionPorts } from './check-versions.ts';
import { inTurns } from './findings.ts';

interface Ports
  extends VersionPorts,
    VariantPorts,
    CopyPorts,
    FilePorts,
    KeptPorts,
    PlacePorts,
    SharingPorts,
    UsagePorts {
  readonly walkVersions: WalkVersions;
  readonly walkVariants: WalkVariants;
  readonly walkPublicCopies: WalkPublicCopies;
  readonly walkFiles: WalkFiles;
  readonly walkUsages: WalkUsages;
}

/** The position of a walk, from which the next run continues. */
export interface Position {
  readonly stage: 'versions' | 'variants' | 'copies' | 'files' | 'usages';
  readonly from?: string | undefined;
}

/** Walks from a position while `hasTime` returns true; returns the position where it stopped, undefined at the end. */
export const reconcile =
  (ports: Ports) =>
  async (
    start: Position,
    options: { readonly repair: boolean; readonly hasTime: () => boolean },
  ): Promise<Position | undefined> => {
    // A pinned version that the listing of the bucket showed needs no further request.
    const seen = new SeenVersions();
    let position: Position | undefined = start;
    while (position && options.hasTime()) {
      position = await takePage(position, ports, options.repair, seen);
    }
    return position;
  };

async function takePage(
  { stage, from }: Position,
  ports: Ports,
  repair: boolean,
  seen: SeenVersions,
): Promise<Position | undefined> {
  if (stage === 'versions') {
    const page = await ports.walkVersions(from);
    await checkVersions(page.items, ports, repair, seen);
    return after(page, stage) ?? { stage: 'variants' };
  }
  if (stage === 'variants') {
    const page = await ports.walkVariants(from);
    await checkVariants(page.items, ports, repair, seen);
    return after(page, stage) ?? { stage: 'copies' };
  }
  if (stage === 'copies') {
    const page = await ports.walkPublicCopies(from);
    await checkCopies(page.items, ports, repair);
    return after(page, stage) ?? { stage: 'files' };
  }
  if (stage === 'files') {
    const page = await ports.walkFiles(from);
    await inTurns(page.items, (file) => checkFile(file, ports, repair, seen));
    await checkPlaces(page.items, page.misplacedIds, ports, repair);
    await checkKept(page.items, ports, repair);
    await checkSharing(page.sharedIds, ports, repair);
    return after(page, stage) ?? { stage: 'usages' };
  }
  const page = await ports.walkUsages(from);
  for (const usage of page.items) await checkUsage(usage, ports, repair);
  return after(page, stage);
}

const after = ({ next }: Walk<unknown>, stage: Position['stage']): Position | undefined =>
  next === undefined ? undefined : { stage, from: next };
