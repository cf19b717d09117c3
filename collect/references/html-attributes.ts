// The attributes of HTML and SVG that hold addresses, and the purpose of each (HTML §"Attributes" index, §16 obsolete features;
// SVG 2 §16).
import { readCss, readCssValue } from './css.ts';
import type { Reference, Use } from './reference.ts';
import { readSrcset } from './srcset.ts';

/** An element as far as its addresses are concerned. */
export interface Element {
  readonly name: string;
  readonly isSvg: boolean;
  /** Attributes by name; `xlink:href` is `href`. */
  readonly attributes: Readonly<Record<string, string | undefined>>;
}

/** Reads the decoded value of one attribute; positions are within that value. */
export function readAttribute(element: Element, attribute: string): readonly Reference[] {
  const value = element.attributes[attribute] ?? '';
  if (attribute === 'style') return readCss(value);
  if (attribute === 'srcset' || attribute === 'imagesrcset') return readSrcset(value);
  if (attribute.startsWith('data-')) return readDataAttribute(attribute, value);
  if (element.isSvg && isAnimationOfAddress(element, attribute)) return readList(value);
  if (element.isSvg && attribute !== 'href' && attribute !== 'src') return readCssValue(value);
  if (attribute === 'content' && isRefresh(element)) return readRefresh(value);
  const use = useOf(element, attribute);
  return use ? [referenceTo(use, value)] : [];
}

const referenceTo = (use: Use, url: string, start = 0): Reference => ({
  use,
  url,
  start,
  end: start + url.length,
});

/** Elements whose `src` is a document of its own. */
const frames = /^(iframe|frame|portal|fencedframe)$/;

/** Elements that browsers draw a `background` for (HTML §15.3). */
const withBackground = /^(body|table|thead|tbody|tfoot|tr|td|th)$/;

function useOf({ name, isSvg, attributes }: Element, attribute: string): Use | undefined {
  switch (attribute) {
    case 'src':
      return frames.test(name) ? 'link' : 'asset';
    case 'poster':
      return name === 'video' ? 'asset' : 'link';
    case 'data':
      if (name !== 'object' || attributes.codebase !== undefined) return undefined;
      return 'asset';
    case 'background':
      return withBackground.test(name) ? 'asset' : 'link';
    case 'href':
      if (name === 'a' || name === 'area') return 'link';
      if (name === 'link') return isLoaded(attributes.rel) ? 'asset' : 'link';
      return isSvg ? 'asset' : undefined;
    case 'content':
      return name === 'meta' && isPicture(attributes) ? 'asset' : undefined;
    case 'value':
      return name === 'param' && isAddressParameter(attributes.name) ? 'link' : undefined;
    case 'code':
    case 'archive':
      return name === 'applet' && attributes.codebase === undefined ? 'link' : undefined;
    case 'action':
    case 'altimg':
    case 'cite':
    case 'dynsrc':
    case 'formaction':
    case 'icon':
    case 'longdesc':
    case 'lowsrc':
    case 'manifest':
      return 'link';
    default:
      return undefined;
  }
}

/** Whether a browser loads the target of a `<link>` itself (HTML §4.6.7). */
const isLoaded = (rel = ''): boolean =>
  /(^|\s)(stylesheet|icon|apple-touch-icon(-precomposed)?|apple-touch-startup-image|mask-icon|fluid-icon|manifest|preload|modulepreload|prefetch)(\s|$)/i.test(
    rel,
  );

/** Pictures that sharing services and Windows show; og:image may also be absolute, which is left as it is. */
const isPicture = ({ property, name, itemprop }: Element['attributes']): boolean =>
  /^(og:(image|video|audio)(:(url|secure_url))?|twitter:image(:src)?|msapplication-(\w+logo|TileImage)|msapplication-config|image|thumbnail)$/i.test(
    property ?? name ?? itemprop ?? '',
  );

/** Parameters of plug-ins that name a file. */
const isAddressParameter = (name = ''): boolean =>
  /^(movie|src|url|data|file|filename|source)$/i.test(name);

/** Names of `data-` attributes whose value is shown or compared, even where a file is called the same. */
const isText = (attribute: string): boolean =>
  /(^|[-_])(name|filename|title|label|alt|caption|download|text|id|key)$/.test(attribute);

/**
 * `data-src`, `data-srcset`, `data-bg` and the like, which scripts load later: an address of a collected file is rewritten; any
 * other is left as it is.
 */
function readDataAttribute(attribute: string, value: string): readonly Reference[] {
  if (attribute.endsWith('srcset')) return readSrcset(value).map(asLink);
  if (/url\(/i.test(value)) return readCssValue(value).map(asLink);
  return isText(attribute) ? [] : [referenceTo('link', value)];
}

const asLink = (reference: Reference): Reference => ({ ...reference, use: 'link' });

/** Whether the attribute is one of the values that an animation sets `href` to (SVG Animations §2.14). */
const isAnimationOfAddress = ({ attributes }: Element, attribute: string): boolean =>
  /^(to|from|by|values)$/.test(attribute) && /^(xlink:)?href$/.test(attributes.attributeName ?? '');

/** Addresses that are separated by semicolons. */
function readList(value: string): readonly Reference[] {
  let start = 0;
  return value.split(';').map((url) => {
    const reference = referenceTo('link', url, start);
    start += url.length + 1;
    return reference;
  });
}

const isRefresh = ({ name, attributes }: Element): boolean =>
  name === 'meta' && /^\s*refresh\s*$/i.test(attributes['http-equiv'] ?? '');

/** The address of `<meta http-equiv="refresh" content="5; url=…">` (HTML §4.2.5.3). */
function readRefresh(value: string): readonly Reference[] {
  const [before, , quote = ''] = /^[\s\d.]*[;,\s]\s*(url\s*=\s*)?(["']?)/i.exec(value) ?? [];
  if (before === undefined) return [];
  const rest = value.slice(before.length);
  const end = quote ? rest.indexOf(quote) : -1;
  return [referenceTo('link', end < 0 ? rest : rest.slice(0, end), before.length)];
}

/** The attribute whose file a hash in `integrity` is for. */
export const hashedAttribute = ({ name }: Element): string | undefined =>
  name === 'script' ? 'src' : name === 'link' ? 'href' : undefined;
