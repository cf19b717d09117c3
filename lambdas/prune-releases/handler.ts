// Wires the schedule to the static bucket; the moment is the one that the schedule's event names.

import { connectS3 } from '../aws/connect.ts';
import { deleteReleaseWith, listAssetsWith, listReleasesWith } from '../aws/s3/releases.ts';
import { removeAssetsWith, restoreAssetsWith } from '../aws/s3/site-assets.ts';
import { config } from '../config/deployed.ts';
import { readEnvironment } from '../env.ts';
import { logOutcome } from '../log.ts';
import { pruneReleases } from './prune-releases.ts';

const { STATIC_BUCKET } = readEnvironment('STATIC_BUCKET');
const s3 = connectS3();

const prune = pruneReleases({
  keepReleasesDays: config.site.keepReleasesDays,
  listReleases: listReleasesWith(s3, STATIC_BUCKET),
  listAssets: listAssetsWith(s3, STATIC_BUCKET),
  removeAssets: removeAssetsWith(s3, STATIC_BUCKET),
  restoreAssets: restoreAssetsWith(s3, STATIC_BUCKET),
  deleteRelease: deleteReleaseWith(s3, STATIC_BUCKET),
});

export const handler = async ({ time }: { readonly time?: string }): Promise<void> => {
  const now = time ? new Date(time) : new Date();
  logOutcome({ event: 'releases_pruned', ...(await prune(now)) });
};
