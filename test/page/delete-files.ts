// Deletes what a failed attempt left behind, so that the next one does not find it.
import { type Airlock, createAirlock } from '../../client/airlock.ts';
import { inBatches } from '../../web/in-batches.ts';
import { accessToken } from '../access-token.ts';
import type { Username } from './people.ts';
import type { Stage } from './setup.ts';

/** Everyone who can sign in to the local cloud. */
const usernames: readonly Username[] = ['alice', 'bob', 'carol', 'dora', 'staff'];

/** Deletes the files that any user has created since `began`, and with them their grants, links and use of the quota. */
export async function deleteFilesSince(stage: Stage, began: Date): Promise<void> {
  await Promise.all(
    usernames.map(async (username) => {
      const token = await accessToken(stage, username);
      const airlock = createAirlock({ api: stage.api, getToken: () => token });
      const ids = await filesSince(airlock, began);
      const { left, error } = await inBatches(
        ids,
        async (batch) => (await airlock.removeAll(batch)).results,
      );
      if (left.length > 0) throw error;
    }),
  );
}

async function filesSince(airlock: Airlock, began: Date): Promise<readonly string[]> {
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await airlock.list(cursor === undefined ? {} : { cursor });
    const newer = page.files.filter(({ createdAt }) => new Date(createdAt) >= began);
    ids.push(...newer.map(({ id }) => id));
    // The newest files are listed first.
    cursor = newer.length === page.files.length ? page.nextCursor : undefined;
  } while (cursor !== undefined);
  return ids;
}
