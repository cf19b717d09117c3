// What S3 refuses in a rule for other origins (S3 User Guide, "Elements of a CORS configuration").
import type { CorsRule } from './records.ts';

const METHODS = ['GET', 'PUT', 'POST', 'DELETE', 'HEAD'];

const hasTwoWildcards = (text: string): boolean => text.split('*').length > 2;

/** What is wrong with a rule, in S3's words; undefined for one that S3 takes. */
export function faultOfRule(rule: Omit<CorsRule, 'maxAgeSeconds'>): string | undefined {
  const method = rule.allowedMethods.find((name) => !METHODS.includes(name));
  if (method !== undefined)
    return `Found unsupported HTTP method in CORS config. Unsupported method is ${method}`;
  const origin = rule.allowedOrigins.find(hasTwoWildcards);
  if (origin !== undefined) return `AllowedOrigin "${origin}" can not have more than one wildcard.`;
  const header = rule.allowedHeaders.find(hasTwoWildcards);
  if (header !== undefined) return `AllowedHeader "${header}" can not have more than one wildcard.`;
  const exposed = rule.exposedHeaders.find((name) => name.includes('*'));
  if (exposed !== undefined)
    return `ExposeHeader "${exposed}" contains wildcard. We currently do not support wildcard for ExposeHeader.`;
  return undefined;
}
