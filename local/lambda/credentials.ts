// Access keys: one for every function, as on Lambda.

/** An access key, with a session token if it is a temporary one. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/**
 * The access key of one principal, in the form of AWS's temporary ones; `id` gives stable random hex for a label. It is the same
 * in every run, so that URLs that were signed before a restart are valid after it.
 */
export const credentialsOf = (
  name: string,
  id: (label: string, length: number) => string,
): Credentials => ({
  accessKeyId: `ASIA${id(`access key of ${name}`, 16).toUpperCase()}`,
  secretAccessKey: id(`secret key of ${name}`, 40),
  sessionToken: id(`session of ${name}`, 128),
});

/**
 * The one access key for every principal when the tables are in another engine: AWS knows only yours, and DynamoDB Local
 * separates the tables of each key. `fallbackId` makes it the same in every run.
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
