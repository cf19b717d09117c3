// Which route a request takes: exact paths before parameters before greedy ones, methods before ANY, $default last.
import type { RouteSettings } from './settings.ts';

/** A route with the values of its path parameters, decoded. */
export interface RouteMatch {
  readonly route: RouteSettings;
  readonly pathParameters?: Readonly<Record<string, string>>;
}

type Segments = readonly string[];

/** Finds the most specific route for a method and an encoded path, as API Gateway's documentation ranks them. */
export function createMatcher(routes: readonly RouteSettings[]) {
  const ranked = routes
    .filter(({ routeKey }) => routeKey !== '$default')
    .map((route) => {
      const [method = '', path = ''] = route.routeKey.split(' ');
      return { route, method, pattern: segmentsOf(path) };
    })
    .sort((a, b) => compare(rank(a), rank(b)));
  const fallback = routes.find(({ routeKey }) => routeKey === '$default');

  return (method: string, path: string): RouteMatch | undefined => {
    const segments = segmentsOf(path);
    for (const candidate of ranked) {
      if (candidate.method !== method && candidate.method !== 'ANY') continue;
      const values = matchSegments(candidate.pattern, segments);
      if (!values) continue;
      return Object.keys(values).length > 0
        ? { route: candidate.route, pathParameters: values }
        : { route: candidate.route };
    }
    return fallback && { route: fallback };
  };
}

const segmentsOf = (path: string): Segments => path.split('/').slice(1);

const isParameter = (segment: string) => segment.startsWith('{');
const isGreedy = (segment: string) => segment.endsWith('+}');

function matchSegments(pattern: Segments, path: Segments): Record<string, string> | undefined {
  const values: Record<string, string> = {};
  for (const [index, segment] of pattern.entries()) {
    const value = isGreedy(segment) ? path.slice(index).join('/') : path[index];
    if (value === undefined || (value === '' && isParameter(segment))) return undefined;
    if (!isParameter(segment)) {
      if (decode(value) !== segment) return undefined;
      continue;
    }
    values[segment.replace(/[{}+]/g, '')] = decode(value);
    if (isGreedy(segment)) return values;
  }
  return pattern.length === path.length ? values : undefined;
}

/** Percent-decodes; text that is not well encoded stays as it is. */
export function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function rank({ method, pattern }: { method: string; pattern: Segments }): number[] {
  const kinds = pattern.map((segment) => (isGreedy(segment) ? 2 : isParameter(segment) ? 1 : 0));
  return [...kinds, method === 'ANY' ? 1 : 0];
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (let index = 0; index < Math.max(a.length, b.length); index += 1) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
