// The throttling part of airlock.config.ts: how often the API may be asked, in all and by route.

/** A token bucket: `burst` requests at once, refilled at `ratePerSecond`. A request that finds it empty is answered with 429. */
export interface RequestLimit {
  readonly ratePerSecond: number;
  readonly burst: number;
}

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
export const defineThrottle = ({ routes = {}, ...input }: ThrottleInput = {}): Throttle => {
  const api = { ratePerSecond: 100, burst: 200, ...input };
  const defaults: Readonly<Record<string, RequestLimit>> = {
    'POST /files': shareOf(api, 1 / 2),
    'POST /forms': shareOf(api, 1 / 2),
    'POST /permitted/files': shareOf(api, 1 / 5),
    'GET /links/{token}': shareOf(api, 1 / 5),
    'HEAD /links/{token}': shareOf(api, 1 / 5),
    'POST /links/{token}': shareOf(api, 1 / 5),
    // Cognito takes 30 ListUsers a second (Cognito developer guide, "Quotas"), and a lookup makes up to 10.
    'POST /principals/lookups': { ratePerSecond: 3, burst: 10 },
  };
  const own = Object.entries(routes).map(
    ([routeKey, limit]) =>
      [routeKey, { ...limitOf(api), ...defaults[routeKey], ...limit }] as const,
  );
  return { ...api, routes: { ...defaults, ...Object.fromEntries(own) } };
};

const limitOf = ({ ratePerSecond, burst }: RequestLimit): RequestLimit => ({
  ratePerSecond,
  burst,
});

const shareOf = ({ ratePerSecond, burst }: RequestLimit, share: number): RequestLimit => ({
  ratePerSecond: Math.max(1, Math.ceil(ratePerSecond * share)),
  burst: Math.max(1, Math.ceil(burst * share)),
});
