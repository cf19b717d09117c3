// The scenarios of deployments: secrets that CloudFormation has created once, and releases of the static side that are pruned.
import { DeleteObjectCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import {
  deleteReleaseWith,
  listAssetsWith,
  listReleasesWith,
} from '../../lambdas/aws/s3/releases.ts';
import { removeAssetsWith, restoreAssetsWith } from '../../lambdas/aws/s3/site-assets.ts';
import {
  findSecretWith,
  keepSecretWith,
  removeSecretWith,
} from '../../lambdas/aws/secret-parameters.ts';
import { createDownloadKey } from '../../lambdas/create-download-key/create-download-key.ts';
import { createWebhookSecret } from '../../lambdas/create-webhook-secret/create-webhook-secret.ts';
import { daysAfter } from '../../lambdas/domain/time.ts';
import { pruneReleases } from '../../lambdas/prune-releases/prune-releases.ts';
import type { Environment } from './environment.ts';

/** A scenario; each step continues as far as it can after earlier failures. */
type Scenario = (env: Environment) => Promise<void>;

const KEEP_DAYS = 30;
/** Runs of a daily schedule. */
const RUNS = 2;
const keyName = '/download-key';
const secretName = '/webhook-secret';

/** These scenarios by their name. */
export const deploymentScenarios = {
  /** Deploys twice and removes what was created: what was returned once is returned for as long as it exists. */
  async secrets(env) {
    const { ssm } = env.resources;
    const find = findSecretWith(ssm);
    const keep = keepSecretWith(ssm);
    const remove = removeSecretWith(ssm);
    const createKey = createDownloadKey({
      ...{ findPrivateKey: find, keepPrivateKey: keep, removePrivateKey: remove },
    });
    const createSecret = createWebhookSecret({ keepSecret: keep, removeSecret: remove });
    const keys = new Set<string>();
    const secrets = new Set<string | undefined>();
    const change = async (shouldExist: boolean) => {
      const key = await env.call('create-download-key', () =>
        createKey({ name: keyName, shouldExist }),
      );
      if ('value' in key && key.value) keys.add(key.value);
      const made = await env.call('create-webhook-secret', () =>
        createSecret(secretName, shouldExist),
      );
      if ('value' in made && shouldExist) secrets.add(await find(secretName));
    };
    env.begin();
    await change(true);
    await change(true);
    if (keys.size > 1) env.expected.violations.push('two deployments got two download keys');
    if (secrets.size > 1) env.expected.violations.push('two deployments got two webhook secrets');
    await change(false);
    await env.end();
    await change(false);
    for (const name of [keyName, secretName]) {
      if (await find(name)) env.expected.violations.push(`${name} is still there`);
    }
  },

  /** Prunes a release, whose assets are gone or named by later releases; one of these was removed by an interrupted run. */
  async prune(env) {
    const { s3, staticBucket: Bucket } = env.resources;
    const put = (Key: string, Body: string) => s3.send(new PutObjectCommand({ Bucket, Key, Body }));
    const deploy = async (...assets: string[]) => {
      await put('release.json', JSON.stringify({ assets }));
      for (const asset of assets) await put(`site/${asset}`, asset);
    };
    const listReleases = listReleasesWith(s3, Bucket);
    await deploy('old.js', 'again.js');
    await deploy('kept.js');
    const [, replaced] = await listReleases();
    const replacedAt = new Date(replaced?.replacedAt ?? '');
    // The next release is later than this one by the clock of S3, so that only the first has expired.
    while (Date.now() <= replacedAt.getTime());
    await deploy('kept.js', 'again.js');
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'site/again.js' }));

    const prune = pruneReleases({
      keepReleasesDays: KEEP_DAYS,
      listReleases,
      listAssets: listAssetsWith(s3, Bucket),
      removeAssets: removeAssetsWith(s3, Bucket),
      restoreAssets: restoreAssetsWith(s3, Bucket),
      deleteRelease: deleteReleaseWith(s3, Bucket),
    });
    const at = new Date(daysAfter(replacedAt, KEEP_DAYS));
    env.begin();
    for (let run = 1; run <= RUNS; run += 1) await env.run('prune-releases', () => prune(at));
    await env.end();
    await prune(at);
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'site/' }));
    const left = Contents.map(({ Key }) => Key).join();
    if (left !== 'site/again.js,site/kept.js') {
      env.expected.violations.push(`pruning left ${left}`);
    }
    const releases = (await listReleases()).length;
    if (releases !== 2) env.expected.violations.push(`pruning left ${releases} releases`);
  },
} as const satisfies Record<string, Scenario>;
