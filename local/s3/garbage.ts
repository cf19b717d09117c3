// Files that are no longer referenced: recorded in the change that freed them, unlinked afterwards.
import type { Database } from './database.ts';
import type { Files } from './files.ts';

/** Unlinking that survives a crash and waits for downloads that are still reading. */
export interface Garbage {
  /** Within a transaction: frees all files of a version. */
  addBlobs(sequence: number): void;
  /** Within a transaction: frees one file of a multipart upload. */
  addFile(file: string): void;
  /** Unlinks what is free and not being read; never throws. */
  collect(): void;
  /** Keeps a version's files until the returned function is called. */
  hold(sequence: number): () => void;
  /** Settles when the unlinking under way is over. */
  idle(): Promise<void>;
}

export function openGarbage(database: Database, files: Files): Garbage {
  const readers = new Map<number, number>();
  let collecting: Promise<void> | undefined;
  let isAsked = false;

  const sweep = async () => {
    while (isAsked) {
      isAsked = false;
      const free = database
        .sql('SELECT file, sequence FROM garbage')
        .all()
        .filter((row) => !readers.has(Number(row.sequence)));
      for (const { file } of free) {
        await files.remove(String(file));
        database.sql('DELETE FROM garbage WHERE file = ?').run(String(file));
      }
    }
  };

  const collect = () => {
    isAsked = true;
    collecting ??= sweep()
      .catch((error) => console.error('s3: could not remove freed files; kept for later', error))
      .finally(() => {
        collecting = undefined;
      });
  };

  return {
    addBlobs(sequence) {
      database
        .sql('INSERT INTO garbage SELECT file, sequence FROM blobs WHERE sequence = ?')
        .run(sequence);
      database.sql('DELETE FROM blobs WHERE sequence = ?').run(sequence);
    },
    addFile(file) {
      database.sql('INSERT INTO garbage VALUES (?, 0)').run(file);
    },
    collect,
    hold(sequence) {
      readers.set(sequence, (readers.get(sequence) ?? 0) + 1);
      return () => {
        const left = (readers.get(sequence) ?? 1) - 1;
        if (left > 0) readers.set(sequence, left);
        else if (readers.delete(sequence)) collect();
      };
    },
    async idle() {
      await collecting;
    },
  };
}
