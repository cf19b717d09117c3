// CORS as API Gateway does it: the gateway answers preflights itself, and its headers replace those of the function.
import type { CorsSettings } from './settings.ts';

/** The answer to a preflight: 204, with CORS headers only when the origin is allowed. */
export function preflightHeaders(cors: CorsSettings, origin: string | undefined): Headers {
  const headers = originHeaders(cors, origin);
  if (!headers.has('access-control-allow-origin')) return headers;
  set(headers, 'access-control-allow-methods', cors.allowMethods);
  set(headers, 'access-control-allow-headers', cors.allowHeaders);
  if (cors.maxAgeSeconds !== undefined)
    headers.set('access-control-max-age', String(cors.maxAgeSeconds));
  return headers;
}

/** Replaces the CORS headers of a response by the gateway's own. */
export function applyCors(headers: Headers, cors: CorsSettings, origin: string | undefined): void {
  for (const name of [...headers.keys()]) {
    if (name.startsWith('access-control-')) headers.delete(name);
  }
  for (const [name, value] of originHeaders(cors, origin)) headers.set(name, value);
  if (headers.has('access-control-allow-origin')) {
    set(headers, 'access-control-expose-headers', cors.exposeHeaders);
  }
}

function originHeaders(cors: CorsSettings, origin: string | undefined): Headers {
  const headers = new Headers();
  if (!origin) return headers;
  if (cors.allowOrigins.includes('*')) headers.set('access-control-allow-origin', '*');
  else if (cors.allowOrigins.includes(origin)) headers.set('access-control-allow-origin', origin);
  else return headers;
  if (cors.allowCredentials) headers.set('access-control-allow-credentials', 'true');
  return headers;
}

function set(headers: Headers, name: string, values: readonly string[]): void {
  if (values.length > 0) headers.set(name, values.join(','));
}
