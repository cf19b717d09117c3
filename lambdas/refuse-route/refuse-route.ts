// Refuses a request that no route takes: 405 for a path that is known with other methods, otherwise 404.
import { Refusal } from '../domain/errors.ts';
import type { Route } from '../functions.ts';

/** Whether a path fits a route's: as many segments, each the same or a parameter, which is never empty. */
function fits(segments: readonly string[], route: string): boolean {
  const wanted = route.split('/');
  return (
    wanted.length === segments.length &&
    wanted.every((each, index) =>
      each.startsWith('{') ? segments[index] !== '' : each === segments[index],
    )
  );
}

/** The refusal for a method and a path that no route takes. */
export function refuseRoute(
  { method, path }: { readonly method: string; readonly path: string },
  routes: readonly Pick<Route, 'method' | 'path'>[],
): Refusal {
  const segments = path.split('/');
  const known = routes.filter((route) => fits(segments, route.path));
  const allowed: readonly string[] = [...new Set(known.map((route) => route.method))].sort();
  // A path that takes this method leads here if the configuration leaves its function out, or if it was encoded as one segment.
  return allowed.length > 0 && !allowed.includes(method)
    ? new Refusal(
        'method_not_allowed',
        `This path does not take ${method.slice(0, 20)}. It takes ${allowed.join(', ')}.`,
        { allowed },
      )
    : new Refusal('not_found', 'There is no such path. GET /openapi.json lists every path.', {});
}
