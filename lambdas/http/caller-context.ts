// The context that the authorizer passes to the functions behind it: a verified caller, or the refusal of one.
import type { Principal } from '../domain/access.ts';
import { Refusal } from '../domain/errors.ts';

/** A verified caller, and when the token ends, in seconds since 1970. */
export interface VerifiedCaller {
  readonly principal: Principal;
  readonly expiresAt: number;
}

/** API Gateway passes values of these kinds unchanged; it documents no form for lists and objects. */
export type CallerContext = Readonly<Record<string, string>>;

/** The codes that an authorizer refuses with. */
const refusalCodes = ['unauthorized', 'forbidden'] as const;

/** The context of a verified caller; `sub` is for the access log. */
export const contextOfCaller = (caller: VerifiedCaller): CallerContext => ({
  caller: JSON.stringify(caller),
  sub: caller.principal.sub,
});

/**
 * The context of a refused caller. It holds no principal, and `callerIn` is the only way to one: a function cannot act for a
 * caller whose refusal it ignores.
 */
export const contextOfRefusal = ({ code, message }: Refusal): CallerContext => ({
  refusal: JSON.stringify({ code, message }),
});

/**
 * The principal in a context. API Gateway may use a context again while it is cached, so the end of the token is checked here.
 * @throws Refusal the refusal in the context, or `unauthorized` when the token has ended
 * @throws Error for a context that holds neither
 */
export function callerIn(context: Readonly<Record<string, unknown>>, now: Date): Principal {
  if (context.refusal !== undefined) throw refusalIn(context.refusal);
  const { principal, expiresAt } = JSON.parse(String(context.caller)) as Partial<VerifiedCaller>;
  if (
    typeof principal?.sub !== 'string' ||
    principal.sub === '' ||
    !Array.isArray(principal.groups)
  )
    throw new Error('The context of the authorizer names no principal.');
  if (typeof expiresAt !== 'number')
    throw new Error('The context of the authorizer does not say when the token ends.');
  if (expiresAt * 1000 <= now.getTime())
    throw new Refusal(
      'unauthorized',
      'The token has expired. Sign in again, or ask the issuer for a new one.',
      {},
    );
  return principal;
}

function refusalIn(text: unknown): Refusal {
  const { code, message } = JSON.parse(String(text)) as { code?: unknown; message?: unknown };
  const known = refusalCodes.find((each) => each === code) ?? 'unauthorized';
  return new Refusal(known, String(message), {});
}
