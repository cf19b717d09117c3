// The ports for the private key that signs downloads; all others are in ports.ts.

/** Finds a private key in PEM by its name. */
export type FindPrivateKey = (name: string) => Promise<string | undefined>;

/** Stores a private key under a name; false when the name has one already. */
export type KeepPrivateKey = (name: string, privateKey: string) => Promise<boolean>;

/** Removes a private key. Idempotent: a missing key is ignored. */
export type RemovePrivateKey = (name: string) => Promise<void>;
