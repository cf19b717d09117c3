// The model of the simulation: files, grants and links, and who may read them.

import type { Config } from '../../lambdas/config/config.ts';
import type { Grantee, Principal } from '../../lambdas/domain/access.ts';
import type { Collection } from '../../lambdas/domain/collection.ts';
import type { FileRecord } from '../../lambdas/domain/file.ts';

/** Whether a fact holds; `maybe` when two concurrent operations decide it. */
export type Truth = 'yes' | 'no' | 'maybe';

/** One file. */
export interface Entry {
  readonly id: string;
  readonly owner: string;
  readonly collection: Collection;
  /** Bytes of its own upload. */
  readonly size: number;
  /** Bytes that its record counts: those of its present content and of the earlier ones that it keeps. */
  usedBytes: number;
  readonly replaces?: string | undefined;
  readonly expiresAt: number;
  /** Whether S3 loses the events of its objects while it is pending. */
  readonly losesEvents: boolean;
  readonly form?: { readonly url: string; readonly fields: Readonly<Record<string, string>> };
  status: FileRecord['status'];
  /** Uploaded contents that match the claim. */
  readonly goodContents: Set<string>;
  wasSentBad: boolean;
  /** The downloaded contents. */
  served?: string;
  readonly grants: Map<Grantee, Truth>;
  /** The title after each edit, by its revision. */
  readonly titles: Map<number, string | undefined>;
  /** The file whose content its bytes became. */
  mergedInto?: string;
  /** How often its content was replaced. */
  replacements: number;
}

/** One link. */
export interface LinkEntry {
  readonly id: string;
  readonly token: string;
  readonly expiresAt: number;
  readonly maxUses?: number | undefined;
  readonly fileId: string;
  uses: number;
  standing: Truth;
}

/** A request that was sent with an Idempotency-Key. */
export interface KeyedRequest {
  readonly actor: Principal;
  readonly key: string;
  readonly claim: {
    readonly collection: string;
    readonly filename: string;
    readonly contentType: string;
    readonly size: number;
    readonly replaces?: string;
  };
  fileId: string;
  at: number;
}

/** The expected state of all files, grants and links. */
export class Model {
  readonly entries = new Map<string, Entry>();
  readonly links: LinkEntry[] = [];
  readonly keyed: KeyedRequest[] = [];
  readonly config: Config;

  constructor(config: Config) {
    this.config = config;
  }

  /** The files that are not deleted; an upload that became a version of another is none. */
  living(): Entry[] {
    return [...this.entries.values()].filter(isAlive);
  }

  /** The usage of an owner: pending and ready files. */
  usageOf(owner: string): { bytes: number; files: number } {
    const counted = this.living().filter(
      (entry) => entry.owner === owner && entry.status !== 'rejected',
    );
    const bytes = counted.reduce((sum, entry) => sum + entry.usedBytes, 0);
    return { bytes, files: counted.length };
  }

  /** Whether a principal may manage a file: everything but upload its bytes. */
  isManager({ sub, groups }: Principal, { owner, collection }: Entry): boolean {
    return (
      sub === owner || groups.some((group) => collection.administrators.includes(`group:${group}`))
    );
  }

  /** Whether a principal may read a file. */
  mayRead(principal: Principal, entry: Entry): Truth {
    if (!isAlive(entry)) return 'no';
    const { sub, groups } = principal;
    if (this.isManager(principal, entry)) return 'yes';
    if (entry.collection.readers.includes('authenticated')) return 'yes';
    const names: Grantee[] = [`user:${sub}`, ...groups.map((group): Grantee => `group:${group}`)];
    return either(names.map((name) => this.isGranted(entry, name)));
  }

  /** Whether a file has a grant for `name`. */
  isGranted({ grants }: Entry, name: Grantee): Truth {
    return grants.get(name) ?? 'no';
  }

  /** Whether a link works at this time. */
  works({ standing, expiresAt, maxUses = Infinity, uses, fileId }: LinkEntry, at: number): Truth {
    if (expiresAt <= at || uses >= maxUses || this.entries.get(fileId)?.status !== 'ready')
      return 'no';
    return standing;
  }

  /** Deletes a file with its grants and links. */
  deleteFile(entry: Entry): void {
    entry.status = 'deleted';
    entry.grants.clear();
  }

  /** Rejects a file; its grants are deleted later. */
  rejectFile({ grants }: Entry): void {
    for (const name of grants.keys()) grants.set(name, 'maybe');
  }

  /** Completes the deletions after every tombstone was purged. */
  completePurges(): void {
    for (const { status, grants } of this.entries.values()) {
      if (status === 'rejected') grants.clear();
    }
  }
}

/** Whether a file is there for its readers. */
export const isAlive = ({ status }: Pick<Entry, 'status'>): boolean =>
  status !== 'deleted' && status !== 'merged';

const either = (truths: readonly Truth[]): Truth =>
  truths.includes('yes') ? 'yes' : truths.includes('maybe') ? 'maybe' : 'no';
