// After the storm: what was held back arrives, dead letters are redriven, the schedules run; then everything is audited.
import { AbortMultipartUploadCommand, ListMultipartUploadsCommand } from '@aws-sdk/client-s3';
import type { Principal } from '../../lambdas/domain/access.ts';
import type { FileRecord } from '../../lambdas/domain/file.ts';
import { publicKeyOf, shouldBePublic } from '../../lambdas/domain/publication.ts';
import {
  auditBucket,
  auditCounters,
  auditPublicSide,
  auditTable,
  readItems,
  recordsIn,
} from '../books.ts';
import type { PromisedFile } from './ledger.ts';
import { ann, ben, eve, follow, read } from './people.ts';
import type { Stage } from './stage.ts';

/** Repairs as the schedules and the runbook do, and gives everything that is wrong afterwards. */
export async function findWrong(stage: Stage): Promise<string[]> {
  const { handOffs, ledger, place } = stage;
  await stage.end();
  await handOffs.release(['overtaken', 'delayed', 'twice']);
  const unexplained = handOffs.all
    .flatMap((handOff) => handOff.unexplained)
    .map((id) => `message ${id} is dead without a reason`);
  const { uploads, questions, scans, changes, publications } = handOffs;
  const needsReconciling =
    stage.isDamaged ||
    // Nobody waits for a copy that was given up; should its file be hidden by then, the weekly report names it.
    stage.storm.late.has('CopyObjectCommand') ||
    [changes, publications].some(({ dead }) => dead.length > 0) ||
    handOffs.all.some(({ hasLost }) => hasLost);
  // The runbook: queues are redriven. What the stream could not tell is asked again by the reaper, or repaired by reconciling.
  for (const handOff of [questions, changes, publications]) handOff.dead.length = 0;
  for (const handOff of [uploads, scans]) handOff.redrive();
  if (!handOffs.isEmpty) await handOffs.drain();

  await reapLapsed(stage);
  await handOffs.release(['week-late']);
  await expireParts(stage);
  let items = await readItems(place);
  const uncounted = stage.isDamaged ? [] : auditCounters(items);

  const findings: string[] = [];
  await stage.useCases.reconcile(needsReconciling, ({ kind }) => findings.push(kind));
  const unreconciled = needsReconciling ? [] : findings.map((kind) => `reconcile found ${kind}`);
  if (needsReconciling) {
    await handOffs.drain();
    items = await readItems(place);
  }
  const isGood = ({ id }: FileRecord, contents: string) => {
    const { contents: good, served = contents } = ledger.of(id);
    return good.has(contents) && served === contents;
  };
  const records = recordsIn(items);
  return [
    ...ledger.wrong,
    ...unexplained,
    ...uncounted,
    ...unreconciled,
    ...(await auditBucket(place, items, isGood)),
    ...(await auditPublicSide(place, items, isGood)),
    ...place.edges.audit(new Set(records.filter(shouldBePublic).map(publicKeyOf))),
    ...auditTable(items),
    ...(await auditPromises(stage, records)),
  ];
}

/** Time passes, and the reaper runs, until it has nothing to do. */
async function reapLapsed(stage: Stage): Promise<void> {
  let isPending = true;
  for (const hours of [2, 8 * 24]) {
    stage.pass(hours);
    // Finding nothing takes the reaper a request for each shard of its index.
    isPending &&= recordsIn(await readItems(stage.place)).some(
      ({ status }) => status === 'pending',
    );
    if (!isPending) continue;
    await stage.useCases.reap(() => true);
    await stage.handOffs.drain();
  }
}

/** The bucket's lifecycle: parts that nobody completed go after `multipartDays`, which have passed. */
async function expireParts({ place: { s3, bucket: Bucket } }: Stage): Promise<void> {
  const { Uploads = [] } = await s3.send(new ListMultipartUploadsCommand({ Bucket }));
  for (const { Key, UploadId } of Uploads) {
    await s3.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }));
  }
}

/** Holds what is against what was promised. */
async function auditPromises(stage: Stage, records: readonly FileRecord[]): Promise<string[]> {
  const { ledger } = stage;
  const wrong: string[] = [];
  if (records.length > ledger.uploadsAsked) {
    wrong.push(`${ledger.uploadsAsked} uploads were asked for, and there are ${records.length}`);
  }
  const byId = new Map(records.map((record) => [record.id, record]));
  for (const promised of ledger.files.values()) {
    const file = byId.get(promised.id);
    if (!file) {
      wrong.push(`${promised.id} has no record any more`);
      continue;
    }
    const { fate, mayEnd } = promised;
    const isTerminal = mayEnd && file.status === 'deleted';
    if (fate !== 'open' && fate !== file.status && !isTerminal) {
      wrong.push(`${file.id} was promised to be ${fate}, and is ${file.status}`);
    }
    wrong.push(...(await auditReading(stage, promised, heirOf(file, byId))));
  }
  return wrong;
}

/** The file in whose place somebody reads now. */
function heirOf(file: FileRecord, byId: ReadonlyMap<string, FileRecord>): FileRecord {
  const next = file.status === 'deleted' && file.replacedBy ? byId.get(file.replacedBy) : undefined;
  return next ? heirOf(next, byId) : file;
}

async function auditReading(
  stage: Stage,
  { id, readers, strangers, links, deadLinks }: PromisedFile,
  heir: FileRecord,
): Promise<string[]> {
  const wrong: string[] = [];
  const isReady = heir.status === 'ready';
  const expectReading = async (who: Principal, mayRead: boolean) => {
    const contents = await read(stage, heir.id, who);
    if ((contents !== undefined) === mayRead) return;
    wrong.push(`${who.sub} ${mayRead ? 'cannot' : 'can'} read ${id}, which is ${heir.status}`);
  };
  await expectReading(ann, isReady);
  await expectReading(eve, false);
  if (readers.has(`user:${ben.sub}`)) await expectReading(ben, isReady);
  if (strangers.has(`user:${ben.sub}`)) await expectReading(ben, false);
  for (const token of [...links, ...deadLinks]) {
    const leads = 'value' in (await follow(stage, token));
    const shouldLead = isReady && links.has(token);
    if (leads !== shouldLead) wrong.push(`a link to ${id} ${leads ? 'still leads' : 'is lost'}`);
  }
  return wrong;
}
