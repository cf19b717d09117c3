// Finds settled files that their lists do not show, or that the list of pending files still holds.
import type { FileRecord } from '../domain/file.ts';
import type { PlaceFile } from '../domain/ports.ts';
import { type Checking, inTurns } from './findings.ts';

export interface PlacePorts extends Checking {
  readonly placeFile: PlaceFile;
}

/** Reports those of the files that are named as misplaced; a repair moves each into its lists. */
export async function checkPlaces(
  files: readonly FileRecord[],
  misplacedIds: readonly string[],
  { placeFile, report }: PlacePorts,
  repair: boolean,
): Promise<void> {
  const misplaced = new Set(misplacedIds);
  await inTurns(
    files.filter(({ id }) => misplaced.has(id)),
    async (file) => {
      report({ kind: 'misplaced_file', fileId: file.id });
      if (repair) await placeFile(file);
    },
  );
}
