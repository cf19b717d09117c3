// As many values of a configuration as a test wants, to reach the quotas of AWS.

/** A list of this many items. */
export const times = <Item>(count: number, item: (index: number) => Item): Item[] =>
  Array.from({ length: count }, (_, index) => item(index));

/** This many origins, each with a name of about this length. */
export const origins = (count: number, length = 10) =>
  times(count, (index) => `https://${'a'.repeat(length)}${index}.example.com`);
/** Where a webhook delivers. */
export const url = 'https://shop.example.com/hooks';
/** This many names of secrets or keys, as long as they may be. */
export const generations = (count: number) => times(count, (index) => `${index}`.padStart(16, 'g'));
/** This many tags. */
export const tags = (count: number) =>
  Object.fromEntries(times(count, (index) => [`key-${index}`, 'value']));
