// One client of a load run: the project's own client library for one person, the files it keeps, and what it knows of them.
import { createHash } from 'node:crypto';
import { type Airlock, createAirlock } from '../../client/airlock.ts';
import { type Api, createApi } from '../../client/api.ts';
import { AirlockRefusal, UnavailableError } from '../../client/errors.ts';
import { createSend } from '../../client/http.ts';
import { retry } from '../../client/retry.ts';
import { createServerClock } from '../../client/server-clock.ts';
import type { LinkResponse } from '../../lambdas/http/contract.ts';
import type { Person } from './people.ts';

/** A ready file that a client keeps. */
export interface Kept {
  readonly id: string;
  /** SHA-256 of its bytes, in hex. */
  readonly digest: string;
  readonly collection: string;
  revision: number;
  isPublic: boolean;
  /** Whom it is shared with; surely so only while nothing is being done to it. */
  grant?: { readonly principal: string; isSure: boolean } | undefined;
  link?: LinkResponse | undefined;
  /** It took the place of another file, whose grants follow it when they will. */
  readonly isHeir: boolean;
}

/** What all clients of a run share. */
export interface Crowd {
  readonly clients: Client[];
  /** SHA-256 of what was sent under every file's id, also of files that are gone. */
  readonly digests: Map<string, string>;
}

/** A client. */
export interface Client {
  readonly person: Person;
  readonly airlock: Airlock;
  /** The calls beneath, for what the library does by itself. */
  readonly api: Api;
  readonly files: Kept[];
  readonly crowd: Crowd;
}

/** Creates a client of the API at `base`. */
export function createClient(base: string, person: Person, crowd: Crowd): Client {
  const getToken = () => person.token;
  const clock = createServerClock();
  return {
    person,
    airlock: createAirlock({ api: base, getToken }),
    api: createApi(createSend(base, getToken, clock), clock),
    files: [],
    crowd,
  };
}

/** One of them, at random; undefined when there are none. */
export const anyOf = <Value>(values: readonly Value[]): Value | undefined =>
  values[Math.floor(Math.random() * values.length)];

/** SHA-256 in hex. */
export const digestOf = (contents: string | Uint8Array): string =>
  createHash('sha256').update(contents).digest('hex');

/** Throws when an answer is not what it has to be. */
export function expect(isRight: boolean, what: string): asserts isRight {
  if (!isRight) throw new Error(what);
}

/** Reads a URL as a browser does, again when the network or the server failed; gives status and bytes. */
export const read = (url: string): Promise<{ status: number; bytes: Uint8Array }> =>
  retry(async () => {
    const answer = await fetch(url)
      .then(async (response) => ({ status: response.status, bytes: await response.bytes() }))
      .catch((cause: unknown) => {
        throw new UnavailableError(`No answer from ${url}.`, { cause });
      });
    const { status } = answer;
    if (status === 429 || status >= 500)
      throw new UnavailableError(`${url}: ${status}`, { status });
    return answer;
  });

/** Reads a URL that leads to the file. Throws when other bytes come, or none. */
export async function readFile(url: string, { id, digest }: Kept): Promise<void> {
  const { status, bytes } = await read(url);
  expect(status === 200, `${id} cannot be read: ${status} ${Buffer.from(bytes).toString()}`);
  expect(digestOf(bytes) === digest, `${id} has other bytes than were sent`);
}

/** The code of the refusal that has to come. Throws when none does. */
export async function refusalOf(call: Promise<unknown>): Promise<AirlockRefusal['code']> {
  const error = await call.then(
    () => new Error('what ought to be refused was not'),
    (thrown: unknown) => thrown,
  );
  if (error instanceof AirlockRefusal) return error.code;
  throw error;
}
