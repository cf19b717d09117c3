// The `typ` in the header of a signed access token.

/**
 * Whether a token of this type can be an access token: RFC 9068 §2.1 and RFC 7519 §5.1. Others, such as `logout+jwt`, have
 * another use, though the same key signs them and the same client is their audience (RFC 8725 §3.11).
 */
export const isAccessTokenType = (typ: unknown): boolean =>
  typ === undefined || (typeof typ === 'string' && /^(jwt|(application\/)?at\+jwt)$/i.test(typ));
