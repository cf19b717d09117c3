// One client of a load run: the project's own client library for one person, and the files that it keeps.
import assert from 'node:assert/strict';
import { hash } from 'node:crypto';
import { UnavailableError } from '../../client/errors.ts';
import { retry } from '../../client/retry.ts';
import type { LinkResponse } from '../../lambdas/http/contract.ts';
import type { User } from '../user.ts';
import type { Person } from './people.ts';

/** A ready file that a client keeps. */
export interface Kept {
  readonly id: string;
  /** SHA-256 of its bytes, in hex. */
  readonly digest: string;
  readonly collection: string;
  revision: number;
  isPublic: boolean;
  /** Its grantees; certain only while no act changes the file. */
  grant?: { readonly principal: string; isSure: boolean } | undefined;
  link?: LinkResponse | undefined;
}

/** The state that all clients of a run share. */
export interface Crowd {
  readonly clients: Client[];
  /** SHA-256 of what was sent with every upload, by its id, also of files that are gone. */
  readonly digests: Map<string, string>;
}

/** A client. */
export interface Client extends User {
  readonly person: Person;
  readonly files: Kept[];
  readonly crowd: Crowd;
}

/** One of them, at random; undefined when there are none. */
export const anyOf = <Value>(values: readonly Value[]): Value | undefined =>
  values[Math.floor(Math.random() * values.length)];

/** Files of other owners than this client's person. */
export const filesOfOthers = ({ person, crowd }: Client): readonly Kept[] =>
  crowd.clients.flatMap(({ files, person: owner }) => (owner.sub === person.sub ? [] : files));

/** SHA-256 in hex. */
export const digestOf = (contents: string | Uint8Array): string => hash('sha256', contents);

/** Reads a URL as a browser does, again when the network or the server failed; gives status and bytes. */
export const read = (url: string): Promise<{ status: number; bytes: Uint8Array }> =>
  retry(async () => {
    try {
      const response = await fetch(url);
      const { status } = response;
      if (status === 429 || status >= 500)
        throw new UnavailableError(`${url}: ${status}`, { status });
      return { status, bytes: await response.bytes() };
    } catch (cause) {
      if (cause instanceof UnavailableError) throw cause;
      throw new UnavailableError(`No answer from ${url}.`, { cause });
    }
  });

/** Reads a URL that leads to the file. Throws when other bytes come, or none. */
export async function readFile(url: string, { id, digest }: Kept): Promise<void> {
  const { status, bytes } = await read(url);
  assert(status === 200, `${id} cannot be read: ${status} ${Buffer.from(bytes).toString()}`);
  assert(digestOf(bytes) === digest, `${id} has other bytes than were sent`);
}
