// Whether a text begins with the header of a mail (RFC 5322, section 2.2).

/** Lines of the header that are read: servers write some dozens. */
const HEADER_MAX_LINES = 500;
/** Fields that say where a mail comes from; one of them is there. */
const originFields: ReadonlySet<string> = new Set(['from', 'received', 'return-path']);
/** Fields that each mail has some of. */
const usualFields: ReadonlySet<string> = new Set([
  'date',
  'to',
  'cc',
  'bcc',
  'subject',
  'message-id',
  'mime-version',
  'content-type',
  'delivered-to',
  'reply-to',
]);
/** How many of the usual fields there are at least: prose in lines of `Name: value` has fewer. */
const USUAL_FIELDS_MIN = 2;

/** Whether the lines up to the first blank one are fields, and those that a mail has are among them. */
export function beginsWithMailHeader(text: string): boolean {
  const names = new Set<string>();
  let from = 0;
  for (let count = 0; count < HEADER_MAX_LINES && from < text.length; count += 1) {
    const end = text.indexOf('\n', from);
    const line = text.slice(from, end < 0 ? text.length : end).replace(/\r$/, '');
    from = end < 0 ? text.length : end + 1;
    if (line === '') break;
    if (/^[ \t]/.test(line) && count > 0) continue;
    const name = /^[!-9;-~]{1,80}(?=:)/.exec(line)?.[0];
    if (name === undefined) return false;
    names.add(name.toLowerCase());
  }
  const usual = [...names].filter((name) => usualFields.has(name)).length;
  return usual >= USUAL_FIELDS_MIN && [...names].some((name) => originFields.has(name));
}
