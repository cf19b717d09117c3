// The types of the manifest that `npm run collect` writes. Types only, because browsers import this file.

/** One collected file. */
export interface ManifestEntry {
  /** Where its bytes are, below the manifest's directory and below `publicPath`; not percent-encoded. */
  readonly path: string;
  /** For `integrity` attributes (W3C Subresource Integrity), such as `sha384-…`. */
  readonly integrity: string;
  readonly bytes: number;
  readonly contentType: string;
  /** Whether the path changes with the content, so that it may be cached for good; if not, `path` is the name. */
  readonly immutable: boolean;
  /** The copy under the file's own name, which is not immutable; only where its source keeps originals. */
  readonly original?: Pick<ManifestEntry, 'path' | 'integrity' | 'bytes'>;
}

/** The whole of `manifest.json`, which lies beside the collected files and lists every one of them. */
export interface Manifest {
  /** Where the files are served; ends in a slash. */
  readonly publicPath: string;
  /** Entries by name: the path in its source, in NFC, after the source's prefix. */
  readonly files: Readonly<Record<string, ManifestEntry>>;
}
