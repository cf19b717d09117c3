// Loads the configuration of the page. Written by hand: a library for schemas would be a part of what every visitor loads.
import type { PageCollection, PageConfig } from '../lambdas/http/page-contract.ts';

/**
 * Reads the configuration of this site; undefined when the site has no valid one. Throws where the site cannot be reached, or a
 * network answers in its place with a page to sign in to it. The document preloads it, so that the request begins before this
 * script is loaded; the CDN sends `no-cache`.
 */
export async function fetchPageConfig(): Promise<PageConfig | undefined> {
  const { status, type, text } = await get('/config.json').catch((cause: unknown) => {
    throw new SiteUnreachableError('The site did not answer.', { cause });
  });
  const isPage = status < 300 && type.startsWith('text/html');
  if (isPage || status === 429 || status >= 500) {
    throw new SiteUnreachableError(`The site answered ${status} ${type}.`);
  }
  try {
    return readPageConfig(JSON.parse(text));
  } catch {
    return undefined;
  }
}

async function get(path: string) {
  const response = await fetch(path);
  const { status, headers } = response;
  return { status, type: headers.get('content-type') ?? '', text: await response.text() };
}

/** The site, or this network, cannot be reached. */
export class SiteUnreachableError extends Error {
  override readonly name = 'SiteUnreachableError';
}

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;
const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((each) => typeof each === 'string');

/** The configuration in this JSON value, with defaults for what older stacks did not write; undefined when it is none. */
export function readPageConfig(value: unknown): PageConfig | undefined {
  if (!isFields(value) || !isFields(value.auth) || !isFields(value.collections)) return undefined;
  const { api, auth, collections, findsPeople } = value;
  const { issuer, clientId, groupsClaim, scope, parameters, signOutUrl } = auth;
  if (typeof api !== 'string' || typeof issuer !== 'string' || typeof clientId !== 'string') {
    return undefined;
  }
  const read = Object.entries(collections).map(
    ([name, collection]) => [name, readCollection(collection)] as const,
  );
  if (read.some(([, collection]) => collection === undefined)) return undefined;
  return {
    api,
    auth: {
      issuer,
      clientId,
      groupsClaim: isTexts(groupsClaim) ? groupsClaim : ['cognito:groups'],
      scope: typeof scope === 'string' ? scope : 'openid',
      parameters: isFields(parameters) ? (parameters as Record<string, string>) : {},
      ...(typeof signOutUrl === 'string' && { signOutUrl }),
    },
    ...(findsPeople === true && { findsPeople }),
    collections: Object.fromEntries(read) as PageConfig['collections'],
  };
}

function readCollection(value: unknown): PageCollection | undefined {
  if (!isFields(value)) return undefined;
  const { types, maxBytes, listers } = value;
  if (!isTexts(types) || typeof maxBytes !== 'number') return undefined;
  return { types, maxBytes, listers: isTexts(listers) ? listers : [] };
}
