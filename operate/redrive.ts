// Handles the messages of a dead-letter queue once more: moves them back to their queue, or repairs what the stream no longer
// holds.
import { setTimeout as pause } from 'node:timers/promises';
import { type DeadLetters, describeNothing, lastChangeOf } from './dead-letters.ts';
import { OperateError } from './operate-error.ts';
import type { Queues, WaitingMessage } from './queues.ts';

/** The ports of redriving. */
export interface RedriveParts {
  readonly queues: Queues;
  /** Runs `Reconcile` with repair until its end; gives how much it found, by kind. */
  readonly repair: () => Promise<Readonly<Record<string, number>>>;
  readonly now: () => Date;
  readonly say: (line: string) => void;
}

// Reconcile skips younger objects: their events may still be in the queue.
const SETTLED_AFTER_MS = 3_600_000;
// Usually longer than a repair of several runs takes; otherwise the messages become visible again.
const TAKEN_SECONDS = 3600;
const POLL_MS = 1000;

/** Redrives one queue; every resulting action is safe to repeat. Returns how many messages are left. */
export async function redrive(queue: DeadLetters, parts: RedriveParts): Promise<number> {
  if (queue.count === 0) {
    parts.say(describeNothing(queue));
    return 0;
  }
  return queue.sourceUrl === undefined
    ? makeUpFor(queue, parts)
    : moveBack(queue, queue.sourceUrl, parts);
}

/** SQS moves the messages itself, at its own speed. */
async function moveBack(
  { name, arn }: DeadLetters,
  sourceUrl: string,
  { queues, say }: RedriveParts,
): Promise<number> {
  const source = await queues.look(sourceUrl);
  await queues.moveBack(arn, source.arn);
  for (;;) {
    const task = await queues.latestMove(arn);
    if (task?.status === 'COMPLETED') {
      say(`${name}: ${messages(task.movedCount)} moved back to be handled again.`);
      return 0;
    }
    if (task && task.status !== 'RUNNING') {
      const reason = task.failureReason ? `: ${task.failureReason}` : '';
      throw new OperateError(
        `${name}: moving ended as ${task.status}${reason}, after ${messages(task.movedCount)}. What is left is where it was.`,
      );
    }
    await pause(POLL_MS);
  }
}

/** A stream's messages name records that the stream holds for a day only: a repair finds what is left to do instead. */
async function makeUpFor(queue: DeadLetters, parts: RedriveParts): Promise<number> {
  const { queues, repair, now, say } = parts;
  const taken = await takeAll(queue, queues);
  try {
    const before = now().getTime() - SETTLED_AFTER_MS;
    const isOld = ({ body }: WaitingMessage) => (lastChangeOf(body)?.getTime() ?? 0) < before;
    const done = taken.filter(isOld);
    if (done.length > 0) say(`${queue.name}: ${found(await repair())}`);
    for (const message of done) await queues.remove(queue.url, message);
    for (const message of taken)
      if (!done.includes(message)) await queues.putBack(queue.url, message);
    say(`${queue.name}: ${messages(done.length)} handled by a repair and removed.`);
    const young = taken.length - done.length;
    if (young > 0) {
      say(
        `${queue.name}: ${messages(young)} left, of the last hour, which Reconcile leaves alone; run this again in an hour.`,
      );
    }
    return young;
  } catch (error) {
    for (const message of taken) await queues.putBack(queue.url, message).catch(() => {});
    throw error;
  }
}

async function takeAll({ url }: DeadLetters, queues: Queues): Promise<readonly WaitingMessage[]> {
  const taken: WaitingMessage[] = [];
  for (;;) {
    const more = await queues.receive(url, TAKEN_SECONDS);
    if (more.length === 0) return taken;
    taken.push(...more);
  }
}

const messages = (count: number): string => (count === 1 ? '1 message' : `${count} messages`);

function found(findings: Readonly<Record<string, number>>): string {
  const kinds = Object.entries(findings).map(([kind, count]) => `${kind} ${count}`);
  return kinds.length === 0
    ? 'Reconcile found nothing left to repair.'
    : `Reconcile found and repaired: ${kinds.join(', ')} (unknown_key stays as it is).`;
}
