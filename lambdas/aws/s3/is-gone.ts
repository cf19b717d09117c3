// S3: whether an error says that the object or the version does not exist.
import { S3ServiceException } from '@aws-sdk/client-s3';

// S3 API reference, "List of error codes"; NotFound is how the SDK names a 404 without a body.
const goneCodes = new Set(['NoSuchKey', 'NoSuchVersion', 'NotFound', 'MethodNotAllowed']);
/** The status for a version that is a delete marker; an answer to HeadObject has no code. */
const METHOD_NOT_ALLOWED = 405;

/** Whether what a request names is gone: deleted, a delete marker, or never there. */
export const isGone = (error: unknown): boolean =>
  error instanceof S3ServiceException &&
  (goneCodes.has(error.name) || error.$metadata.httpStatusCode === METHOD_NOT_ALLOWED);
