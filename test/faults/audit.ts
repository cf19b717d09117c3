// Recovers after the faults (late events arrive, dead letters are redriven, the schedules run), then audits the final state.
import { AbortMultipartUploadCommand, ListMultipartUploadsCommand } from '@aws-sdk/client-s3';
import type { Item } from '../../lambdas/aws/dynamodb/dynamo-items.ts';
import type { Principal } from '../../lambdas/domain/access.ts';
import type { FileRecord } from '../../lambdas/domain/file.ts';
import { publicKeyOf, shouldBePublic } from '../../lambdas/domain/publication.ts';
import { variantsOf } from '../../lambdas/domain/variants.ts';
import {
  auditBucket,
  auditCounters,
  auditPublicSide,
  auditTable,
  readItems,
  recordsIn,
} from '../audit-storage.ts';
import { auditEvents } from './audit-events.ts';
import { sharingLimits } from './collections.ts';
import type { Environment } from './environment.ts';
import type { ExpectedFile } from './expected-state.ts';
import { ann, ben, eve, followLink, readFile } from './users.ts';

/** Repairs as the schedules and the runbook do; returns every violation in the final state. */
export async function findViolations(env: Environment): Promise<string[]> {
  const { handOffs, expected, resources } = env;
  await env.end();
  await handOffs.release(['overtaken', 'delayed', 'twice']);
  // The stream delivers what failed again, for a day.
  handOffs.relayed.redrive();
  const unexplained = handOffs.all
    .flatMap((handOff) => handOff.unexplained)
    .map((id) => `message ${id} is in the dead-letter queue without a reason`);
  const { uploads, scanRequests, scans, changes } = handOffs;
  const { publications, variants, variantResults, webhooks } = handOffs;
  const needsReconciling =
    env.isDamaged ||
    // A timed-out copy may still complete; if its file is private by then, the weekly report finds the copy.
    env.injector.late.has('CopyObjectCommand') ||
    changes.dead.length > 0 ||
    handOffs.all.some(({ hasLost }) => hasLost);
  // The runbook: queues are redriven. Lost stream records are retried by the reaper or repaired by reconciling.
  changes.dead.length = 0;
  for (const handOff of [
    ...[uploads, scanRequests, scans],
    ...[publications, variants, variantResults, webhooks],
  ]) {
    handOff.redrive();
  }
  if (!handOffs.isEmpty) await handOffs.drain();

  await reapLapsed(env);
  await handOffs.release(['week-late']);
  await expireParts(env);
  let items = await readItems(resources);
  const uncounted = env.isDamaged ? [] : auditCounters(items);

  const findings: string[] = [];
  await env.useCases.reconcile(needsReconciling, ({ kind }) => findings.push(kind));
  const unreconciled = needsReconciling ? [] : findings.map((kind) => `reconcile found ${kind}`);
  if (needsReconciling) {
    await handOffs.drain();
    items = await readItems(resources);
  }
  const isGood = ({ id }: FileRecord, contents: string) => {
    const { contents: good, served = contents, isReplaced } = expected.of(id);
    return good.has(contents) && (served === contents || isReplaced);
  };
  const records = recordsIn(items);
  return [
    ...expected.violations,
    ...unexplained,
    ...uncounted,
    ...unreconciled,
    ...(await auditBucket(resources, items, isGood)),
    ...(await auditPublicSide(resources, items, isGood)),
    ...resources.edges.audit(new Set(records.filter(shouldBePublic).map(publicKeyOf))),
    ...auditTable(items),
    ...auditSharing(items),
    ...auditVariants(records),
    ...(await auditExpectations(env, records)),
    ...auditEvents(resources.events, records),
    ...(env.hasWebhook ? env.receiver.audit(resources.events) : []),
  ];
}

/** Advances the clock and runs the reaper until no file is pending or beyond its time. */
async function reapLapsed(env: Environment): Promise<void> {
  let isLeft = true;
  for (const hours of [2, 8 * 24]) {
    env.advance(hours);
    const records = recordsIn(await readItems(env.resources));
    // An idle run of the reaper costs a request per shard of its index.
    isLeft &&= records.some(
      ({ id, status }) =>
        status === 'pending' || (status === 'ready' && env.expected.of(id).status === 'deleted'),
    );
    if (!isLeft) continue;
    await env.useCases.reap(() => true);
    await env.handOffs.drain();
  }
}

/** The bucket's lifecycle rule: aborts incomplete multipart uploads after `multipartDays`, which have passed. */
async function expireParts({ resources: { s3, bucket: Bucket } }: Environment): Promise<void> {
  const { Uploads = [] } = await s3.send(new ListMultipartUploadsCommand({ Bucket }));
  for (const { Key, UploadId } of Uploads) {
    await s3.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }));
  }
}

/** No file has more grants or links than it may have, whatever arrived late. */
function auditSharing(items: readonly Item[]): string[] {
  const counts = new Map<string, number>();
  for (const { pk, sk } of items) {
    const kind = /^(GRANT|LINK)#/.exec(sk?.S ?? '')?.[1];
    if (kind) counts.set(`${kind} ${pk?.S}`, (counts.get(`${kind} ${pk?.S}`) ?? 0) + 1);
  }
  const { grantsPerFile, linksPerFile } = sharingLimits;
  const limitOf = (place: string) => (place.startsWith('GRANT') ? grantsPerFile : linksPerFile);
  return [...counts].flatMap(([place, count]) =>
    count > limitOf(place) ? [`${place} is there ${count} times`] : [],
  );
}

/** Every ready picture has its variant. */
const auditVariants = (records: readonly FileRecord[]): string[] =>
  records.flatMap((file) =>
    file.collection === 'pictures' && file.status === 'ready' && variantsOf(file).length !== 1
      ? [`${file.id} has ${variantsOf(file).length} variants`]
      : [],
  );

/** Compares the final state with the responses that the clients got. */
async function auditExpectations(
  env: Environment,
  records: readonly FileRecord[],
): Promise<string[]> {
  const { expected } = env;
  const violations: string[] = [];
  if (records.length > expected.uploadsRequested) {
    violations.push(
      `${expected.uploadsRequested} uploads were requested, and there are ${records.length}`,
    );
  }
  const byId = new Map(records.map((record) => [record.id, record]));
  for (const expectedFile of expected.files.values()) {
    const file = byId.get(expectedFile.id);
    if (!file) {
      violations.push(`${expectedFile.id} has no record any more`);
      continue;
    }
    const { status, mayBeDeleted, title } = expectedFile;
    if (title !== undefined && file.title !== title) {
      violations.push(`${file.id} should have the title ${title}, and has ${file.title}`);
    }
    const isDeletionAllowed = mayBeDeleted && file.status === 'deleted';
    const found = file.status === 'merged' ? 'ready' : file.status;
    if (status !== 'unknown' && status !== found && !isDeletionAllowed) {
      violations.push(`${file.id} should be ${status}, and is ${file.status}`);
    }
    violations.push(...(await auditReading(env, expectedFile, byId.get(intoOf(file)) ?? file)));
  }
  return violations;
}

/** The file that an upload became a version of; its own id where it did not. */
const intoOf = (file: FileRecord): string => (file.status === 'merged' ? file.mergedInto : file.id);

async function auditReading(
  env: Environment,
  { id, readers, nonReaders, links, revokedLinks }: ExpectedFile,
  successor: FileRecord,
): Promise<string[]> {
  const violations: string[] = [];
  const isReady = successor.status === 'ready';
  const expectReading = async (who: Principal, mayRead: boolean) => {
    const contents = await readFile(env, successor.id, who);
    if ((contents !== undefined) === mayRead) return;
    violations.push(
      `${who.sub} ${mayRead ? 'cannot' : 'can'} read ${id}, which is ${successor.status}`,
    );
  };
  await expectReading(ann, isReady);
  await expectReading(eve, false);
  if (readers.has(`user:${ben.sub}`)) await expectReading(ben, isReady);
  if (nonReaders.has(`user:${ben.sub}`)) await expectReading(ben, false);
  for (const token of [...links, ...revokedLinks]) {
    const works = 'value' in (await followLink(env, token));
    const shouldWork = isReady && links.has(token);
    if (works !== shouldWork)
      violations.push(`a link to ${id} ${works ? 'still works' : 'is lost'}`);
  }
  return violations;
}
