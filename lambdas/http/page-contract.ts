// The configuration of the page for one deployment: a file beside it, written by the stack and read by the page.
import * as z from 'zod/mini';

/** What the page reads from `/config.json`, written at deploy. */
export const pageConfigSchema = z.object({
  api: z.string(),
  auth: z.object({
    issuer: z.string(),
    clientId: z.string(),
    /** The path of names that leads to a person's groups in the claims of the access token. */
    groupsClaim: z._default(z.array(z.string()), ['cognito:groups']),
    /** Scopes to request, separated by blanks. */
    scope: z._default(z.string(), 'openid'),
    /** Further parameters of the authorization request. */
    parameters: z._default(z.record(z.string(), z.string()), {}),
    /** Where to send the browser to end the session, for issuers without `end_session_endpoint`. */
    signOutUrl: z.optional(z.string()),
  }),
  collections: z.record(
    z.string(),
    z.object({
      types: z.array(z.string()),
      maxBytes: z.number(),
      /** Who may list everyone's files of the collection: `authenticated` or `group:<name>`. */
      listers: z._default(z.array(z.string()), []),
    }),
  ),
});
export type PageConfig = z.infer<typeof pageConfigSchema>;
