// Reads the secret of a webhook of a local cloud from its SSM, as an operator does.
import type { StartedCloud } from '../../test/npm-start.ts';

/** The secret that the deployment keeps under the name of a parameter. */
export async function webhookSecret(
  { addresses, credentials }: StartedCloud,
  name: string,
): Promise<string> {
  const scope = `${credentials.accessKeyId}/20260101/us-east-1/ssm/aws4_request`;
  const answer = await fetch(addresses.control, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'AmazonSSM.GetParameter',
      authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`,
    },
    body: JSON.stringify({ Name: name, WithDecryption: true }),
  });
  const { Parameter } = (await answer.json()) as { Parameter: { Value: string } };
  return Parameter.Value;
}
