// What the simulation knows to be true: a small model of files, grants and links, and who may see what.

import type { Config } from '../../lambdas/config/config.ts';
import type { Grantee, Principal } from '../../lambdas/domain/access.ts';
import type { Collection } from '../../lambdas/domain/collection.ts';
import type { FileRecord } from '../../lambdas/domain/file.ts';

/** Something that holds, does not hold, or may be either because two things raced. */
export type Truth = 'yes' | 'no' | 'maybe';

/** One file. */
export interface Entry {
  readonly id: string;
  readonly owner: string;
  readonly collection: Collection;
  readonly size: number;
  readonly replaces?: string | undefined;
  readonly expiresAt: number;
  /** S3 tells of none of its objects while it is pending. */
  readonly isUntold: boolean;
  readonly form?: { readonly url: string; readonly fields: Readonly<Record<string, string>> };
  status: FileRecord['status'];
  /** Contents that were sent and are what was claimed. */
  readonly goodContents: Set<string>;
  wasSentBad: boolean;
  /** The content that somebody was served. */
  served?: string;
  readonly grants: Map<Grantee, Truth>;
  /** Grants of replaced files that are still on their way here. */
  readonly arriving: Set<Grantee>;
  /** The title that each edit has left behind, by the revision that it made. */
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
  /** Its file was replaced, and it is still on its way to the successor. */
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

/** Everything that the simulation believes. */
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

  /** What an owner uses: pending and ready files. */
  usageOf(owner: string): { bytes: number; files: number } {
    const counted = this.living().filter(
      (entry) => entry.owner === owner && entry.status !== 'rejected',
    );
    return { bytes: counted.reduce((sum, { size }) => sum + size, 0), files: counted.length };
  }

  /** The file at the end of a chain of replacements. */
  heirOf(id: string): Entry | undefined {
    let entry = this.entries.get(id);
    while (entry?.status === 'deleted' && entry.replacedBy) {
      entry = this.entries.get(entry.replacedBy);
    }
    return entry?.status === 'deleted' ? undefined : entry;
  }

  /** Whether somebody may do everything with a file but send its bytes. */
  isMaster({ sub, groups }: Principal, { owner, collection }: Entry): boolean {
    return (
      sub === owner || groups.some((group) => collection.administrators.includes(`group:${group}`))
    );
  }

  /** Whether somebody may read a file. */
  mayRead(principal: Principal, entry: Entry): Truth {
    if (entry.status === 'deleted') return 'no';
    const { sub, groups } = principal;
    if (this.isMaster(principal, entry)) return 'yes';
    if (entry.collection.readers.includes('authenticated')) return 'yes';
    const names: Grantee[] = [`user:${sub}`, ...groups.map((group): Grantee => `group:${group}`)];
    return either(names.map((name) => this.isGranted(entry, name)));
  }

  /** Whether a file is shared under a name. */
  isGranted({ grants, arriving }: Entry, name: Grantee): Truth {
    return either([grants.get(name) ?? 'no', arriving.has(name) ? 'maybe' : 'no']);
  }

  /** Whether a link leads to a file at a moment. */
  leads({ standing, expiresAt, maxUses = Infinity, uses, fileId }: LinkEntry, at: number): Truth {
    if (expiresAt <= at || uses >= maxUses || this.heirOf(fileId)?.status !== 'ready') return 'no';
    return standing;
  }

  /** A file is deleted: what hung on it goes, or goes on its way to the successor. */
  end(entry: Entry, replacedBy: string | undefined): void {
    entry.status = 'deleted';
    if (replacedBy) entry.replacedBy = replacedBy;
    const heir = this.heirOf(entry.id);
    for (const name of [...entry.grants.keys(), ...entry.arriving]) {
      if (!heir || heir.grants.get(name) === 'yes') continue;
      if (entry.grants.get(name) !== 'maybe') heir.arriving.add(name);
      else if (!heir.arriving.has(name)) heir.grants.set(name, 'maybe');
    }
    for (const link of this.links.filter(({ fileId }) => fileId === entry.id)) {
      link.isArriving = heir !== undefined;
      if (heir) link.fileId = heir.id;
    }
    entry.grants.clear();
    entry.arriving.clear();
  }

  /** A file is refused: what hangs on it goes, in a while. */
  refuse({ grants }: Entry): void {
    for (const name of grants.keys()) grants.set(name, 'maybe');
  }

  /** Every end has been told: what was on its way has arrived, and nothing hangs on what was refused. */
  arrive(): void {
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
