// The errors of the client in one hierarchy: refusals of the API, rejections by the verdict, and failures of the network or the
// storage.
import type { ErrorCode, File, Problem } from './contract.ts';
import type { Verdict } from './verdict.ts';

/** The root of all errors of the client; only an abort is the platform's own `AbortError`. */
export abstract class AirlockError extends Error {
  override readonly name: string = 'AirlockError';
}

/** The API refused the request. The same request will be refused again. */
export class AirlockRefusal extends AirlockError {
  override readonly name = 'AirlockRefusal';
  /** Stable name of the refusal, such as `quota_exceeded`. */
  readonly code: ErrorCode;
  /** The whole problem document; narrow it by its `code` to reach `used`, `limit`, `allowed` and so on. */
  readonly details: Problem;

  constructor(details: Problem) {
    super(details.detail);
    this.code = details.code;
    this.details = details;
  }
}

/** The bytes were stored and validated, and the file was rejected. */
export class FileRejectedError extends AirlockError {
  override readonly name = 'FileRejectedError';
  readonly file: File;
  readonly verdict: Verdict | undefined;

  constructor(file: File) {
    super(file.verdict?.detail ?? `${file.filename} was rejected.`);
    this.file = file;
    this.verdict = file.verdict;
  }
}

/** The bytes were accepted, but the malware scanner returned no result: the file cannot be read until an administrator decides. */
export class FileHeldError extends AirlockError {
  override readonly name = 'FileHeldError';
  readonly file: File;

  constructor(file: File) {
    super(`${file.filename} could not be scanned for malware and is held back.`);
    this.file = file;
  }
}

/** The network, the storage or the source failed for longer than the client retries; `cause` says which. */
export class UploadFailedError extends AirlockError {
  override readonly name = 'UploadFailedError';
  readonly fileId: string | undefined;

  constructor(message: string, options: { cause: unknown; fileId?: string | undefined }) {
    super(message, { cause: options.cause });
    this.fileId = options.fileId;
  }
}

/** No usable answer: the network failed (`status` is undefined), or the server was busy or broken. A retry may succeed. */
export class UnavailableError extends AirlockError {
  override readonly name = 'UnavailableError';
  readonly status: number | undefined;
  /** How long the server asks the client to wait, in milliseconds. */
  readonly retryAfterMs: number | undefined;

  constructor(
    message: string,
    options: { cause?: unknown; status?: number; retryAfterMs?: number | undefined } = {},
  ) {
    super(message, { cause: options.cause });
    this.status = options.status;
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** S3 refused; the message is S3's own. */
export class StorageError extends AirlockError {
  override readonly name = 'StorageError';
  readonly status: number;
  /** S3's error code, such as `EntityTooLarge`; empty when its answer could not be read. */
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(`The storage answered ${status} ${code}: ${message}`);
    this.status = status;
    this.code = code;
  }
}

/** The error of everything that was aborted: the platform's own, so that `error.name === 'AbortError'` holds. */
export const abortError = (): DOMException =>
  new DOMException('The upload was aborted.', 'AbortError');
