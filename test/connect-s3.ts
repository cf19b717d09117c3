// A client of an S3 on this machine, that behaves as the one of the functions.
import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';

/** Connects to `endpoint`; `more` is added to the settings. */
export const connectS3 = (
  endpoint: string,
  credentials: NonNullable<S3ClientConfig['credentials']>,
  more: Partial<S3ClientConfig> = {},
): S3Client =>
  new S3Client({
    endpoint,
    region: 'us-east-1',
    credentials,
    forcePathStyle: true,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    ...more,
  });
