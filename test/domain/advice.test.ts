import { describe, expect, it } from 'vitest';
import { adviceFor, listTypes } from '../../lambdas/domain/advice.ts';
import { expandTypes } from '../../lambdas/domain/content-types.ts';
import { foreignTypes } from '../../lambdas/domain/foreign-types.ts';
import { knownTypes } from '../../lambdas/domain/known-types.ts';

const images = ['image/jpeg', 'image/png'];
const office = 'application/vnd.openxmlformats-officedocument';

describe('the advice about a file of a type that is not taken', () => {
  it.each([
    ['image/heic', images, 'Save it as a JPEG image (.jpg) and upload that.'],
    ['image/svg+xml', images, 'Save it as a PNG image (.png) and upload that.'],
    [
      'application/msword',
      [`${office}.wordprocessingml.document`],
      'Save it as a Word document (.docx) and upload that.',
    ],
    [
      'application/msword',
      ['application/pdf'],
      'Save it as a PDF document (.pdf) and upload that.',
    ],
    ['audio/x-wav', ['audio/mpeg'], 'Save it as an MP3 audio file (.mp3) and upload that.'],
    ['application/eps', images, 'Save it as a JPEG image (.jpg) and upload that.'],
    ['image/svg+xml', ['application/pdf'], 'Save it as a PDF document (.pdf) and upload that.'],
    ['application/pdf', ['image/png'], 'Save it as a PNG image (.png) and upload that.'],
    [
      `${office}.wordprocessingml.document`,
      ['application/pdf'],
      'Save it as a PDF document (.pdf) and upload that.',
    ],
    [
      'constructor',
      images,
      'Save it as one of these types, or upload it to a collection that takes it.',
    ],
    ['video/quicktime', ['video/mp4'], 'Save it as an MP4 video (.mp4) and upload that.'],
    ['application/zip', images, 'Unpack it and upload the files that are in it.'],
    ['application/x-msdownload', images, 'Choose another file; programs are never taken.'],
    [
      'application/vnd.ms-word.document.macroenabled.12',
      images,
      'Save it without macros and upload that.',
    ],
    ['text/html', ['application/pdf'], 'Save it as a PDF document (.pdf) and upload that.'],
    [
      'font/ttf',
      images,
      'Save it as one of these types, or upload it to a collection that takes it.',
    ],
  ])(
    'the advice about a file of type %s where %j are accepted is as expected',
    (type, taken, advice) => {
      expect(adviceFor(type, taken)).toBe(advice);
    },
  );

  it('the advice is one sentence for every known and every refused type', () => {
    for (const type of [...Object.keys(knownTypes), ...Object.keys(foreignTypes), '', 'x/y']) {
      expect(adviceFor(type, images), type).toMatch(/^[A-Z][^.]*(?:\(\.\w+\)[^.]*)?\.$/);
    }
  });
});

it('names a few types and counts the rest', () => {
  expect(listTypes(['image/png'])).toBe('PNG images');
  expect(listTypes(images)).toBe('JPEG images and PNG images');
  expect(listTypes([])).toBe('nothing');
  expect(listTypes(['image/png', 'image/png'])).toBe('PNG images');
  const six = ['image/jpeg', 'image/png', 'image/gif', 'image/webp', 'image/bmp', 'image/tiff'];
  expect(listTypes(six).split(/, | and /)).toHaveLength(6);
  expect(listTypes([...six, 'application/pdf'])).toMatch(/^(?:[^,]+, ){4}[^,]+ and 2 other types$/);
  expect(listTypes(expandTypes(['*']))).toMatch(/^(?:[^,]+, ){4}[^,]+ and \d+ other types$/);
});
