// What can go wrong, as types: a refusal of the API, a verdict against the file, or a network that gave up.
import { type File, type Problem, problemSchema } from '../lambdas/http/contract.ts';

/** The decision on a file's bytes, with its evidence. */
export type Verdict = NonNullable<File['verdict']>;

/** The API said no. Trying again unchanged will be refused again. */
export class AirlockRefusal extends Error {
  /** Stable name of the refusal, such as `quota_exceeded`. */
  readonly code: Problem['code'];
  /** The whole problem document; narrow it by its `code` to reach `used`, `limit`, `allowed` and so on. */
  readonly details: Problem;

  constructor(details: Problem) {
    super(details.detail);
    this.name = 'AirlockRefusal';
    this.code = details.code;
    this.details = details;
  }
}

/** The bytes arrived and were judged, and the verdict is against them. */
export class FileRejected extends Error {
  readonly file: File;
  readonly verdict: Verdict | undefined;

  constructor(file: File) {
    super(file.verdict?.detail ?? `${file.filename} was rejected.`);
    this.name = 'FileRejected';
    this.file = file;
    this.verdict = file.verdict;
  }
}

/** The bytes were accepted, but the malware scanner could not tell: nobody can read the file until somebody decides. */
export class FileHeld extends Error {
  readonly file: File;

  constructor(file: File) {
    super(`${file.filename} could not be scanned for malware and is held back.`);
    this.name = 'FileHeld';
    this.file = file;
  }
}

/** The network, the storage or the source gave up for good; `cause` says which. */
export class UploadFailed extends Error {
  readonly fileId: string | undefined;

  constructor(message: string, options: { cause: unknown; fileId?: string | undefined }) {
    super(message, { cause: options.cause });
    this.name = 'UploadFailed';
    this.fileId = options.fileId;
  }
}

/** No usable answer: the network failed (`status` is undefined), or the server was busy or broken. Worth retrying. */
export class Unavailable extends Error {
  readonly status: number | undefined;
  /** How long the server asked to wait, in milliseconds. */
  readonly retryAfterMs: number | undefined;

  constructor(
    message: string,
    options: { cause?: unknown; status?: number; retryAfterMs?: number | undefined } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = 'Unavailable';
    this.status = options.status;
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** S3 said no, in its own words. */
export class StorageRefusal extends Error {
  readonly status: number;
  /** S3's error code, such as `EntityTooLarge`; empty when its answer could not be read. */
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(`The storage answered ${status} ${code}: ${message}`);
    this.name = 'StorageRefusal';
    this.status = status;
    this.code = code;
  }
}

/** The error of everything that was aborted: the platform's own, so that `error.name === 'AbortError'` holds. */
export const abortError = (): DOMException =>
  new DOMException('The upload was aborted.', 'AbortError');

const codeByStatus: Record<number, Problem['code']> = {
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not_found',
  409: 'conflict',
  413: 'invalid_request',
  415: 'invalid_request',
  429: 'too_many_requests',
};

/**
 * A refusal from an answer below 500: problem+json as it is, API Gateway's own `{"message"}` translated
 * by its status, so that callers need to know one vocabulary only.
 */
export function refusalFrom(status: number, body: unknown, retryAfterSeconds = 1): AirlockRefusal {
  const problem = problemSchema.safeParse(body);
  if (problem.success) return new AirlockRefusal(problem.data);
  const { detail, message } = (body ?? {}) as { detail?: unknown; message?: unknown };
  const sentence = [detail, message].find((text) => typeof text === 'string');
  const code = codeByStatus[status] ?? 'invalid_request';
  return new AirlockRefusal(
    problemSchema.parse({
      code,
      status,
      title: code,
      detail: sentence ?? `The server answered ${status}.`,
      // Details that some codes carry; the schema keeps those that belong to this one.
      issues: [],
      retryAfterSeconds,
    }),
  );
}
