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
  readonly size: number;
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
  /** Grants of replaced files that are still being transferred to this file. */
  readonly arriving: Set<Grantee>;
  /** The title after each edit, by its revision. */
  readonly titles: Map<number, string | undefined>;
  replacedBy?: string;
}

/** One link. */
export interface LinkEntry {
  readonly id: string;
  readonly token: string;
  readonly expiresAt: number;
  readonly maxUses?: number | undefined;
  fileId: string;
  uses: number;
  standing: Truth;
  /** Whether its file was replaced and the link is still being transferred to the successor. */
  isArriving: boolean;
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

  /** The files that are not deleted. */
  living(): Entry[] {
    return [...this.entries.values()].filter(({ status }) => status !== 'deleted');
  }

  /** The usage of an owner: pending and ready files. */
  usageOf(owner: string): { bytes: number; files: number } {
    const counted = this.living().filter(
      (entry) => entry.owner === owner && entry.status !== 'rejected',
    );
    return { bytes: counted.reduce((sum, { size }) => sum + size, 0), files: counted.length };
  }

  /** The file at the end of a chain of replacements. */
  findSuccessor(id: string): Entry | undefined {
    let entry = this.entries.get(id);
    while (entry?.status === 'deleted' && entry.replacedBy) {
      entry = this.entries.get(entry.replacedBy);
    }
    return entry?.status === 'deleted' ? undefined : entry;
  }

  /** Whether a principal may manage a file: everything but upload its bytes. */
  isManager({ sub, groups }: Principal, { owner, collection }: Entry): boolean {
    return (
      sub === owner || groups.some((group) => collection.administrators.includes(`group:${group}`))
    );
  }

  /** Whether a principal may read a file. */
  mayRead(principal: Principal, entry: Entry): Truth {
    if (entry.status === 'deleted') return 'no';
    const { sub, groups } = principal;
    if (this.isManager(principal, entry)) return 'yes';
    if (entry.collection.readers.includes('authenticated')) return 'yes';
    const names: Grantee[] = [`user:${sub}`, ...groups.map((group): Grantee => `group:${group}`)];
    return either(names.map((name) => this.isGranted(entry, name)));
  }

  /** Whether a file has a grant for `name`. */
  isGranted({ grants, arriving }: Entry, name: Grantee): Truth {
    return either([grants.get(name) ?? 'no', arriving.has(name) ? 'maybe' : 'no']);
  }

  /** Whether a link works at this time. */
  works({ standing, expiresAt, maxUses = Infinity, uses, fileId }: LinkEntry, at: number): Truth {
    if (expiresAt <= at || uses >= maxUses || this.findSuccessor(fileId)?.status !== 'ready')
      return 'no';
    return standing;
  }

  /** Deletes a file; its grants and links are deleted or transferred to the successor. */
  deleteFile(entry: Entry, replacedBy: string | undefined): void {
    entry.status = 'deleted';
    if (replacedBy) entry.replacedBy = replacedBy;
    const successor = this.findSuccessor(entry.id);
    for (const name of [...entry.grants.keys(), ...entry.arriving]) {
      if (!successor || successor.grants.get(name) === 'yes') continue;
      if (entry.grants.get(name) !== 'maybe') successor.arriving.add(name);
      else if (!successor.arriving.has(name)) successor.grants.set(name, 'maybe');
    }
    for (const link of this.links.filter(({ fileId }) => fileId === entry.id)) {
      link.isArriving = successor !== undefined;
      if (successor) link.fileId = successor.id;
    }
    entry.grants.clear();
    entry.arriving.clear();
  }

  /** Rejects a file; its grants are deleted later. */
  rejectFile({ grants }: Entry): void {
    for (const name of grants.keys()) grants.set(name, 'maybe');
  }

  /** Completes the transfers and deletions after every tombstone was purged. */
  completeTransfers(): void {
    for (const { status, grants, arriving } of this.entries.values()) {
      if (status === 'rejected') grants.clear();
      for (const name of arriving) if (grants.get(name) !== 'maybe') grants.set(name, 'yes');
      arriving.clear();
    }
    for (const link of this.links) link.isArriving = false;
  }
}

const either = (truths: readonly Truth[]): Truth =>
  truths.includes('yes') ? 'yes' : truths.includes('maybe') ? 'maybe' : 'no';
