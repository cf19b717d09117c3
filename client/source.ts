// Where bytes come from: a browser's File, or anything that can be sliced without being read whole.

/** A range of a source that is read only when asked for. Every `Blob` is one. */
export interface ByteSlice {
  readonly size: number;
  arrayBuffer(): Promise<ArrayBuffer>;
  stream(): ReadableStream<Uint8Array<ArrayBuffer>>;
}

/** What can be uploaded: a browser's `File`, a `Blob` that was given a name, or `fileSource(path)` in Node. */
export interface UploadSource {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** Content type; empty when unknown, then the name's extension decides. */
  readonly type: string;
  /** Milliseconds since the epoch; distinguishes an edited file from the one whose upload was interrupted. */
  readonly lastModified?: number;
  /** Bytes `start` (inclusive) to `end` (exclusive). */
  slice(start: number, end: number): ByteSlice;
}
