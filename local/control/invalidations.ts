// CloudFront's API as far as functions call it: CreateInvalidation, which takes effect at once.
import { randomBytes } from 'node:crypto';
import { XMLParser } from 'fast-xml-parser';
import type { Context } from 'hono';

/** Forgets paths of a distribution; false when there is none of that id. */
export type Invalidate = (
  distributionId: string,
  paths: readonly string[],
) => boolean | Promise<boolean>;

const parser = new XMLParser({
  isArray: (name) => name === 'Path',
  parseTagValue: false,
  ignoreDeclaration: true,
});

/** Answers `POST /2020-05-31/distribution/{id}/invalidation` (CloudFront API reference, "CreateInvalidation"). */
export const createInvalidation =
  (invalidate: Invalidate) =>
  async ({ req }: Context): Promise<Response> => {
    const id = req.param('id') ?? '';
    const batch: { Paths?: { Items?: { Path?: string[] } }; CallerReference?: string } =
      parser.parse(await req.text()).InvalidationBatch ?? {};
    const paths = batch.Paths?.Items?.Path ?? [];
    if (!batch.CallerReference || paths.length === 0 || paths.some((path) => path[0] !== '/')) {
      return errorResponse(
        400,
        'InvalidArgument',
        'Your request contains one or more invalid invalidation paths.',
      );
    }
    if (!(await invalidate(id, paths))) {
      return errorResponse(404, 'NoSuchDistribution', 'The specified distribution does not exist.');
    }
    const invalidationId = `I${randomBytes(10).toString('hex').toUpperCase()}`;
    return xml(
      201,
      `<Invalidation xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/"><Id>${invalidationId}</Id><Status>Completed</Status><CreateTime>${new Date().toISOString()}</CreateTime></Invalidation>`,
    );
  };

/** An error as CloudFront's API sends it. */
export const errorResponse = (status: number, code: string, message: string): Response =>
  xml(
    status,
    `<ErrorResponse xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>local</RequestId></ErrorResponse>`,
  );

const xml = (status: number, body: string): Response =>
  new Response(`<?xml version="1.0"?>\n${body}`, {
    status,
    headers: { 'content-type': 'text/xml' },
  });
