import { describe, expect, it } from 'vitest';
import {
  canonicalType,
  expandTypes,
  isUnsafeType,
  typeName,
} from '../../lambdas/domain/content-types.ts';
import { knownTypes } from '../../lambdas/domain/known-types.ts';

describe('families', () => {
  it('hold every known type of their kind, but none that runs code', () => {
    expect(expandTypes(['image/*'])).toContain('image/tiff');
    expect(expandTypes(['image/*', 'text/*', '*']).join()).not.toMatch(/svg|html|xml[,;]|script/);
    const office = expandTypes(['office']);
    expect(office).toHaveLength(11);
    expect(office.some(isUnsafeType)).toBe(false);
    expect(expandTypes(['*']).some(isUnsafeType)).toBe(false);
  });

  it('stand beside single types, also ones that run code when they are named, each once', () => {
    const docm = 'application/vnd.ms-word.document.macroenabled.12';
    const types = expandTypes(['office', docm, 'image/png', 'image/*', 'image/jpg']);
    expect(types).toContain(docm);
    expect(new Set(types).size).toBe(types.length);
  });

  it('leave alone what is wrong, for the validation to name', () => {
    expect(expandTypes(['images/*'])).toEqual(['images/*']);
    expect(expandTypes('image/*' as unknown as string[])).toBe('image/*');
  });
});

describe('the known types', () => {
  it('have one canonical name each, which no other type claims', () => {
    const names = Object.entries(knownTypes).flatMap(([type, { aliases = [] }]) => [
      type,
      ...aliases,
    ]);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toBe(name.toLowerCase());
    expect(canonicalType('Image/JPG; q=1')).toBe('image/jpeg');
  });

  it('have names that people use, and so have many that are refused', () => {
    expect(typeName('video/x-msvideo')).toBe('AVI video');
    expect(typeName('application/x-elf')).toBe('Linux program');
    expect(typeName('application/x-unheard-of')).toBe('application/x-unheard-of');
  });
});
