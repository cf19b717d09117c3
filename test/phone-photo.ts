// A photograph as a phone takes it: large, lying on its side with a note how to turn it, and with the place in its metadata.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';

const fixture = (name: string) =>
  new Uint8Array(readFileSync(join(import.meta.dirname, 'fixtures', 'files', name)));

/** The bytes of a fixture. */
export const pictureOf = fixture;

/** Greenwich, as EXIF writes a place. */
const place = {
  GPSLatitudeRef: 'N',
  GPSLatitude: '51/1 28/1 40/1',
  GPSLongitudeRef: 'W',
  GPSLongitude: '0/1 0/1 5/1',
};

/** The fixture's photograph in this size, its top turned to the right (EXIF orientation 6); `width` and `height` as stored. */
export async function phonePhoto(width = 1600, height = 1200): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await sharp(fixture('fixture.jpg'))
    .resize(height, width, { fit: 'fill' })
    .rotate(-90)
    .withExif({ IFD0: { Model: 'A phone' }, IFD3: place })
    .withMetadata({ orientation: 6 })
    .jpeg({ quality: 92 })
    .toBuffer();
  return new Uint8Array(bytes);
}
