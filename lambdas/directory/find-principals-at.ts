// A directory of the operator's own: one HTTPS request a lookup, with a secret, within a time and a size limit.

import * as z from 'zod/mini';
import type { EndpointDirectory } from '../config/directory-config.ts';
import { bytesExactly } from '../domain/bytes-in-words.ts';
import { type FindPrincipals, MAX_FOUND } from '../domain/directory-ports.ts';
import { ThrottledError } from '../domain/errors.ts';
import type { FindSecret } from '../domain/secret-ports.ts';

/** The caller waits for the answer; the function itself ends after 10 seconds. */
const TIMEOUT_MS = 5_000;
/** Bytes of an answer: ten people with long names have a tenth of it. */
const MAX_ANSWER_BYTES = 64 * 1024;

/** Longest subject and longest name of an answer, in characters. */
const MAX_LENGTH = 255;

const text = z.string().check(z.minLength(1), z.maxLength(MAX_LENGTH));
const answerSchema = z.object({
  principals: z.array(z.object({ sub: text, name: text })),
});

/** The directory's answer cannot be used: its status is not 200, it is too long, or it does not follow the contract. */
export class DirectoryError extends Error {
  override readonly name = 'DirectoryError';
}

interface Options extends Pick<EndpointDirectory, 'url' | 'secretParameter'> {
  readonly findSecret: FindSecret;
  /** Default: that of the platform. */
  readonly fetch?: typeof fetch;
  /** Milliseconds for an answer, its body included. Default: 5,000. */
  readonly timeoutMs?: number;
}

/**
 * Posts each lookup to `url` with the secret as bearer token. The secret is read again when the directory refuses it, so that
 * it can be changed at any time.
 */
export function findPrincipalsAt({
  url,
  secretParameter,
  findSecret,
  fetch: send = fetch,
  timeoutMs = TIMEOUT_MS,
}: Options): FindPrincipals {
  let known: string | undefined;
  const readSecret = async (): Promise<string> => {
    known = await findSecret(secretParameter);
    if (known === undefined) throw new DirectoryError(`There is no parameter ${secretParameter}.`);
    return known;
  };
  const post = (body: string, secret: string) =>
    send(url, {
      method: 'POST',
      headers: {
        accept: 'application/json',
        authorization: `Bearer ${secret}`,
        'content-type': 'application/json',
      },
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });

  return async (lookup) => {
    const body = JSON.stringify(lookup);
    const used = known ?? (await readSecret());
    let response = await post(body, used);
    if (response.status === 401) {
      await response.body?.cancel();
      const newest = await readSecret();
      response = await post(body, newest);
    }
    if (response.status === 429) throw new ThrottledError('The directory throttled a lookup.');
    if (response.status !== 200) {
      throw new DirectoryError(`The directory answered ${response.status}; 200 is expected.`);
    }
    const { principals } = readAnswer(await readText(response));
    if ('name' in lookup) return principals.slice(0, MAX_FOUND);
    // Returns only the subjects that were asked for: others would reach a caller who does not know their ids.
    return principals.filter(({ sub }) => lookup.subs.includes(sub));
  };
}

function readAnswer(answer: string): z.infer<typeof answerSchema> {
  try {
    return answerSchema.parse(JSON.parse(answer));
  } catch (cause) {
    throw new DirectoryError('The directory’s answer is not of the contract.', { cause });
  }
}

async function readText({ body }: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.byteLength;
    if (size > MAX_ANSWER_BYTES) {
      throw new DirectoryError(
        `The directory’s answer has more than ${bytesExactly(MAX_ANSWER_BYTES)}.`,
      );
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}
