// Which reader looks closer at which type: what a format's own structure says beyond its mark.
import type { StoredBytes } from '../stored-bytes.ts';
import type { Evidence } from '../verdict.ts';

type Reader = (bytes: StoredBytes) => Promise<Partial<Evidence>>;

/** The readers by canonical type. */
const readers: Readonly<Record<string, Reader>> = {};

/** Looks closer at an object of a detected type; types without a reader add nothing. Throws OutOfBudget, and nothing else. */
export const lookCloser = async (type: string, bytes: StoredBytes): Promise<Partial<Evidence>> =>
  (Object.hasOwn(readers, type) && (await readers[type]?.(bytes))) || {};
