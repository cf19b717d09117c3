// The record of one upload, which it finds again after a crash or a reload.
import { isLive, type ResumeRecord, type ResumeStore } from './resume-store.ts';

/** The record of one upload; without a store it lasts as long as the upload. */
export interface UploadMemory {
  readonly record: ResumeRecord | undefined;
  /** Starts a record: an upload is about to be issued under this key. */
  begin(idempotencyKey: string): void;
  /** Changes the record now, if there is one, and in the store soon. */
  save(change: Partial<ResumeRecord>): void;
  forget(): void;
  /** Waits for the store and releases the fingerprint. */
  close(): Promise<void>;
}

/** How long a record is kept before the server has named a time, in milliseconds: as long as idempotency keys are remembered. */
const untoldMs = 86_400_000;

/**
 * Opens the record under `fingerprint`. While it is open, another upload of the same file, here or in another tab, gets a
 * separate record, so that the two do not write to one upload.
 */
export async function openUploadMemory(
  store: ResumeStore | undefined,
  fingerprint: string | undefined,
): Promise<UploadMemory> {
  const release = store && fingerprint ? await lock(fingerprint) : undefined;
  const shelf = release && store && fingerprint ? { store, fingerprint } : undefined;
  const found = await shelf?.store.get(shelf.fingerprint).catch(() => undefined);
  let record = found && isLive(found) ? found : undefined;
  let written: Promise<unknown> = Promise.resolve();
  // A store that fails only prevents resuming; the upload continues.
  const write = (action: (on: NonNullable<typeof shelf>) => Promise<void>) => {
    if (shelf) written = written.then(() => action(shelf)).catch(() => {});
  };
  const keep = (next: ResumeRecord) => {
    record = next;
    write(({ store, fingerprint }) => store.set(fingerprint, next));
  };
  return {
    get record() {
      return record;
    },
    begin(idempotencyKey) {
      keep({ idempotencyKey, expiresAt: new Date(Date.now() + untoldMs).toISOString() });
    },
    save(change) {
      if (record) keep({ ...record, ...change });
    },
    forget() {
      record = undefined;
      write(({ store, fingerprint }) => store.delete(fingerprint));
    },
    async close() {
      await written;
      release?.();
    },
  };
}

const heldHere = new Set<string>();

/** Takes the fingerprint for this upload; `undefined` when another one has it. */
async function lock(fingerprint: string): Promise<(() => void) | undefined> {
  if (heldHere.has(fingerprint)) return undefined;
  heldHere.add(fingerprint);
  const releaseHere = () => heldHere.delete(fingerprint);
  if (!globalThis.navigator?.locks) return releaseHere;
  return new Promise((resolve, reject) => {
    navigator.locks
      .request(`airlock-upload:${fingerprint}`, { ifAvailable: true }, (granted) => {
        if (!granted) {
          releaseHere();
          return resolve(undefined);
        }
        // The lock is held until the promise that is returned here settles.
        return new Promise<void>((done) => {
          resolve(() => {
            releaseHere();
            done();
          });
        });
      })
      .catch(reject);
  });
}
