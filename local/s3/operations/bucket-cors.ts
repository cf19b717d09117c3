// PutBucketCors.

import { faultOfRule } from '../cors-rules.ts';
import { S3Error } from '../errors.ts';
import type { Operation } from '../exchange.ts';
import { readDocument } from '../payload.ts';
import type { CorsRule } from '../records.ts';
import { parseXml, type XmlShape } from '../xml.ts';

const SHAPE: XmlShape = {
  'CORSRule*': {
    ID: 'text',
    'AllowedOrigin*': 'text',
    'AllowedMethod*': 'text',
    'AllowedHeader*': 'text',
    'ExposeHeader*': 'text',
    MaxAgeSeconds: 'text',
  },
};

export const putBucketCors: Operation = async ({ request, store, identity }) => {
  store.getBucket(request.bucket);
  const text = await readDocument(request, identity());
  const document = parseXml(text, 'CORSConfiguration', SHAPE);
  const corsRules = document.all('CORSRule').map((rule): CorsRule => {
    const maxAge = rule.text('MaxAgeSeconds');
    if (maxAge !== undefined && !/^\d{1,9}$/.test(maxAge)) throw new S3Error('MalformedXML');
    return {
      allowedOrigins: rule.texts('AllowedOrigin'),
      allowedMethods: rule.texts('AllowedMethod'),
      allowedHeaders: rule.texts('AllowedHeader'),
      exposedHeaders: rule.texts('ExposeHeader'),
      ...(maxAge !== undefined && { maxAgeSeconds: Number(maxAge) }),
    };
  });
  if (corsRules.length === 0) throw new S3Error('MalformedXML');
  for (const rule of corsRules) {
    if (rule.allowedMethods.length === 0 || rule.allowedOrigins.length === 0)
      throw new S3Error('MalformedXML');
    const fault = faultOfRule(rule);
    if (fault !== undefined) throw new S3Error('InvalidRequest', fault);
  }
  store.putBucket(request.bucket, { corsRules });
  return { status: 200 };
};
