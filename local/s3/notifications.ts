// Announces new objects: rows are written with the object and removed once delivered.
import type { Database } from './database.ts';

/** A new object. Redeliveries carry the same `sequencer`. */
export interface ObjectCreated {
  bucket: string;
  key: string;
  /** Undefined in a bucket that is not versioned. */
  versionId: string | undefined;
  size: number;
  /** Without quotes. */
  eTag: string;
  /** Hex; grows with every version of a key. */
  sequencer: string;
  eventName:
    | 'ObjectCreated:Put'
    | 'ObjectCreated:Post'
    | 'ObjectCreated:Copy'
    | 'ObjectCreated:CompleteMultipartUpload';
  /** ISO 8601. */
  time: string;
}

const MIN_RETRY_MS = 100;
const MAX_RETRY_MS = 10_000;
const MAX_STOP_MS = 1000;

/** Receives new objects; a rejection means that the object is announced again. */
export type Listener = (event: ObjectCreated) => void | Promise<void>;

/** At-least-once delivery, oldest first; a failed delivery is repeated and delays no other. */
export interface Notifications {
  /** Within the transaction that stores the object. */
  add(event: ObjectCreated): void;
  /** Delivers what is waiting, including what an earlier process left behind. */
  wake(): void;
  /** Starts no further delivery and waits a moment for the one under way. */
  stop(): Promise<void>;
}

export function openNotifications(
  database: Database,
  initial: Listener | undefined,
): Notifications {
  let listener = initial;
  let delivering: Promise<void> | undefined;
  let isAsked = false;
  let retryTimer: NodeJS.Timeout | undefined;
  let retryMs = MIN_RETRY_MS;

  const deliverAfter = async (id: number): Promise<boolean> => {
    let hasFailed = false;
    for (let last = id; listener; ) {
      const row = database
        .sql('SELECT id, event FROM notifications WHERE id > ? ORDER BY id LIMIT 1')
        .get(last);
      if (!row) break;
      last = Number(row.id);
      try {
        await listener(JSON.parse(String(row.event)) as ObjectCreated);
        database.sql('DELETE FROM notifications WHERE id = ?').run(last);
      } catch (error) {
        if (!listener) break;
        hasFailed = true;
        console.error('s3: a notification was refused and will be delivered again', error);
      }
    }
    return hasFailed;
  };

  const deliver = async () => {
    let hasFailed = false;
    while (isAsked && listener) {
      isAsked = false;
      hasFailed = await deliverAfter(0);
    }
    if (!hasFailed) retryMs = MIN_RETRY_MS;
    else if (listener) {
      clearTimeout(retryTimer);
      retryTimer = setTimeout(wake, retryMs).unref();
      retryMs = Math.min(retryMs * 2, MAX_RETRY_MS);
    }
  };

  const wake = () => {
    isAsked = true;
    if (!listener) return;
    // Later than the answer to the request that stored the object: a slow listener delays no request.
    const turn = new Promise((resolve) => setImmediate(resolve));
    delivering ??= turn.then(deliver).finally(() => {
      delivering = undefined;
      if (isAsked && listener) wake();
    });
  };

  return {
    add(event) {
      if (!initial) return;
      database.sql('INSERT INTO notifications (event) VALUES (?)').run(JSON.stringify(event));
    },
    wake,
    async stop() {
      listener = undefined;
      clearTimeout(retryTimer);
      let timer: NodeJS.Timeout | undefined;
      const enough = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, MAX_STOP_MS);
      });
      await Promise.race([delivering, enough]);
      clearTimeout(timer);
    },
  };
}
