// CloudFront's way to an origin that is no bucket: the viewer's request, with the headers that its policies let through.
import { type IncomingMessage, request as sendRequest } from 'node:http';
import { Readable } from 'node:stream';

/** An API behind a distribution. */
export interface ApiOrigin {
  /** The name that the template has. */
  readonly name: string;
  /** Whether it is the API that runs here, and not that of another Airlock of the app. */
  readonly isRun: boolean;
  /** Headers that CloudFront adds to each request. */
  readonly addedHeaders: Readonly<Record<string, string>>;
  /** Headers of the viewer that reach it, in lower case. */
  readonly passedHeaders: readonly string[];
}

/**
 * Asks the API at `url` what the viewer asked, without its query.
 * @returns its answer as it is, or 502 where the API does not run here
 */
export async function passOn(origin: ApiOrigin, url: string, viewer: Request): Promise<Response> {
  const { name, isRun, addedHeaders, passedHeaders } = origin;
  if (!isRun) return new Response(`The API ${name} does not run here.\n`, { status: 502 });
  const passed = passedHeaders.flatMap((header) => {
    const value = viewer.headers.get(header);
    return value === null ? [] : [[header, value]];
  });
  const body = Buffer.from(await viewer.arrayBuffer());
  const type = viewer.headers.get('content-type');
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  // The built-in fetch calls itself a script by Sec-Fetch-Mode.
  const outgoing = sendRequest(url + new URL(viewer.url).pathname, {
    method: viewer.method,
    headers: {
      // What CloudFront says where the viewer's own is not passed on.
      'user-agent': 'Amazon CloudFront',
      ...Object.fromEntries(passed),
      ...(body.length > 0 && type !== null && { 'content-type': type }),
      'content-length': body.length,
      ...addedHeaders,
    },
  });
  outgoing.once('response', resolve).once('error', reject).end(body);
  return toResponse(await promise);
}

/** Headers that concern one connection only. */
const hopByHop = ['connection', 'keep-alive', 'transfer-encoding'];

function toResponse(incoming: IncomingMessage): Response {
  const status = incoming.statusCode ?? 502;
  const headers = new Headers();
  for (const [name, values] of Object.entries(incoming.headersDistinct)) {
    if (hopByHop.includes(name)) continue;
    for (const value of values ?? []) headers.append(name, value);
  }
  const hasNoBody = status === 204 || status === 304;
  if (hasNoBody) incoming.resume();
  return new Response(hasNoBody ? null : (Readable.toWeb(incoming) as ReadableStream), {
    status,
    headers,
  });
}
