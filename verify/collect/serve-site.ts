// Serves a directory through the local cloud, as a deployment would: staged, behind the CDN, with its security headers.
import { join } from 'node:path';
import shippedConfig from '../../airlock.config.ts';
import { defineSite } from '../../lambdas/config/site-config.ts';
import { stageRelease } from '../../lib/stage-release.ts';
import { type Cloud, startCloud } from '../../local/cloud.ts';
import { stubApp } from '../../test/lib/synthesize.ts';

/** What the editors need beyond the site's policy: styles in elements, and workers from blobs. */
const contentSecurityPolicy = {
  'style-src': ["'unsafe-inline'"],
  'font-src': ["'self'", 'data:'],
  'worker-src': ["'self'", 'blob:'],
};

/** Starts a local cloud whose site is the directory; its state goes below `stateDirectory`. */
export async function serveSite(directory: string, stateDirectory: string): Promise<Cloud> {
  const site = defineSite({
    page: false,
    sources: [{ directory, prefix: '' }],
    contentSecurityPolicy,
  });
  const release = stageRelease({
    fronts: [{ name: 'site.sources[0]', directory, prefix: '', immutable: [] }],
    outdir: join(stateDirectory, 'release'),
  });
  const { app, remove } = await stubApp({ config: { ...shippedConfig, site }, release });
  try {
    return await startCloud({
      stateDirectory: join(stateDirectory, 'state'),
      assemblyDirectory: app.synth().directory,
    });
  } finally {
    await remove();
  }
}
