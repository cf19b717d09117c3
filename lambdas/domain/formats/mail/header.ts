// The header of a mail or of one of its parts: its fields, and the parameters of those that describe the content (RFC 2045,
// section 5).
import { FormatError } from '../evidence.ts';

/** Fields of which one part may have only one, since programs differ in which one they believe. */
const single = ['content-type', 'content-transfer-encoding', 'content-disposition'] as const;

/** Encodings that every program decodes (RFC 2045, section 6.1). */
const encodings: ReadonlySet<string> = new Set([
  '7bit',
  '8bit',
  'binary',
  'base64',
  'quoted-printable',
]);

/** The fields of a header about its content. */
export interface PartHeader {
  /** Lower case, without parameters; undefined where no field names it. */
  readonly type: string | undefined;
  readonly boundary: string | undefined;
  readonly encoding: string;
  readonly isAttachment: boolean;
  /** The name that the part would be saved under. */
  readonly name: string | undefined;
}

/** Reads the unfolded fields of one header. @throws FormatError where a line is no field, or a field contradicts another one */
export function partHeader(fields: readonly string[]): PartHeader {
  const values = new Map<string, string>();
  for (const field of fields) {
    const colon = field.indexOf(':');
    const name = field.slice(0, Math.max(0, colon)).trimEnd().toLowerCase();
    if (!/^[!-9;-~]+$/.test(name)) {
      throw new FormatError(
        'contradictory',
        `A line of its header is no field: ${JSON.stringify(field.slice(0, 40))}.`,
      );
    }
    if (values.has(name) && single.some((each) => each === name)) {
      throw new FormatError('contradictory', `A part of it has two fields ${name}.`);
    }
    values.set(name, field.slice(colon + 1));
  }
  return describe(values);
}

function describe(values: ReadonlyMap<string, string>): PartHeader {
  const content = values.get('content-type');
  const [type, parameters] = content === undefined ? [undefined, new Map()] : parseValue(content);
  const [disposition, dispositionParameters] = parseValue(values.get('content-disposition') ?? '');
  const encoding = (values.get('content-transfer-encoding') ?? '7bit').trim().toLowerCase();
  if (!encodings.has(encoding)) {
    throw new FormatError('unreadable', `A part of it is encoded as ${JSON.stringify(encoding)}.`);
  }
  const name = parameterOf(dispositionParameters, 'filename') ?? parameterOf(parameters, 'name');
  if ([...parameters.keys()].some((key) => key.startsWith('boundary*'))) {
    throw new FormatError('contradictory', 'The boundary of its parts is written in pieces.');
  }
  return {
    type,
    boundary: parameters.get('boundary'),
    encoding,
    isAttachment: disposition === 'attachment',
    name,
  };
}

/** A parameter that may be written in pieces or in another character set (RFC 2231). */
const parameterOf = (parameters: ReadonlyMap<string, string>, name: string): string | undefined =>
  parameters.get(name) ??
  parameters.get(`${name}*`) ??
  parameters.get(`${name}*0`) ??
  parameters.get(`${name}*0*`);

/** The value before the first semicolon in lower case, and the parameters behind it. */
function parseValue(value: string): [string, Map<string, string>] {
  const [first = '', ...rest] = splitOutsideQuotes(value);
  const parameters = new Map<string, string>();
  for (const parameter of rest) {
    const equals = parameter.indexOf('=');
    if (equals < 0) continue;
    const name = parameter.slice(0, equals).trim().toLowerCase();
    if (parameters.has(name)) {
      throw new FormatError(
        'contradictory',
        `A field of its header has two parameters ${JSON.stringify(name)}.`,
      );
    }
    parameters.set(name, unquoted(parameter.slice(equals + 1).trim()));
  }
  return [first.trim().toLowerCase(), parameters];
}

function splitOutsideQuotes(value: string): string[] {
  const parts: string[] = [];
  let start = 0;
  let isQuoted = false;
  for (let at = 0; at < value.length; at += 1) {
    const character = value[at];
    if (character === '\\' && isQuoted) at += 1;
    else if (character === '"') isQuoted = !isQuoted;
    else if (character === ';' && !isQuoted) {
      parts.push(value.slice(start, at));
      start = at + 1;
    }
  }
  parts.push(value.slice(start));
  return parts;
}

function unquoted(value: string): string {
  if (!value.startsWith('"')) return value.split(/[\s(]/, 1)[0] ?? '';
  const end = value.lastIndexOf('"');
  return value.slice(1, end > 0 ? end : undefined).replaceAll(/\\(.)/g, '$1');
}
