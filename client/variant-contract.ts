// Re-encoded copies of images, as answers show them and as downloads ask for them.

/** A re-encoded copy of an image: upright, and without metadata. */
export type Variant = {
  contentType: string;
  /** Pixels. */
  width: number;
  height: number;
  /** Bytes. */
  size: number;
  /** Address on the CDN, of a public file; `variantUrl` signs that of a private one. */
  url?: string | undefined;
};

/** How downloads are served. */
export interface DownloadOptions {
  disposition?: 'inline' | 'attachment' | undefined;
  /** Name of the variant to serve instead of the file itself. */
  variant?: string | undefined;
}
