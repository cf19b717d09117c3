// Object tags: read from the `x-amz-tagging` header or a Tagging document, within S3's limits.
import { invalidArgument, S3Error } from './errors.ts';
import type { XmlElement, XmlShape } from './xml.ts';

/** Limits of the S3 user guide, "Categorizing your objects using tags"; lengths in characters. */
const MAX_TAGS = 10;
const MAX_KEY_LENGTH = 128;
const MAX_VALUE_LENGTH = 256;
/** Letters, digits and spaces of any script, and `+ - = . _ : / @`. */
const ALLOWED = /^[\p{L}\p{N}\p{Z}+\-=._:/@]*$/u;

export type Tags = Readonly<Record<string, string>>;

/** The tags in an `x-amz-tagging` header, written as a query string. Throws InvalidArgument, InvalidTag, BadRequest. */
export function tagsInHeader(text: string): Tags {
  const pairs = [...new URLSearchParams(text)];
  if (new Set(pairs.map(([key]) => key)).size < pairs.length) {
    throw invalidArgument(
      "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.",
      'x-amz-tagging',
      text,
    );
  }
  return validated(pairs);
}

/** The elements of a Tagging document. */
export const TAGGING: XmlShape = { TagSet: { 'Tag*': { Key: 'text', Value: 'text' } } };

/** The tags in a Tagging document. Throws MalformedXML, InvalidTag, BadRequest. */
export function tagsInDocument(tagging: XmlElement): Tags {
  const tagSets = tagging.all('TagSet');
  if (tagSets.length !== 1) throw new S3Error('MalformedXML');
  const pairs = tagSets
    .flatMap((set) => set.all('Tag'))
    .map((tag): [string, string] => {
      const [key, value] = [tag.text('Key'), tag.text('Value')];
      if (key === undefined || value === undefined) throw new S3Error('MalformedXML');
      return [key, value];
    });
  const seen = new Set<string>();
  for (const [key] of pairs) {
    if (seen.has(key)) throw invalidTag('Cannot provide multiple Tags with the same key', key);
    seen.add(key);
  }
  return validated(pairs);
}

function validated(pairs: readonly (readonly [key: string, value: string])[]): Tags {
  if (pairs.length > MAX_TAGS) {
    throw new S3Error('BadRequest', `Object tags cannot be greater than ${MAX_TAGS}`);
  }
  for (const [key, value] of pairs) {
    if (key.toLowerCase().startsWith('aws:')) {
      throw invalidTag('System tags cannot be added/updated by requester', key);
    }
    if (key === '' || lengthOf(key) > MAX_KEY_LENGTH || !ALLOWED.test(key)) {
      throw invalidTag('The TagKey you have provided is invalid', key);
    }
    if (lengthOf(value) > MAX_VALUE_LENGTH || !ALLOWED.test(value)) {
      throw invalidTag('The TagValue you have provided is invalid', key, value);
    }
  }
  return Object.fromEntries(pairs);
}

const lengthOf = (text: string): number => [...text].length;

function invalidTag(message: string, key: string, value?: string): S3Error {
  return new S3Error('InvalidTag', {
    message,
    elements: { TagKey: key, ...(value !== undefined && { TagValue: value }) },
  });
}
