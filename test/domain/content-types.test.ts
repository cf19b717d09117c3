import { describe, expect, it } from 'vitest';
import {
  aTypeName,
  canonicalType,
  expandTypes,
  isUnsafeType,
  typeName,
  typeNamePlural,
  withWiderTypes,
} from '../../lambdas/domain/content-types.ts';
import { knownTypes } from '../../lambdas/domain/known-types.ts';

describe('families', () => {
  it('a family of types holds every known type of its kind, but none that runs code', () => {
    expect(expandTypes(['image/*'])).toContain('image/tiff');
    expect(expandTypes(['image/*', 'text/*', '*']).join()).not.toMatch(
      /svg|html|xml,|xml$|script,/,
    );
    const office = expandTypes(['office']);
    expect(office).toHaveLength(14);
    expect(office).not.toContain('application/msword');
    expect(office.some(isUnsafeType)).toBe(false);
    expect(expandTypes(['*']).some(isUnsafeType)).toBe(false);
    expect(expandTypes(['image/*'])).not.toContain('image/vnd.adobe.photoshop');
    expect(expandTypes(['*'])).toContain('image/vnd.adobe.photoshop');
    expect(expandTypes(['text/*'])).toContain('application/x-ndjson');
  });

  it('stand beside single types, also ones that run code when they are named, each once', () => {
    const docm = 'application/vnd.ms-word.document.macroenabled.12';
    const types = expandTypes(['office', docm, 'image/png', 'image/*', 'image/jpg']);
    expect(types).toContain(docm);
    expect(new Set(types).size).toBe(types.length);
  });

  it('expanding families leaves wrong entries unchanged, for the validation to report', () => {
    expect(expandTypes(['images/*'])).toEqual(['images/*']);
    expect(expandTypes('image/*' as unknown as string[])).toBe('image/*');
  });
});

describe('the known types', () => {
  it('every known type has one canonical name, which no other type has', () => {
    const names = Object.entries(knownTypes).flatMap(([type, { aliases = [] }]) => [
      type,
      ...aliases,
    ]);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toBe(name.toLowerCase());
    expect(canonicalType('Image/JPG; q=1')).toBe('image/jpeg');
  });

  it('every known type, and many a refused one, has a name that people use', () => {
    expect(typeName('video/x-msvideo')).toBe('AVI video');
    expect(typeName('application/x-elf')).toBe('Linux program');
    expect(typeName('application/x-unheard-of')).toBe('application/x-unheard-of');
  });

  it('come with the article that a person says', () => {
    expect(aTypeName('image/png')).toBe('a PNG image');
    expect(aTypeName('image/x-png;q=1')).toBe('a PNG image');
    expect(aTypeName('application/vnd.ms-excel')).toBe('an Excel 97–2003 workbook');
    expect(aTypeName('video/mp4')).toBe('an MP4 video');
    expect(aTypeName('text/html')).toBe('an HTML page');
    expect(aTypeName('application/x-unheard-of')).toBe('a file of type application/x-unheard-of');
    expect(aTypeName('')).toBe('a file of unknown type');
    expect(typeNamePlural('image/png')).toBe('PNG images');
    expect(typeNamePlural('application/vnd.ms-word.document.macroenabled.12')).toBe(
      'Word documents with macros',
    );
    expect(typeNamePlural('x/y')).toBe('x/y');
  });

  it('the wider type of each known type is known and leads to no circle', () => {
    expect(withWiderTypes('application/geo+json')).toEqual([
      'application/geo+json',
      'application/json',
      'text/plain',
    ]);
    for (const [type, { widerType }] of Object.entries(knownTypes)) {
      if (widerType !== undefined) expect(knownTypes, type).toHaveProperty([widerType]);
      expect(new Set(withWiderTypes(type)).size).toBe(withWiderTypes(type).length);
    }
  });

  it('show nothing in place that a browser could run, and nothing that only a name admits', () => {
    for (const [type, { inline, unsafe, byNameOnly }] of Object.entries(knownTypes)) {
      if (inline) expect({ type, unsafe, byNameOnly }).toEqual({ type });
    }
  });
});
