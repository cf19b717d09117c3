// The value of an attribute by its local name, where no second attribute of that name contradicts it.
import { FormatError } from '../evidence.ts';
import type { XmlElement } from './xml-reader.ts';

/**
 * The value of an attribute in whatever namespace: versions of a format put the same attribute into different ones.
 * @throws FormatError when the element has two of that name with different values, of which programs take either
 */
export function attributeNamed({ attributes }: XmlElement, name: string): string | undefined {
  let found: string | undefined;
  for (const { local, uri, value } of attributes) {
    if (local !== name || uri === 'xmlns') continue;
    if (found !== undefined && found !== value) {
      const detail = `It has an element with two values of ${JSON.stringify(name.slice(0, 50))}.`;
      throw new FormatError('contradictory', detail);
    }
    found = value;
  }
  return found;
}
