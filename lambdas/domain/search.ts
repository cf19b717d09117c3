// What a search looks for: each word of it, in the spellings that names usually have.

/** The most words; further ones belong to the last. DynamoDB takes filter expressions of up to 4 KB. */
const MOST_WORDS = 5;

/** A word in each of its spellings, of which a name has to contain one. */
export type SearchedWord = readonly string[];

/** The words of a search, all of which a name has to contain, in any order. A search of blanks looks for these. */
export function searchedWords(search: string): readonly SearchedWord[] {
  const words = search.split(/\s+/u).filter((word) => word !== '');
  const most = words.slice(0, MOST_WORDS - 1);
  const last = words.slice(MOST_WORDS - 1).join(' ');
  const searched = last === '' ? most : [...most, last];
  return (searched.length === 0 ? [search] : searched).map(spellingsOf);
}

/**
 * DynamoDB compares letters exactly: a word is looked for as it is written, in small letters, in capitals, with one capital, and in
 * capitals before a small extension, as cameras write it. Filenames are in NFC.
 */
function spellingsOf(word: string): SearchedWord {
  const composed = word.normalize('NFC');
  const small = composed.toLowerCase();
  const large = composed.toUpperCase();
  const [first = '', ...rest] = small;
  const capitalized = first.toUpperCase() + rest.join('');
  const dot = composed.lastIndexOf('.');
  const byCamera = composed.slice(0, dot).toUpperCase() + composed.slice(dot).toLowerCase();
  const spellings = [word, composed, small, large, capitalized];
  return [...new Set(dot < 0 ? spellings : [...spellings, byCamera])];
}
