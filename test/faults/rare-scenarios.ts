// The scenarios of requests that few uploads lead to: large files, batches, repeated requests, refused claims, and repairs by
// schedules.
import { randomUUID } from 'node:crypto';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { recordQuotaRefusalWith } from '../../lambdas/aws/dynamodb/quota-refusals.ts';
import { reportQuotaWith } from '../../lambdas/report-quota.ts';
import { goodContents, QUOTA_BYTES } from './collections.ts';
import type { Environment } from './environment.ts';
import { readyFile, uploadAndCheck } from './upload-and-check.ts';
import { ann, issue, remove, sendBytes } from './users.ts';

/** A scenario; each step continues as far as it can after earlier failures. */
type Scenario = (env: Environment) => Promise<void>;

/** Above what is read of a file at first, so that S3 is asked for its checksum. */
const LARGE_SIZE = 70_000;
const MULTIPART_SIZE = 60;
const WEEK_HOURS = 7 * 24;
const RUNS = 2;

const note = { collection: 'notes', filename: 'note.txt', contentType: 'text/plain', size: 40 };
const pictures = { collection: 'pictures', isPicture: true } as const;

/** Uploads a file whose event is lost, and lets the reaper find it; a scan that ends is not announced either. */
async function reapUnannounced(env: Environment, options: Parameters<typeof issue>[1]) {
  const issued = await issue(env, options);
  if (!issued) throw new Error('No upload was issued although no fault is injected.');
  await sendBytes(env, issued, options);
  env.handOffs.uploads.lose();
  env.advance(WEEK_HOURS);
  env.begin();
  await reap(env);
}

/** Runs the reaper, as often as after the faults of a first run. */
async function reap(env: Environment): Promise<void> {
  for (let run = 1; run <= RUNS; run += 1) {
    await env.run('reap-uploads', () => env.useCases.reap(() => true));
    await env.handOffs.drain();
  }
}

/** Reconciles with repair, as often as after the faults of a first run, hours apart: what is young is left alone. */
async function reconcile(env: Environment): Promise<void> {
  for (let run = 1; run <= RUNS; run += 1) {
    await env.run('reconcile', () => env.useCases.reconcile(true, () => {}));
    await env.handOffs.drain();
    env.advance(2);
  }
}

/** These scenarios by their name. */
export const rareScenarios = {
  async large(env) {
    env.begin();
    await uploadAndCheck(env, { size: LARGE_SIZE });
  },

  async 'large-form'(env) {
    env.begin();
    await uploadAndCheck(env, { size: LARGE_SIZE, isForm: true });
  },

  'reap-large': (env) => reapUnannounced(env, { size: LARGE_SIZE, isForm: true }),

  'reap-bad': (env) => reapUnannounced(env, { isBad: true }),

  /** Lets the reaper find the tag of a scan whose result never came. */
  async 'reap-scan'(env) {
    const issued = await issue(env, { collection: 'scanned' });
    if (!issued) throw new Error('No upload was issued although no fault is injected.');
    await sendBytes(env, issued);
    await env.handOffs.loseScanResults();
    env.advance(2);
    env.begin();
    await reap(env);
  },

  /** Issues several uploads in one request, and one of them again. */
  async batch(env) {
    const key = randomUUID();
    const batch = { mode: 'each', claims: [note, { ...note, title: 'Second' }] } as const;
    env.begin();
    env.expected.uploadsRequested += batch.claims.length;
    for (let time = 1; time <= 2; time += 1) {
      await env.call('issue-upload', () => env.useCases.issueBatch(batch, ann, key));
    }
  },

  /** Repeats a request for an upload in parts with its Idempotency-Key: the second upload in S3 is aborted. */
  async repeat(env) {
    const key = randomUUID();
    const claim = { ...note, size: MULTIPART_SIZE };
    env.begin();
    env.expected.uploadsRequested += 1;
    for (let time = 1; time <= 2; time += 1) {
      await env.call('issue-upload', () => env.useCases.issue(claim, ann, key));
    }
  },

  /** Asks for more than the quota holds: the refusal is recorded before it is answered. */
  async 'refuse-quota'(env) {
    const { dynamo, table } = env.resources;
    const report = reportQuotaWith(recordQuotaRefusalWith(dynamo, table), () => env.now);
    const claim = { ...note, size: QUOTA_BYTES + 1 };
    env.begin();
    const answer = await env.call('issue-upload', () =>
      env.useCases.issue(claim, ann).catch(async (error) => {
        await report(error, ann.sub, claim.collection);
        throw error;
      }),
    );
    const isRefused = 'code' in answer ? answer.code === 'quota_exceeded' : 'isFailed' in answer;
    if (!isRefused) env.expected.violations.push('a claim beyond the quota was not refused');
  },

  /** Asks for the variants of a picture that has them. */
  async 'variants-again'(env) {
    const id = await readyFile(env, pictures);
    const file = await env.adapters.findFile(id);
    if (file?.status !== 'ready') throw new Error('The picture is not ready.');
    const { collection, key, versionId, contentType } = file;
    env.begin();
    env.handOffs.variants.take({ fileId: id, collection, key, versionId, contentType }, true);
    await env.handOffs.drain();
  },

  /** Reports variants of a picture that was deleted in between. */
  async 'variants-late'(env) {
    const id = await readyFile(env, pictures);
    const file = await env.adapters.findFile(id);
    if (file?.status !== 'ready' || !file.variants) throw new Error('The picture is not ready.');
    const { versionId, variants } = file;
    const { recipesId, items } = variants;
    await remove(env, id);
    await env.handOffs.drain();
    env.begin();
    env.handOffs.variantResults.take({ fileId: id, versionId, recipesId, items }, true);
    await env.handOffs.drain();
  },

  /** Replaces a picture: the variants of the old one are deleted. */
  async 'variants-replaced'(env) {
    const id = await readyFile(env, pictures);
    env.begin();
    env.expected.of(id).isReplaced = true;
    await uploadAndCheck(env, { ...pictures, replaces: id });
  },

  /** Reconciles a copy that no record names, which edges may have fetched. */
  async 'reconcile-copies'(env) {
    const id = await readyFile(env, { collection: 'shown' });
    await env.handOffs.drain();
    const { s3, publicBucket: Bucket } = env.resources;
    const Key = `public/${'x'.repeat(22)}/${id}.txt`;
    await s3.send(new PutObjectCommand({ Bucket, Key, Body: goodContents('stray', 10) }));
    env.isDamaged = true;
    env.advance(2);
    env.begin();
    await reconcile(env);
  },
} as const satisfies Record<string, Scenario>;
