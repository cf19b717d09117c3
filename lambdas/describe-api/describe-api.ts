// GET /openapi.json: the description of this API, with the address under which it was asked for.
import description from '../http/openapi.json' with { type: 'json' };

/** The OpenAPI document with `origin` as its only server. */
export const describeApi = (origin: string): object => ({
  ...description,
  servers: [{ url: origin }],
});
