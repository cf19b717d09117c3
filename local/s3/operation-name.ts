// The operations of S3 that the server implements, by their names in the API reference.

/** The name of an operation. */
export type OperationName =
  | 'CreateBucket'
  | 'HeadBucket'
  | 'PutBucketVersioning'
  | 'GetBucketVersioning'
  | 'PutBucketCors'
  | 'PutObject'
  | 'PostObject'
  | 'GetObject'
  | 'HeadObject'
  | 'DeleteObject'
  | 'DeleteObjects'
  | 'GetObjectAttributes'
  | 'GetObjectTagging'
  | 'PutObjectTagging'
  | 'ListObjectsV2'
  | 'ListObjectVersions'
  | 'CopyObject'
  | 'CreateMultipartUpload'
  | 'UploadPart'
  | 'UploadPartCopy'
  | 'CompleteMultipartUpload'
  | 'AbortMultipartUpload'
  | 'ListParts'
  | 'ListMultipartUploads';
