// One SHA-256, the same in the page, in its worker and in Node.

/** SHA-256 of bytes in base64, as S3's `x-amz-checksum-sha256` requires it. */
export async function digest(bytes: BufferSource): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return btoa(String.fromCharCode(...hash));
}

/** A request to the hash worker. */
export interface HashRequest {
  readonly id: number;
  readonly blob: Blob;
}

/** The answer of the hash worker; without `sha256` it failed, and the page's thread hashes instead. */
export interface HashAnswer {
  readonly id: number;
  readonly sha256?: string;
}
