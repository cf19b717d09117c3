// A request of a caller, as IAM decides about it.

/** A question: may this access key do this to that? */
export interface Access {
  readonly accessKeyId: string;
  /** Such as `s3:PutObject`. */
  readonly action: string;
  readonly resource: string;
  /** The condition keys that the service passes to IAM. */
  readonly context: Readonly<Record<string, string | string[]>>;
  /** Only asked to know whether the caller may learn that something is missing; a no is no fault. */
  readonly isDisclosure?: boolean;
}
