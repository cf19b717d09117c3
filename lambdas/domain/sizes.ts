// Sizes in bytes that rules and configuration share.

/** Bytes in one mebibyte. */
export const MiB = 1024 ** 2;
/** Bytes in one gibibyte. */
export const GiB = 1024 ** 3;
/** Largest file of one form post (S3 user guide, "Uploading objects": 5 GB in a single operation). */
export const MAX_POST_BYTES = 5_000_000_000;
/** S3's largest object, 48.8 TiB: 10,000 parts of 5 GiB (S3 user guide, "Amazon S3 multipart upload limits"). */
export const S3_MAX_OBJECT_BYTES = 10_000 * 5 * GiB;
