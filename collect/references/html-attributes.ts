// Which attributes of HTML and SVG hold addresses, and what each is for.
import { readCss, readCssValue } from './css.ts';
import type { Reference } from './reference.ts';
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
  if (element.isSvg && attribute !== 'href' && attribute !== 'src') return readCssValue(value);
  const use = useOf(element, attribute);
  return use ? [{ use, url: value, start: 0, end: value.length }] : [];
}

function useOf(
  { name, isSvg, attributes }: Element,
  attribute: string,
): Reference['use'] | undefined {
  switch (attribute) {
    case 'src':
      return name === 'iframe' || name === 'frame' ? 'link' : 'asset';
    case 'poster':
      return name === 'video' ? 'asset' : undefined;
    case 'data':
      return name === 'object' ? 'asset' : undefined;
    case 'background':
      return name === 'body' || name === 'table' || name === 'td' ? 'asset' : undefined;
    case 'href':
      if (name === 'a' || name === 'area') return 'link';
      if (name === 'link') return isLoaded(attributes.rel) ? 'asset' : 'link';
      return isSvg ? 'asset' : undefined;
    case 'content':
      return name === 'meta' && isPicture(attributes) ? 'asset' : undefined;
    default:
      return undefined;
  }
}

/** Whether a browser loads the target of a `<link>` itself (HTML §4.6.7). */
const isLoaded = (rel = ''): boolean =>
  /(^|\s)(stylesheet|icon|apple-touch-icon(-precomposed)?|mask-icon|manifest|preload|modulepreload)(\s|$)/i.test(
    rel,
  );

/** What sharing services and Windows show; og:image may also be absolute, which is left. */
const isPicture = ({ property, name, itemprop }: Element['attributes']): boolean =>
  /^(og:(image|video|audio)(:(url|secure_url))?|twitter:image(:src)?|msapplication-(\w+logo|TileImage)|msapplication-config|image)$/i.test(
    property ?? name ?? itemprop ?? '',
  );

/** The attribute whose file a hash in `integrity` is for. */
export const hashedAttribute = ({ name }: Element): string | undefined =>
  name === 'script' ? 'src' : name === 'link' ? 'href' : undefined;
