// Wires the schedule to the static bucket; the moment is the one that the schedule's event names.

import { connectS3 } from '../aws/connect.ts';
import { assetsOfIn, forgetReleaseIn, listReleasesIn } from '../aws/s3/releases.ts';
import { removeAssetsFrom, restoreAssetsIn } from '../aws/s3/site-assets.ts';
import { config } from '../config/deployed.ts';
import { readEnvironment } from '../env.ts';
import { logOutcome } from '../log.ts';
import { pruneReleases } from './prune-releases.ts';

const { STATIC_BUCKET } = readEnvironment('STATIC_BUCKET');
const s3 = connectS3();

const prune = pruneReleases({
  keepReleasesDays: config.site.keepReleasesDays,
  listReleases: listReleasesIn(s3, STATIC_BUCKET),
  assetsOf: assetsOfIn(s3, STATIC_BUCKET),
  removeAssets: removeAssetsFrom(s3, STATIC_BUCKET),
  restoreAssets: restoreAssetsIn(s3, STATIC_BUCKET),
  forgetRelease: forgetReleaseIn(s3, STATIC_BUCKET),
});

export const handler = async ({ time }: { readonly time?: string }): Promise<void> => {
  const now = time ? new Date(time) : new Date();
  logOutcome({ event: 'releases_pruned', ...(await prune(now)) });
};
