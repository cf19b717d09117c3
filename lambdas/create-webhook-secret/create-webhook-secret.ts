// At deploy: creates a secret that signs webhooks, once. Only the function that delivers them reads it from SSM.
import { randomBytes } from 'node:crypto';
import type { KeepSecret, RemoveSecret } from '../domain/secret-ports.ts';

interface Ports {
  readonly keepSecret: KeepSecret;
  readonly removeSecret: RemoveSecret;
}

/** Random bytes of a secret; the specification asks for 24 to 64 (Standard Webhooks, "Signature scheme"). */
const SECRET_BYTES = 32;

/** Creates the secret with this name, unless it exists, or removes it. */
export const createWebhookSecret =
  ({ keepSecret, removeSecret }: Ports) =>
  async (name: string, shouldExist: boolean): Promise<void> => {
    if (!shouldExist) return removeSecret(name);
    await keepSecret(name, `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`);
  };
