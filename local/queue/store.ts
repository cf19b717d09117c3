// SQS: messages on disk with visibility timeouts, receive counts and dead-letter queues.
import { createHash, randomUUID } from 'node:crypto';
import { account, region } from '../addresses.ts';
import { DatabaseSync } from '../sqlite.ts';

/** A queue as the template describes it. */
export interface QueueSettings {
  readonly arn: string;
  readonly visibilityTimeoutSeconds: number;
  readonly delaySeconds: number;
  readonly retentionSeconds: number;
  /** The dead-letter queue of messages that were received more than `maxReceiveCount` times. */
  readonly redrive?: { readonly deadLetterArn: string; readonly maxReceiveCount: number };
}

/** A received message. */
export interface Message {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  readonly receiveCount: number;
  /** Epoch milliseconds. */
  readonly sentAt: number;
  readonly firstReceivedAt: number;
}

/** How full a queue is. */
export interface QueueDepth {
  /** Messages that can be received now. */
  readonly visible: number;
  /** Messages that were received and neither deleted nor visible again, and delayed ones. */
  readonly invisible: number;
}

/** The queues of one state directory. Every change is on disk when the call returns. */
export class QueueStore {
  readonly #database: DatabaseSync;
  readonly #queues: ReadonlyMap<string, QueueSettings>;
  readonly #now: () => number;
  readonly #listeners = new Set<(arn: string) => void>();

  constructor(file: string, queues: readonly QueueSettings[], now: () => number = Date.now) {
    this.#queues = new Map(queues.map((queue) => [queue.arn, queue]));
    this.#now = now;
    this.#database = new DatabaseSync(file);
    this.#database.exec(`
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = NORMAL;
      CREATE TABLE IF NOT EXISTS message (
        id TEXT PRIMARY KEY, queue TEXT NOT NULL, body TEXT NOT NULL, sentAt INTEGER NOT NULL,
        visibleAt INTEGER NOT NULL, receiveCount INTEGER NOT NULL DEFAULT 0,
        firstReceivedAt INTEGER, receipt TEXT
      );
      CREATE INDEX IF NOT EXISTS message_order ON message (queue, visibleAt);
      CREATE TABLE IF NOT EXISTS test_event (notification TEXT PRIMARY KEY);
    `);
    // The receivers of the last run have ended, so their messages are receivable again at once.
    this.#database.prepare('UPDATE message SET visibleAt = ? WHERE receipt IS NOT NULL').run(now());
  }

  /** Calls a listener each time that messages may have become receivable. Returns a function that removes it. */
  onChange(listener: (arn: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Sends a message; returns its id. Throws for a queue that no template defines. */
  send(arn: string, body: string): string {
    const messageId = randomUUID();
    const now = this.#now();
    this.#database
      .prepare('INSERT INTO message (id, queue, body, sentAt, visibleAt) VALUES (?, ?, ?, ?, ?)')
      .run(messageId, arn, body, now, now + this.#queue(arn).delaySeconds * 1000);
    this.#changed(arn);
    return messageId;
  }

  /** Sends a message unless one with this name was ever sent, as S3 does with its test event. */
  sendOnce(name: string, arn: string, body: string): void {
    const { changes } = this.#database
      .prepare('INSERT OR IGNORE INTO test_event VALUES (?)')
      .run(name);
    if (changes > 0) this.send(arn, body);
  }

  /**
   * Receives up to `maxMessages`, which stay invisible for the visibility timeout; messages that were received too often are
   * moved to the dead-letter queue.
   */
  receive(arn: string, maxMessages: number, visibilityTimeoutSeconds?: number): Message[] {
    const queue = this.#queue(arn);
    const invisible = visibilityTimeoutSeconds ?? queue.visibilityTimeoutSeconds;
    const now = this.#now();
    this.#expire(queue, now);
    const rows = this.#database
      .prepare(
        'SELECT * FROM message WHERE queue = ? AND visibleAt <= ? ORDER BY visibleAt, sentAt LIMIT ?',
      )
      .all(arn, now, maxMessages) as unknown as Row[];
    const messages: Message[] = [];
    for (const row of rows) {
      if (queue.redrive && row.receiveCount >= queue.redrive.maxReceiveCount) {
        this.#deadLetter(row, queue.redrive.deadLetterArn);
      } else {
        messages.push(this.#take(row, now, invisible));
      }
    }
    return messages;
  }

  /** Deletes a message by the receipt of its latest receive; an older receipt changes nothing. */
  delete(receiptHandle: string): void {
    this.#database.prepare('DELETE FROM message WHERE receipt = ?').run(receiptHandle);
  }

  /** Makes a message visible again after so many seconds from now, by the receipt of its latest receive. */
  changeVisibility(receiptHandle: string, seconds: number): void {
    this.#database
      .prepare('UPDATE message SET visibleAt = ? WHERE receipt = ?')
      .run(this.#now() + seconds * 1000, receiptHandle);
  }

  has(arn: string): boolean {
    return this.#queues.has(arn);
  }

  /** The queues whose dead letters come to this one. */
  sourcesOf(deadLetterArn: string): string[] {
    return [...this.#queues.values()]
      .filter(({ redrive }) => redrive?.deadLetterArn === deadLetterArn)
      .map(({ arn }) => arn);
  }

  /** Makes every message of every queue visible now, instead of when its visibility timeout has passed. */
  retryNow(): void {
    this.#database.prepare('UPDATE message SET visibleAt = ?').run(this.#now());
    for (const arn of this.#queues.keys()) this.#changed(arn);
  }

  /** Moves the messages of a dead-letter queue back to their source queues, as StartMessageMoveTask does. Returns how many. */
  redrive(deadLetterArn: string, targetArn: string): number {
    const { changes } = this.#database
      .prepare(
        'UPDATE message SET queue = ?, visibleAt = ?, receiveCount = 0, receipt = NULL WHERE queue = ?',
      )
      .run(targetArn, this.#now(), deadLetterArn);
    this.#changed(targetArn);
    return Number(changes);
  }

  /** The queues whose messages end in a dead-letter queue, as ListDeadLetterSourceQueues returns them. */
  deadLetterSources(deadLetterArn: string): string[] {
    return [...this.#queues.values()]
      .filter(({ redrive }) => redrive?.deadLetterArn === deadLetterArn)
      .map(({ arn }) => arn);
  }

  /** The bodies of a queue's messages, oldest first, without receiving them. */
  peek(arn: string): string[] {
    const rows = this.#database
      .prepare('SELECT body FROM message WHERE queue = ? ORDER BY sentAt')
      .all(arn);
    return rows.map(({ body }) => String(body));
  }

  /** How full every queue is. */
  depths(): (QueueDepth & { readonly arn: string })[] {
    return [...this.#queues.keys()].map((arn) => ({ arn, ...this.depth(arn) }));
  }

  depth(arn: string): QueueDepth {
    const row = this.#database
      .prepare(
        'SELECT count(*) AS total, count(*) FILTER (WHERE visibleAt <= ?) AS visible FROM message WHERE queue = ?',
      )
      .get(this.#now(), arn) as { total: number; visible: number };
    return { visible: row.visible, invisible: row.total - row.visible };
  }

  /** Epoch milliseconds at which the next message of a queue becomes visible; undefined when it is empty. */
  nextVisibleAt(arn: string): number | undefined {
    const row = this.#database
      .prepare('SELECT min(visibleAt) AS at FROM message WHERE queue = ?')
      .get(arn);
    return (row?.at as number | null) ?? undefined;
  }

  close(): void {
    this.#database.close();
  }

  #take(row: Row, now: number, visibilityTimeoutSeconds: number): Message {
    const receiptHandle = randomUUID();
    const firstReceivedAt = row.firstReceivedAt ?? now;
    this.#database
      .prepare(
        'UPDATE message SET visibleAt = ?, receiveCount = receiveCount + 1, firstReceivedAt = ?, receipt = ? WHERE id = ?',
      )
      .run(now + visibilityTimeoutSeconds * 1000, firstReceivedAt, receiptHandle, row.id);
    return {
      messageId: row.id,
      receiptHandle,
      body: row.body,
      receiveCount: row.receiveCount + 1,
      sentAt: row.sentAt,
      firstReceivedAt,
    };
  }

  #deadLetter(row: Row, deadLetterArn: string): void {
    this.#database
      .prepare(
        'UPDATE message SET queue = ?, visibleAt = ?, receiveCount = 0, receipt = NULL WHERE id = ?',
      )
      .run(deadLetterArn, this.#now(), row.id);
    this.#changed(deadLetterArn);
  }

  #expire(queue: QueueSettings, now: number): void {
    this.#database
      .prepare('DELETE FROM message WHERE queue = ? AND sentAt < ?')
      .run(queue.arn, now - queue.retentionSeconds * 1000);
  }

  #queue(arn: string): QueueSettings {
    const queue = this.#queues.get(arn);
    if (!queue) throw new Error(`No template defines the queue ${arn}.`);
    return queue;
  }

  #changed(arn: string): void {
    for (const listener of this.#listeners) listener(arn);
  }
}

interface Row {
  id: string;
  body: string;
  sentAt: number;
  receiveCount: number;
  firstReceivedAt: number | null;
}

/** The event that Lambda's SQS poller passes to a function. */
export function toSqsEvent(queueArn: string, messages: readonly Message[]): object {
  return {
    Records: messages.map((message) => ({
      messageId: message.messageId,
      receiptHandle: message.receiptHandle,
      body: message.body,
      attributes: {
        ApproximateReceiveCount: String(message.receiveCount),
        SentTimestamp: String(message.sentAt),
        SenderId: account,
        ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
      },
      messageAttributes: {},
      md5OfBody: createHash('md5').update(message.body).digest('hex'),
      eventSource: 'aws:sqs',
      eventSourceARN: queueArn,
      awsRegion: region,
    })),
  };
}
