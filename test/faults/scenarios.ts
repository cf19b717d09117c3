// The scenarios. Each prepares its files without faults, calls `begin`, and then runs the steps that may fail.
import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { toItem, usageKey } from '../../lambdas/aws/dynamodb/dynamo-items.ts';
import { postTo } from '../backend.ts';
import { goodContents } from './collections.ts';
import { deploymentScenarios } from './deployment-scenarios.ts';
import { directoryScenarios } from './directory-scenarios.ts';
import type { Environment } from './environment.ts';
import { rareScenarios } from './rare-scenarios.ts';
import { readingScenarios } from './reading-scenarios.ts';
import { serviceScenarios } from './service-scenarios.ts';
import { readyFile, uploadAndCheck } from './upload-and-check.ts';
import {
  ann,
  checkFile,
  createLink,
  followLink,
  issue,
  remove,
  revokeLink,
  sendBytes,
  sendPart,
  setVisibility,
  share,
  showLink,
  type UploadOptions,
  unshare,
} from './users.ts';

/** A scenario; each step continues as far as it can after earlier failures. */
export type Scenario = (env: Environment) => Promise<void>;

const MULTIPART_SIZE = 60;
const WEEK_HOURS = 7 * 24;

const uploadScenario =
  (options: UploadOptions): Scenario =>
  async (env) => {
    env.begin();
    await uploadAndCheck(env, options);
  };

const reap = (env: Environment) => env.run('reap-uploads', () => env.useCases.reap(() => true));

/** Every scenario by its name. */
export const scenarios = {
  ...serviceScenarios,
  ...deploymentScenarios,
  ...directoryScenarios,
  ...rareScenarios,
  ...readingScenarios,
  upload: uploadScenario({}),
  multipart: uploadScenario({ size: MULTIPART_SIZE }),
  reject: uploadScenario({ isBad: true }),
  'reject-multipart': uploadScenario({ isBad: true, size: MULTIPART_SIZE }),
  form: uploadScenario({ isForm: true }),
  'reject-form': uploadScenario({ isForm: true, isBad: true }),
  'scan-form': uploadScenario({ isForm: true, collection: 'scanned' }),
  scan: uploadScenario({ collection: 'scanned' }),
  'scan-infected': uploadScenario({ collection: 'scanned', isInfected: true }),
  'clamd-scan': uploadScenario({ collection: 'scanned' }),
  'clamd-scan-infected': uploadScenario({ collection: 'scanned', isInfected: true }),
  publish: uploadScenario({ collection: 'shown' }),

  /** Posts the event of a file; the first answer is a refusal, so that the event is postponed. */
  async webhook(env) {
    env.receiver.refuseNext();
    env.begin();
    await uploadAndCheck(env);
  },

  async unpublish(env) {
    const id = await readyFile(env, { collection: 'shown' });
    env.begin();
    await setVisibility(env, id, 'private');
    await env.handOffs.drain();
    await setVisibility(env, id, 'public');
    await env.handOffs.drain();
    await remove(env, id);
    await env.handOffs.drain();
  },

  /** Makes a file public and private again without deleting it, so that a late copy still finds its source. */
  async hide(env) {
    const id = await readyFile(env, { collection: 'shown' });
    await setVisibility(env, id, 'private');
    await env.handOffs.drain();
    env.begin();
    await setVisibility(env, id, 'public');
    await env.handOffs.drain();
    await setVisibility(env, id, 'private');
    await env.handOffs.drain();
  },

  async share(env) {
    const id = await readyFile(env);
    env.begin();
    await share(env, id);
    await checkFile(env, id);
    await unshare(env, id);
  },

  async link(env) {
    const id = await readyFile(env);
    env.begin();
    const made = await createLink(env, id);
    await createLink(env, id);
    if (!made) return;
    await showLink(env, made.token);
    await followLink(env, made.token);
    await revokeLink(env, id, made);
  },

  async replace(env) {
    const id = await readyFile(env);
    await share(env, id);
    await createLink(env, id);
    env.begin();
    env.expected.of(id).isReplaced = true;
    await uploadAndCheck(env, { replaces: id });
    await checkFile(env, id);
  },

  async 'replace-public'(env) {
    const id = await readyFile(env, { collection: 'shown' });
    env.begin();
    env.expected.of(id).isReplaced = true;
    await uploadAndCheck(env, { collection: 'shown', replaces: id });
    await checkFile(env, id);
  },

  async delete(env) {
    const id = await readyFile(env);
    await share(env, id);
    await createLink(env, id);
    const inParts = await issue(env, { size: MULTIPART_SIZE });
    env.begin();
    await remove(env, id);
    if (inParts) await remove(env, inParts.file.id);
    await env.handOffs.drain();
  },

  /** Uses a form again after the verdict and after the deletion. */
  async overwrite(env) {
    const issued = await issue(env);
    if (issued?.upload?.kind !== 'post') return;
    await sendBytes(env, issued);
    await env.handOffs.drain();
    env.begin();
    const other = goodContents('another', issued.file.size);
    await postTo(issued.upload, other);
    await env.handOffs.drain();
    await checkFile(env, issued.file.id);
    await remove(env, issued.file.id);
    await postTo(issued.upload, other);
    await env.handOffs.drain();
  },

  async 'reap-abandoned'(env) {
    const posted = await issue(env);
    const inParts = await issue(env, { size: MULTIPART_SIZE });
    if (!posted || !inParts) return;
    await sendPart(env, inParts.file.id, goodContents('part', MULTIPART_SIZE));
    for (const { file } of [posted, inParts]) env.expected.of(file.id).status = 'deleted';
    env.advance(WEEK_HOURS + 2);
    env.begin();
    await reap(env);
    await env.handOffs.drain();
    await reap(env);
    await env.handOffs.drain();
  },

  async 'reap-event-lost'(env) {
    const issued = await issue(env);
    if (!issued) return;
    await sendBytes(env, issued);
    env.handOffs.uploads.lose();
    env.advance(WEEK_HOURS);
    env.begin();
    await reap(env);
    await reap(env);
    await checkFile(env, issued.file.id);
  },

  async 'reconcile-repair'(env) {
    const issued = await issue(env);
    const unjudged = await issue(env);
    if (issued?.upload?.kind !== 'post' || !unjudged) return;
    await sendBytes(env, issued);
    await env.handOffs.drain();
    await postTo(issued.upload, goodContents('overwrite', issued.file.size));
    await sendBytes(env, unjudged);
    env.handOffs.uploads.lose();
    const shared = await readyFile(env);
    await share(env, shared);
    await createLink(env, shared);
    await remove(env, shared);
    await env.handOffs.readStream();
    env.handOffs.changes.lose();
    await miscount(env);
    env.isDamaged = true;
    env.advance(2);
    env.begin();
    for (let attempt = 1; attempt <= 2; attempt += 1) {
      await env.run('reconcile', () => env.useCases.reconcile(true, () => {}));
    }
    await checkFile(env, unjudged.file.id);
  },
} as const satisfies Record<string, Scenario>;

/** The name of a scenario. */
export type ScenarioName = keyof typeof scenarios;

/** The scanner of a scenario. */
export const engineOf = (name: ScenarioName): 'clamd' | 'guardduty' =>
  name.startsWith('clamd-') ? 'clamd' : 'guardduty';

/** Whether a scenario has a webhook. */
export const hasWebhook = (name: ScenarioName): boolean => name.startsWith('webhook');

async function miscount({ resources: { dynamo, table } }: Environment): Promise<void> {
  await dynamo.send(
    new UpdateItemCommand({
      TableName: table,
      Key: toItem(usageKey(ann.sub)),
      UpdateExpression: 'ADD #bytes :many',
      ExpressionAttributeNames: { '#bytes': 'bytes' },
      ExpressionAttributeValues: toItem({ ':many': 1000 }),
    }),
  );
}
