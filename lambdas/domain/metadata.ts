// Metadata: names and texts that an application attaches to a file, such as the number of an order.

/** Names and texts that the application chooses. Airlock stores and returns them without interpreting them. */
export type Metadata = Readonly<Record<string, string>>;

/** What metadata may hold; `totalBytes` counts names and texts in UTF-8. */
export const metadataLimits = {
  names: 32,
  nameLength: 64,
  textLength: 512,
  totalBytes: 2_048,
} as const;

/** A name: a letter or a digit, then letters, digits, `_`, `.` and `-`. */
export const metadataName = /^[A-Za-z0-9][\w.-]{0,63}$/;

/** Whether two maps hold the same names and texts; one without any is the same as none. */
export const isSameMetadata = (one: Metadata = {}, other: Metadata = {}): boolean =>
  Object.keys(one).length === Object.keys(other).length &&
  Object.entries(one).every(([name, text]) => Object.hasOwn(other, name) && other[name] === text);

/** Bytes that metadata counts with. */
export const metadataBytes = (metadata: Metadata): number =>
  Object.entries(metadata).reduce(
    (sum, [name, text]) => sum + Buffer.byteLength(name) + Buffer.byteLength(text),
    0,
  );
