// At deploy: creates the key pair that signs downloads, once. Only the functions that sign can read the private key from SSM.
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import type { FindSecret, KeepSecret, RemoveSecret } from '../domain/secret-ports.ts';

interface Ports {
  readonly findPrivateKey: FindSecret;
  readonly keepPrivateKey: KeepSecret;
  readonly removePrivateKey: RemoveSecret;
}

/** The wanted state of the key with this name. */
export interface KeyRequest {
  readonly name: string;
  readonly shouldExist: boolean;
}

/** Returns the public key in PEM, of the existing pair if there is one; undefined for a key that should not exist. */
export const createDownloadKey =
  ({ findPrivateKey, keepPrivateKey, removePrivateKey }: Ports) =>
  async ({ name, shouldExist }: KeyRequest): Promise<string | undefined> => {
    if (!shouldExist) {
      await removePrivateKey(name);
      return undefined;
    }
    let privateKey = await findPrivateKey(name);
    if (!privateKey) {
      const fresh = newPrivateKey();
      privateKey = (await keepPrivateKey(name, fresh)) ? fresh : await findPrivateKey(name);
    }
    if (!privateKey) throw new Error(`The private key ${name} was deleted concurrently.`);
    return createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }).toString();
  };

/** ECDSA on P-256, whose signatures make links half as long as those of RSA. */
const newPrivateKey = (): string =>
  generateKeyPairSync('ec', { namedCurve: 'P-256' })
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString();
