// Requests and answers as the HTTP edge reads and writes them. Node takes tens of milliseconds to load its own classes for them.

/** The part of a web Request that routes read. */
export interface ApiRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: ApiHeaders;
  /** The body's bytes; none when there is no body. */
  arrayBuffer(): Promise<ArrayBuffer>;
}

/** The headers of a request. */
export interface ApiHeaders {
  /** The value of a header, whatever the case of its name; null when it was not sent. */
  get(name: string): string | null;
}

/** An answer; the names of its headers are in lower case. */
export interface ApiResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Headers by a record, such as that of an event. */
export function headersIn(record: Readonly<Record<string, string | undefined>>): ApiHeaders {
  const values = new Map<string, string>();
  for (const [name, value] of Object.entries(record)) {
    if (value !== undefined) values.set(name.toLowerCase(), value.trim());
  }
  return { get: (name) => values.get(name.toLowerCase()) ?? null };
}
