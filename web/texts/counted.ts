// Forms a number and its noun by the plural rules of a language.

/** The number as the language writes it, and the noun in its form for that number: `1 file`, `1,200 files`. */
export function counted(
  locale: string,
  count: number,
  forms: { readonly one: string; readonly other: string },
): string {
  const rule = new Intl.PluralRules(locale).select(count);
  return `${count.toLocaleString(locale)} ${rule === 'one' ? forms.one : forms.other}`;
}
