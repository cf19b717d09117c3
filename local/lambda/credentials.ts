// Access keys: one of its own for every function, as Lambda does it.
import { randomBytes } from 'node:crypto';

/** An access key, with a session token if it is a temporary one. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** A new access key, in the form that AWS gives temporary ones. */
export const createCredentials = (): Credentials => ({
  accessKeyId: `ASIA${randomBytes(8).toString('hex').toUpperCase()}`,
  secretAccessKey: randomBytes(30).toString('base64'),
  sessionToken: randomBytes(96).toString('base64'),
});

/**
 * The one access key for everybody when the tables are in an engine that somebody else runs: AWS knows only yours, and
 * DynamoDB Local keeps the tables of each key apart. `fallbackId` makes it the same in every run.
 */
export function sharedCredentials(fallbackId: string): Credentials {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = process.env;
  if (!AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY) {
    return { accessKeyId: `AKIA${fallbackId.toUpperCase()}`, secretAccessKey: fallbackId };
  }
  return {
    accessKeyId: AWS_ACCESS_KEY_ID,
    secretAccessKey: AWS_SECRET_ACCESS_KEY,
    ...(AWS_SESSION_TOKEN && { sessionToken: AWS_SESSION_TOKEN }),
  };
}
