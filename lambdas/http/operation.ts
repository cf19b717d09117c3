// One route of the API as a caller sees it: its request, its answers and its errors.
import type * as z from 'zod/mini';
import type { RefusalCode } from '../domain/errors.ts';

/** One successful answer. */
export interface Success {
  readonly description: string;
  /** The JSON body; absent where the answer has none. */
  readonly schema?: z.core.$ZodType;
  /** The answer is a page for people. */
  readonly isPage?: true;
  /** Response headers worth naming, each with its meaning. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** One route as a caller sees it. */
export interface Operation {
  /** Stable name, from which generated clients derive a method's name. */
  readonly id: string;
  readonly summary: string;
  readonly query?: z.core.$ZodType;
  readonly headers?: Readonly<Record<string, z.core.$ZodType>>;
  readonly body?: z.core.$ZodType;
  /** Successful answers by status. */
  readonly successes: Readonly<Record<number, Success>>;
  /** Errors of this route besides those of every route. */
  readonly problems: readonly RefusalCode[];
  /** Browsers get `not_found` as a page, and under the name of the site it is 410. */
  readonly hasErrorPage?: true;
}
