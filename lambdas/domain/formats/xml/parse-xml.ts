// Reads an XML part out of chunks of bytes.
import { xmlDecoder } from './encoding.ts';
import { type XmlHandler, XmlReader } from './xml-reader.ts';

/** Reads chunks of bytes as one XML document. @throws FormatError when it is not well-formed or exceeds a limit */
export async function parseXml(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  handler: XmlHandler,
): Promise<void> {
  const reader = new XmlReader(handler);
  let decoder: ReturnType<typeof xmlDecoder> | undefined;
  for await (const chunk of chunks) {
    if (chunk.byteLength === 0) continue;
    decoder ??= xmlDecoder(chunk);
    reader.write(decoder.decode(chunk));
  }
  if (decoder) reader.write(decoder.end());
  reader.end();
}
