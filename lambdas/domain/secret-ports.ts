// The ports to secrets that a deployment creates: private keys, and those that sign webhooks.

/** Finds a secret by its name. */
export type FindSecret = (name: string) => Promise<string | undefined>;

/** Stores a secret under a name; false when the name has one already. */
export type KeepSecret = (name: string, secret: string) => Promise<boolean>;

/** Removes a secret. Idempotent: a missing one is ignored. */
export type RemoveSecret = (name: string) => Promise<void>;
