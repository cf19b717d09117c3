// The stories that are told in the storm: what is set up in calm weather, then `begin`, then what may fail.
import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { toItem, usageKey } from '../../lambdas/aws/dynamodb/dynamo-items.ts';
import { postTo } from '../backend.ts';
import { goodContents } from './collections.ts';
import {
  ann,
  follow,
  type Issued,
  issue,
  link,
  look,
  remove,
  revoke,
  send,
  sendPart,
  share,
  show,
  type UploadOptions,
  unshare,
} from './people.ts';
import type { Stage } from './stage.ts';

/** A story; everything in it goes on, as far as it can, whatever failed before. */
export type Scenario = (stage: Stage) => Promise<void>;

const MULTIPART_SIZE = 60;
const WEEK_HOURS = 7 * 24;

/** From the claim to the download. */
async function sendAndLook(stage: Stage, options: UploadOptions = {}): Promise<Issued | undefined> {
  const issued = await issue(stage, options);
  if (!issued) return undefined;
  await send(stage, issued, options);
  await stage.handOffs.drain();
  await look(stage, issued.file.id);
  return issued;
}

/** A file that is ready, in calm weather. */
async function readyFile(stage: Stage, options: UploadOptions = {}): Promise<string> {
  const issued = await sendAndLook(stage, options);
  if (!issued) throw new Error('Nothing fails in calm weather, and yet no upload was issued.');
  return issued.file.id;
}

const told =
  (options: UploadOptions): Scenario =>
  async (stage) => {
    stage.begin();
    await sendAndLook(stage, options);
  };

const reap = (stage: Stage) => stage.run('reap-uploads', () => stage.useCases.reap(() => true));

/** Every scenario by its name. */
export const scenarios = {
  upload: told({}),
  multipart: told({ size: MULTIPART_SIZE }),
  reject: told({ isBad: true }),
  'reject-multipart': told({ isBad: true, size: MULTIPART_SIZE }),
  scan: told({ collection: 'scanned' }),
  'scan-infected': told({ collection: 'scanned', isInfected: true }),
  'clamd-scan': told({ collection: 'scanned' }),
  'clamd-scan-infected': told({ collection: 'scanned', isInfected: true }),
  publish: told({ collection: 'shown' }),

  async unpublish(stage) {
    const id = await readyFile(stage, { collection: 'shown' });
    stage.begin();
    await show(stage, id, 'private');
    await stage.handOffs.drain();
    await show(stage, id, 'public');
    await stage.handOffs.drain();
    await remove(stage, id);
    await stage.handOffs.drain();
  },

  /** Shown and hidden again while the file lives on, so that a copy that comes late finds its source. */
  async hide(stage) {
    const id = await readyFile(stage, { collection: 'shown' });
    await show(stage, id, 'private');
    await stage.handOffs.drain();
    stage.begin();
    await show(stage, id, 'public');
    await stage.handOffs.drain();
    await show(stage, id, 'private');
    await stage.handOffs.drain();
  },

  async share(stage) {
    const id = await readyFile(stage);
    stage.begin();
    await share(stage, id);
    await look(stage, id);
    await unshare(stage, id);
  },

  async link(stage) {
    const id = await readyFile(stage);
    stage.begin();
    const made = await link(stage, id);
    await link(stage, id);
    if (!made) return;
    await follow(stage, made.token);
    await revoke(stage, id, made);
  },

  async replace(stage) {
    const id = await readyFile(stage);
    await share(stage, id);
    await link(stage, id);
    stage.begin();
    stage.ledger.of(id).mayEnd = true;
    await sendAndLook(stage, { replaces: id });
    await look(stage, id);
  },

  async delete(stage) {
    const id = await readyFile(stage);
    await share(stage, id);
    await link(stage, id);
    const inParts = await issue(stage, { size: MULTIPART_SIZE });
    stage.begin();
    await remove(stage, id);
    if (inParts) await remove(stage, inParts.file.id);
    await stage.handOffs.drain();
  },

  /** A form that is used once more after the verdict, and after the end. */
  async overwrite(stage) {
    const issued = await issue(stage);
    if (issued?.upload?.kind !== 'post') return;
    await send(stage, issued);
    await stage.handOffs.drain();
    stage.begin();
    const other = goodContents('another', issued.file.size);
    await postTo(issued.upload, other);
    await stage.handOffs.drain();
    await look(stage, issued.file.id);
    await remove(stage, issued.file.id);
    await postTo(issued.upload, other);
    await stage.handOffs.drain();
  },

  async 'reap-abandoned'(stage) {
    const posted = await issue(stage);
    const inParts = await issue(stage, { size: MULTIPART_SIZE });
    if (!posted || !inParts) return;
    await sendPart(stage, inParts.file.id, goodContents('part', MULTIPART_SIZE));
    for (const { file } of [posted, inParts]) stage.ledger.of(file.id).fate = 'deleted';
    stage.pass(WEEK_HOURS + 2);
    stage.begin();
    await reap(stage);
    await stage.handOffs.drain();
    await reap(stage);
    await stage.handOffs.drain();
  },

  async 'reap-event-lost'(stage) {
    const issued = await issue(stage);
    if (!issued) return;
    await send(stage, issued);
    stage.handOffs.uploads.lose();
    stage.pass(WEEK_HOURS);
    stage.begin();
    await reap(stage);
    await reap(stage);
    await look(stage, issued.file.id);
  },

  async 'reconcile-repair'(stage) {
    const issued = await issue(stage);
    const unjudged = await issue(stage);
    if (issued?.upload?.kind !== 'post' || !unjudged) return;
    await send(stage, issued);
    await stage.handOffs.drain();
    await postTo(issued.upload, goodContents('intruder', issued.file.size));
    await send(stage, unjudged);
    stage.handOffs.uploads.lose();
    const shared = await readyFile(stage);
    await share(stage, shared);
    await link(stage, shared);
    await remove(stage, shared);
    await stage.handOffs.hear();
    stage.handOffs.changes.lose();
    await miscount(stage);
    stage.isDamaged = true;
    stage.pass(2);
    stage.begin();
    for (let attempt = 1; attempt <= 2; attempt += 1) {
      await stage.run('reconcile', () => stage.useCases.reconcile(true, () => {}));
    }
    await look(stage, unjudged.file.id);
  },
} as const satisfies Record<string, Scenario>;

/** The name of a scenario. */
export type ScenarioName = keyof typeof scenarios;

/** What scans in a scenario. */
export const engineOf = (name: ScenarioName): 'clamd' | 'guardduty' =>
  name.startsWith('clamd-') ? 'clamd' : 'guardduty';

async function miscount({ place: { dynamo, table } }: Stage): Promise<void> {
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
