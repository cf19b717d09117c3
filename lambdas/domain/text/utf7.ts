// UTF-7 (RFC 2152), in which `+ADw-script+AD4-` is a tag to a program that decodes it.

/** Decodes a text that begins as only UTF-7 does; any other text is returned as it is. */
export function decodeUtf7(text: string): string {
  if (!/^(?:\+\/v[89+/]-?|\+ADw)/.test(text)) return text;
  return text.replace(/\+([A-Za-z0-9+/]*)-?/g, (_all, encoded: string) =>
    encoded === '' ? '+' : decodeUtf16be(encoded),
  );
}

function decodeUtf16be(base64: string): string {
  // A single character of base64 holds no whole byte.
  const whole = base64.length % 4 === 1 ? base64.slice(0, -1) : base64;
  const bytes = atob(whole);
  let text = '';
  for (let at = 0; at + 1 < bytes.length; at += 2) {
    text += String.fromCharCode(bytes.charCodeAt(at) * 256 + bytes.charCodeAt(at + 1));
  }
  return text.replace(/^\ufeff/, '');
}
