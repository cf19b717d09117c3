// The document of CompleteMultipartUpload: which parts, in which order.
import { CHECKSUM_ALGORITHMS, type ChecksumAlgorithm } from '../checksums.ts';
import { S3Error } from '../errors.ts';
import { parseXml, type XmlElement, type XmlShape } from '../xml.ts';

/** A part as the caller lists it. */
export interface CompletedPart {
  readonly partNumber: number;
  /** Without quotes. */
  readonly eTag: string;
  readonly checksums: ReadonlyMap<ChecksumAlgorithm, string>;
}

const SHAPE: XmlShape = {
  'Part*': {
    PartNumber: 'text',
    ETag: 'text',
    ...Object.fromEntries(CHECKSUM_ALGORITHMS.map((name) => [`Checksum${name}`, 'text' as const])),
  },
};

/** Throws MalformedXML for an empty or broken list, InvalidPartOrder unless numbers ascend. */
export function readCompletedParts(document: string): CompletedPart[] {
  const parts = parseXml(document, 'CompleteMultipartUpload', SHAPE).all('Part').map(readPart);
  if (parts.length === 0) throw new S3Error('MalformedXML');
  parts.reduce((previous, part) => {
    if (part.partNumber <= previous.partNumber) throw new S3Error('InvalidPartOrder');
    return part;
  });
  return parts;
}

function readPart(part: XmlElement): CompletedPart {
  const number = part.text('PartNumber')?.trim() ?? '';
  const eTag = part.text('ETag')?.trim().replaceAll('"', '');
  if (!/^\d{1,5}$/.test(number) || !eTag) throw new S3Error('MalformedXML');
  const checksums = new Map<ChecksumAlgorithm, string>();
  for (const algorithm of CHECKSUM_ALGORITHMS) {
    const value = part.text(`Checksum${algorithm}`);
    if (value !== undefined) checksums.set(algorithm, value);
  }
  return { partNumber: Number(number), eTag, checksums };
}
