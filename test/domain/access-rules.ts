// Rules of one collection and everything that can be done with a file, for the tests of access.
import { defineConfig } from '../../lambdas/config/config.ts';
import type { Action } from '../../lambdas/domain/access.ts';
import type { Audience } from '../../lambdas/domain/collection.ts';

export const actions: readonly Action[] = ['read', 'edit', 'publish', 'share', 'delete', 'send'];

/** Who is what in the collection. */
export interface Audiences {
  readonly uploaders?: Audience[];
  readonly readers?: Audience[];
  readonly administrators?: Audience[];
  readonly publishers?: Audience[];
}

/** A configuration whose one collection, `images`, has these audiences. */
export const rulesWith = (audiences: Audiences) =>
  defineConfig({ collections: { images: { types: ['image/png'], maxBytes: 100, ...audiences } } });
