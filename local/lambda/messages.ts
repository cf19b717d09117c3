// The messages between an execution environment and the runtime in its worker thread.

/** The start-up data of a worker. */
export interface RuntimeData {
  /** Absolute path of the bundle's entry file. */
  readonly entry: string;
  /** Name of the exported handler. */
  readonly handler: string;
  /** The members of Lambda's context that never change. */
  readonly context: Readonly<Record<string, string>>;
}

/** One event for the handler. */
export interface ToRuntime {
  readonly requestId: string;
  /** The event as JSON. */
  readonly event: string;
  /** Epoch milliseconds at which the invocation times out. */
  readonly deadline: number;
}

/** An error as Lambda reports it. */
export interface RuntimeError {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace: readonly string[];
}

/** `ready` once after loading, then one answer per event; `failed` instead of `ready` when the bundle cannot load. */
export type FromRuntime =
  | { readonly kind: 'ready' }
  | { readonly kind: 'succeeded'; readonly payload: string }
  | { readonly kind: 'failed'; readonly error: RuntimeError };

/** How an invocation ended. */
export type Outcome =
  | { readonly kind: 'succeeded'; readonly payload: string }
  | { readonly kind: 'failed'; readonly error: RuntimeError };
