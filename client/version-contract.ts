// The part of the HTTP contract about the versions of a file.
import type { Checksum } from './verdict.ts';

/** One content of a file; an earlier one has the times of its replacement and of its purge. */
export interface Version {
  version: number;
  filename: string;
  contentType: string;
  size: number;
  checksum?: Checksum | undefined;
  sha256?: string | undefined;
  readyAt: string;
  replacedAt?: string | undefined;
  keptUntil?: string | undefined;
}

/** Answer of `GET /files/{id}/versions`: the present content first, then those that are kept, latest first. */
export interface VersionsResponse {
  versions: Version[];
}
