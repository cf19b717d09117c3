// The throttling part of airlock.config.ts: how often the API may be asked, in all and by route.
import { filled, filledByName, withDefaults } from '../domain/with-defaults.ts';

/** A token bucket: `burst` requests at once, refilled at `ratePerSecond`. A request that finds it empty is answered with 429. */
export interface RequestLimit {
  readonly ratePerSecond: number;
  readonly burst: number;
}

/** API Gateway's quotas of an account (Developer Guide, "Quotas for configuring and running an HTTP API"). */
export const MAX_RATE_PER_SECOND = 10_000;
/** The quota of requests at once. */
export const MAX_BURST = 5_000;

/** The limits as a user writes them. */
export interface ThrottleInput extends Partial<RequestLimit> {
  /**
   * Limits of single routes by their key, such as `POST /files`. Default: half of the API's own for `POST /files` and `POST
   * /forms`, which write most, a fifth for `POST /permitted/files` and each route of `/links/{token}`, which need no token, and 3
   * with a burst of 10 for `POST /principals/lookups`, which asks the directory.
   */
  readonly routes?: Readonly<Record<string, Partial<RequestLimit>>>;
}

/** The limits with every default filled in. */
export interface Throttle extends RequestLimit {
  readonly routes: Readonly<Record<string, RequestLimit>>;
}

/** Fills in the defaults. A field that a route leaves out comes from the route's own default, else from the API's limit. */
export const defineThrottle = (throttle: ThrottleInput = {}): Throttle =>
  filled(throttle, ({ routes = {}, ...input }) => {
    const api = withDefaults({ ratePerSecond: 100, burst: 200 }, input);
    const defaults = defaultsBeside(api);
    const own = filledByName(routes, (limit, routeKey) =>
      withDefaults({ ...limitOf(api), ...defaults[routeKey] }, limit),
    );
    return { ...api, routes: withDefaults(defaults, own) };
  });

function defaultsBeside(api: RequestLimit): Readonly<Record<string, RequestLimit>> {
  return {
    'POST /files': shareOf(api, 1 / 2),
    'POST /forms': shareOf(api, 1 / 2),
    'POST /permitted/files': shareOf(api, 1 / 5),
    'GET /links/{token}': shareOf(api, 1 / 5),
    'HEAD /links/{token}': shareOf(api, 1 / 5),
    'POST /links/{token}': shareOf(api, 1 / 5),
    // Cognito takes 30 ListUsers a second (Cognito developer guide, "Quotas"), and a lookup makes up to 10.
    'POST /principals/lookups': { ratePerSecond: 3, burst: 10 },
  };
}

const limitOf = ({ ratePerSecond, burst }: RequestLimit): RequestLimit => ({
  ratePerSecond,
  burst,
});

const shareOf = ({ ratePerSecond, burst }: RequestLimit, share: number): RequestLimit => ({
  ratePerSecond: partOf(ratePerSecond, share, MAX_RATE_PER_SECOND),
  burst: partOf(burst, share, MAX_BURST),
});

/** A wrong number is reported once, at its field, and not again for each route whose limit is computed from it. */
const partOf = (whole: number, share: number, most: number): number =>
  Number.isInteger(whole) ? Math.min(most, Math.max(1, Math.ceil(whole * share))) : 1;
