// Remembers interrupted uploads, so that a file that is chosen again continues where its upload stopped.

/** The record of one upload. */
export interface ResumeRecord {
  /** The key under which the upload was issued; issuing again with it finds the same file. */
  readonly idempotencyKey: string;
  /** True when it was issued in a batch: then issuing again with this key issues another file. */
  readonly isBatched?: boolean;
  /** The id of the file; absent while it is not known whether the upload was issued. */
  readonly fileId?: string;
  /** Present for a multipart upload: bytes of every part but the last. */
  readonly partSize?: number;
  readonly partCount?: number;
  /** Whether it was issued with `checksumParts`, so that every part has its SHA-256. */
  readonly checksumParts?: boolean;
  /** SHA-256 of a few parts by their number, to detect that the file has changed since. */
  readonly partHashes?: Readonly<Record<string, string>>;
  /** True once completion was requested. */
  readonly completing?: boolean;
  /** ISO time after which the record is useless. */
  readonly expiresAt: string;
}

/** Keeps records by fingerprint. A store that cannot keep records is no error: the upload then starts from the beginning. */
export interface ResumeStore {
  get(fingerprint: string): Promise<ResumeRecord | undefined>;
  set(fingerprint: string, record: ResumeRecord): Promise<void>;
  delete(fingerprint: string): Promise<void>;
}

const prefix = 'airlock-upload:';

/** The store of a browser, or `undefined` where there is none (Node, workers, storage forbidden by the user). */
export function browserResumeStore(): ResumeStore | undefined {
  const storage = openStorage();
  if (!storage) return undefined;
  dropExpired(storage);
  return {
    async get(fingerprint) {
      return parse(storage.getItem(prefix + fingerprint));
    },
    async set(fingerprint, record) {
      try {
        storage.setItem(prefix + fingerprint, JSON.stringify(record));
      } catch {
        // The storage is full or forbidden: the upload continues without it.
      }
    },
    async delete(fingerprint) {
      storage.removeItem(prefix + fingerprint);
    },
  };
}

/** Whether a record is still useful. A day of tolerance covers wrong clocks; the server decides in the end. */
export const isLive = (record: ResumeRecord, now: number = Date.now()): boolean =>
  Date.parse(record.expiresAt) + 86_400_000 > now;

function openStorage(): Storage | undefined {
  try {
    // Node has a localStorage, too, behind a flag; only a page's own is meant here.
    return typeof document === 'undefined' ? undefined : globalThis.localStorage;
  } catch {
    return undefined;
  }
}

function dropExpired(storage: Storage): void {
  for (const key of Object.keys(storage)) {
    if (!key.startsWith(prefix)) continue;
    const record = parse(storage.getItem(key));
    if (!record || !isLive(record)) storage.removeItem(key);
  }
}

function parse(text: string | null): ResumeRecord | undefined {
  try {
    return JSON.parse(text ?? '') as ResumeRecord;
  } catch {
    return undefined;
  }
}
