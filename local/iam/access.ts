// A request of a caller for IAM to decide.

/** A question: may this access key do this to that? */
export interface Access {
  readonly accessKeyId: string;
  /** Such as `s3:PutObject`. */
  readonly action: string;
  readonly resource: string;
  /** The condition keys that the service passes to IAM. */
  readonly context: Readonly<Record<string, string | string[]>>;
  /** Whether the request only decides if the caller may learn that an object is missing; a refusal is then no fault. */
  readonly isDisclosure?: boolean;
}
