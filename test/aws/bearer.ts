// Authorization headers as API Gateway passes them on after it has verified the token.

/** The header of a token with these claims. Its signature is not verified again behind the gateway. */
export const bearerOf = (claims: object, header: object = {}): string =>
  `Bearer ${[{ alg: 'RS256', kid: 'a', ...header }, claims].map(encode).join('.')}.signature`;

const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');
