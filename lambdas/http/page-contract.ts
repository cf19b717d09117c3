// What the page is told of its deployment: one file beside it, written by the stack and read by the page.
import * as z from 'zod/mini';

/** What the page reads from `/config.json`, written at deploy. */
export const pageConfigSchema = z.object({
  api: z.string(),
  auth: z.object({
    issuer: z.string(),
    clientId: z.string(),
    /** The claim that lists a person's groups. */
    groupsClaim: z._default(z.string(), 'cognito:groups'),
    /** Where to send the browser to end the session, for issuers without `end_session_endpoint`. */
    signOutUrl: z.optional(z.string()),
  }),
  collections: z.record(
    z.string(),
    z.object({
      types: z.array(z.string()),
      maxBytes: z.number(),
      /** Who may do more than read with everybody's files: `authenticated`, `owner` or `group:<name>`. */
      administrators: z._default(z.array(z.string()), []),
      /** Who may make a file public or private again, of those who may edit it. */
      publishers: z._default(z.array(z.string()), []),
    }),
  ),
});
export type PageConfig = z.infer<typeof pageConfigSchema>;
