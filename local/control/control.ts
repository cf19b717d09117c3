// What functions call of AWS beyond S3 and DynamoDB, on one port of its own.
import { type Context, Hono } from 'hono';
import { account } from '../addresses.ts';
import type { Authority } from '../iam/authority.ts';
import { createInvalidation, errorResponse, type Invalidate } from './invalidations.ts';

/** What the services act on. */
export interface ControlParts {
  readonly invalidate: Invalidate;
  readonly authority: Authority;
}

/** Creates the services as a Hono app; an operation that is not among them is a 501. */
export function createControl({ invalidate, authority }: ControlParts): Hono {
  const app = new Hono();
  const answerInvalidation = createInvalidation(invalidate);
  app.post('/2020-05-31/distribution/:id/invalidation', async (context) => {
    const resource = `arn:aws:cloudfront::${account}:distribution/${context.req.param('id')}`;
    const refusal = await refuse(context, 'cloudfront:CreateInvalidation', resource, authority);
    return refusal ? errorResponse(403, 'AccessDenied', refusal) : answerInvalidation(context);
  });
  app.all('*', ({ req }) =>
    Response.json({ message: `${req.method} ${req.path} is not served here.` }, { status: 501 }),
  );
  return app;
}

/** Why the caller may not do this; undefined when they may. A key id is taken for its owner, as at the tables' door. */
async function refuse(
  { req }: Context,
  action: string,
  resource: string,
  authority: Authority,
): Promise<string | undefined> {
  const accessKeyId = /Credential=([^/]+)\//.exec(req.header('authorization') ?? '')?.[1] ?? '';
  if (!authority.principalOf(accessKeyId)) return 'The security token in the request is invalid.';
  const decision = await authority.decide({ accessKeyId, action, resource, context: {} });
  return decision.allowed ? undefined : decision.message;
}
