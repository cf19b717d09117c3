// Anonymous links: the token is known to whoever was given the link, the server keeps only its hash.
import { createHash } from 'node:crypto';

/** A link as it is kept. */
export interface Link {
  /** SHA-256 of the token in hex: names the link without opening it. */
  readonly id: string;
  readonly fileId: string;
  readonly expiresAt: string;
  /** How often it may be followed; unlimited when absent. */
  readonly maxUses?: number | undefined;
  readonly createdBy: string;
  readonly createdAt: string;
}

/** 128 random bits in base64url. */
const token = /^[A-Za-z0-9_-]{22}$/;

/** Whether a string has the form of a link token. */
export const isLinkToken = (text: string): boolean => token.test(text);

/** Whether a string has the form of a link's id. */
export const isLinkId = (text: string): boolean => /^[0-9a-f]{64}$/.test(text);

/** The id of the link that a token opens. */
export const linkIdOf = (linkToken: string): string =>
  createHash('sha256').update(linkToken).digest('hex');
