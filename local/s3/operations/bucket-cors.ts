// PutBucketCors.
import { S3Error } from '../errors.ts';
import type { Operation } from '../exchange.ts';
import { readDocument } from '../payload.ts';
import type { CorsRule } from '../records.ts';
import { parseXml } from '../xml.ts';

const METHODS = ['GET', 'PUT', 'POST', 'DELETE', 'HEAD'];

export const putBucketCors: Operation = async ({ request, store, identity }) => {
  store.getBucket(request.bucket);
  const document = parseXml(await readDocument(request, identity()), 'CORSConfiguration');
  const corsRules = document.all('CORSRule').map((rule): CorsRule => {
    const maxAge = rule.text('MaxAgeSeconds');
    return {
      allowedOrigins: rule.texts('AllowedOrigin'),
      allowedMethods: rule.texts('AllowedMethod'),
      allowedHeaders: rule.texts('AllowedHeader'),
      exposedHeaders: rule.texts('ExposeHeader'),
      ...(maxAge !== undefined && { maxAgeSeconds: Number(maxAge) }),
    };
  });
  if (corsRules.length === 0) throw new S3Error('MalformedXML');
  corsRules.forEach(requireValid);
  store.putBucket(request.bucket, { corsRules });
  return { status: 200 };
};

function requireValid({ allowedMethods, allowedOrigins }: CorsRule): void {
  if (allowedMethods.length === 0 || allowedOrigins.length === 0) throw new S3Error('MalformedXML');
  const method = allowedMethods.find((name) => !METHODS.includes(name));
  if (method !== undefined) {
    throw new S3Error(
      'InvalidRequest',
      `Found unsupported HTTP method in CORS config. Unsupported method is ${method}`,
    );
  }
  const origin = allowedOrigins.find((name) => name.split('*').length > 2);
  if (origin !== undefined) {
    throw new S3Error(
      'InvalidRequest',
      `AllowedOrigin "${origin}" can not have more than one wildcard.`,
    );
  }
}
