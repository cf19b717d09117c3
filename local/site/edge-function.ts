// AWS::CloudFront::Function: runs the deployed code on a viewer's request, in a context without Node's globals.
import { createContext, Script } from 'node:vm';
import { CannotStartError } from '../cannot-start.ts';
import type { Template } from '../template/template.ts';

/** The result of a function: a request with another path, or a finished response. */
export type EdgeOutcome = { readonly uri: string } | { readonly response: Response };

/** A viewer-request function. */
export type EdgeFunction = (request: Request) => EdgeOutcome;

/** How a behavior names its functions. */
export interface FunctionAssociation {
  readonly EventType: string;
  readonly FunctionARN: string;
}

// CloudFront's limit is CPU time, about a millisecond. This is time by the clock, on a machine that may be busy: it only
// keeps an endless loop from hanging everything.
const MAX_MILLISECONDS = 5000;

/** Reads the function of a behavior; undefined when it has none. Throws CannotStartError for what cannot run here. */
export function readEdgeFunction(
  associations: readonly FunctionAssociation[],
  template: Template,
): EdgeFunction | undefined {
  const [association, other] = associations;
  if (!association) return undefined;
  if (other || association.EventType !== 'viewer-request') {
    throw new CannotStartError(
      `A behavior of the distribution runs a function on ${(other ?? association).EventType}; the local cloud runs one function, on viewer-request.`,
    );
  }
  const resource = template
    .resources('AWS::CloudFront::Function')
    .find((each) => each.attribute('FunctionARN') === association.FunctionARN);
  if (!resource) {
    throw new CannotStartError(
      `The distribution runs the function ${association.FunctionARN}, which no template defines.`,
    );
  }
  return createEdgeFunction(String(resource.properties.FunctionCode), resource.logicalId);
}

interface EdgeResponse {
  readonly statusCode: number;
  readonly headers?: Record<string, { readonly value: string }>;
  readonly body?: string | { readonly data: string };
}

/** Compiles a function's code, which must define `handler`. An error in it is answered with 503, as at the edge. */
export function createEdgeFunction(code: string, name: string): EdgeFunction {
  const context = createContext({ event: undefined as unknown });
  new Script(code, { filename: `${name}.js` }).runInContext(context);
  const call = new Script('handler(JSON.parse(event))');
  return (request) => {
    context.event = JSON.stringify({
      version: '1.0',
      context: { eventType: 'viewer-request' },
      viewer: { ip: '127.0.0.1' },
      request: toEdgeRequest(request),
    });
    try {
      const result: { uri: string } | EdgeResponse = call.runInContext(context, {
        timeout: MAX_MILLISECONDS,
      });
      return 'statusCode' in result ? { response: toResponse(result) } : { uri: result.uri };
    } catch (error) {
      // It is no Error of this context, so that `instanceof` would not recognise it.
      const reason = `The edge function ${name} failed: ${error}\n`;
      process.stderr.write(reason);
      return { response: new Response(reason, { status: 503 }) };
    }
  };
}

interface EdgeValue {
  value: string;
  multiValue?: { value: string }[];
}

/** The request as CloudFront's event structure has it: every name once, further values beside the first. */
function toEdgeRequest({ method, url, headers }: Request) {
  const { pathname, search } = new URL(url);
  const parameters = search
    .slice(1)
    .split('&')
    .filter(Boolean)
    .map((pair) => {
      const [name = '', ...value] = pair.split('=');
      return [name, value.join('=')] as const;
    });
  return {
    method,
    uri: pathname,
    querystring: collect(parameters),
    headers: collect([...headers]),
    cookies: {},
  };
}

function collect(pairs: readonly (readonly [string, string])[]): Record<string, EdgeValue> {
  const values: Record<string, EdgeValue> = {};
  for (const [name, value] of pairs) {
    const known = values[name];
    if (!known) values[name] = { value };
    else known.multiValue = [...(known.multiValue ?? [{ value: known.value }]), { value }];
  }
  return values;
}

function toResponse({ statusCode, headers = {}, body }: EdgeResponse): Response {
  const text = typeof body === 'object' ? body.data : body;
  return new Response(text ?? null, {
    status: statusCode,
    headers: Object.entries(headers).map(([name, { value }]): [string, string] => [name, value]),
  });
}
