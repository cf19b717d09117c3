// List prices of AWS in USD for a million, us-east-1, no free tier, from the services' price pages as of 2026-09.

export const prices = {
  httpApiRequest: 1,
  lambdaRequest: 0.2,
  /** arm64. */
  lambdaGigabyteSecond: 13.3334,
  /** PUT, COPY, POST and LIST, and each request of an upload in parts. */
  s3Write: 5,
  s3Read: 0.4,
  sqsRequest: 0.4,
  dynamodbWriteUnit: 0.625,
  dynamodbReadUnit: 0.125,
  eventBridgeEvent: 1,
} as const;

/** The memory at which Lambda gives a function one whole processor (Lambda Developer Guide, "Configure Lambda function memory"). */
export const ONE_CPU_MEGABYTES = 1769;
export const ONE_CPU_GIGABYTES = ONE_CPU_MEGABYTES / 1024;

/** An amount in words. */
export const usd = (amount: number): string => `$${amount.toFixed(2)}`;
