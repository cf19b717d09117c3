// At deploy: makes the key pair that signs downloads, once; its private half never leaves SSM but to those who sign.
import { createPublicKey, generateKeyPairSync } from 'node:crypto';

/** Finds a private key in PEM by the name it is kept under. */
export type FindPrivateKey = (name: string) => Promise<string | undefined>;

/** Keeps a private key under a name; false when there is one already. */
export type KeepPrivateKey = (name: string, privateKey: string) => Promise<boolean>;

/** Removes a private key; one that is not there is as good. */
export type RemovePrivateKey = (name: string) => Promise<void>;

interface Ports {
  readonly findPrivateKey: FindPrivateKey;
  readonly keepPrivateKey: KeepPrivateKey;
  readonly removePrivateKey: RemovePrivateKey;
}

/** What is wanted of the key of that name. */
export interface KeyRequest {
  readonly name: string;
  readonly isToBe: boolean;
}

/** Gives the public half in PEM; a repeat finds the pair that is there. Undefined for a key that is to be no more. */
export const createDownloadKey =
  ({ findPrivateKey, keepPrivateKey, removePrivateKey }: Ports) =>
  async ({ name, isToBe }: KeyRequest): Promise<string | undefined> => {
    if (!isToBe) {
      await removePrivateKey(name);
      return undefined;
    }
    let privateKey = await findPrivateKey(name);
    if (!privateKey) {
      const fresh = newPrivateKey();
      privateKey = (await keepPrivateKey(name, fresh)) ? fresh : await findPrivateKey(name);
    }
    if (!privateKey) throw new Error(`The private key ${name} went away while it was made.`);
    return createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }).toString();
  };

/** ECDSA on P-256, whose signatures make links half as long as those of RSA. */
const newPrivateKey = (): string =>
  generateKeyPairSync('ec', { namedCurve: 'P-256' })
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString();
