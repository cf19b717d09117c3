// Anonymous links: the holder of a link knows its token, the server stores only the hash.
import { createHash } from 'node:crypto';

/** A link as it is kept. */
export interface Link {
  /** SHA-256 of the token in hex: names the link without opening it. */
  readonly id: string;
  readonly fileId: string;
  readonly expiresAt: string;
  /** How often it may be followed; unlimited when absent. */
  readonly maxUses?: number | undefined;
  /** The sender, as the creator of the link wrote it. */
  readonly sender?: string | undefined;
  readonly createdBy: string;
  readonly createdAt: string;
}

/** A link, and how often it was followed. */
export interface UsedLink extends Link {
  readonly uses: number;
}

/** Why a link that is still stored can no longer be followed. */
export type LinkEnd = 'expired' | 'used_up';

/** Why a link cannot be followed at this time; undefined while it can. The store counts a use under the same condition. */
export function endOf({ expiresAt, maxUses, uses }: UsedLink, at: string): LinkEnd | undefined {
  if (expiresAt <= at) return 'expired';
  return maxUses !== undefined && uses >= maxUses ? 'used_up' : undefined;
}

/** The file of a link, as the link's page shows it. */
export type ShownLink =
  | {
      readonly state: 'works';
      readonly filename: string;
      readonly title: string | undefined;
      readonly sender: string | undefined;
      readonly size: number;
      readonly expiresAt: string;
      /** How often it can still be followed; undefined without a limit. */
      readonly usesLeft: number | undefined;
      /** The address to which the button leads after its redirect. */
      readonly downloadOrigin: string;
    }
  | { readonly state: 'ended'; readonly reason: LinkEnd | 'unknown' };

/** 128 random bits in base64url. */
const token = /^[A-Za-z0-9_-]{22}$/;

/** Whether a string has the form of a link token. */
export const isLinkToken = (text: string): boolean => token.test(text);

/** Whether a string has the form of a link's id. */
export const isLinkId = (text: string): boolean => /^[0-9a-f]{64}$/.test(text);

/** The id of the link that a token opens. */
export const linkIdOf = (linkToken: string): string =>
  createHash('sha256').update(linkToken).digest('hex');

/** Returns a use of a link that led nowhere. A link that is revoked by then is ignored. */
export type ReturnUse = (linkId: string) => Promise<void>;
