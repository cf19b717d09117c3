// Where the addresses in documents lead, in the spellings that lenient readers resolve.
import { expect, it } from 'vitest';
import { addressKind } from '../../../lambdas/domain/formats/address.ts';

it.each([
  ['https://example.com/a', 'web'],
  ['HTTP:\\\\example.com', 'web'],
  ['mailto:a@b.example', 'message'],
  ['tel:+491', 'message'],
  ['#top', 'inside'],
  ['', 'inside'],
  ['cid:image001.png@01', 'inside'],
  ['C:\\Templates\\a.dotx', 'local'],
  ['file:///C:/a.dotx', 'local'],
  ['file:///C|/a.dotx', 'local'],
  ['file://localhost/a', 'local'],
  ['file:///home/a.odt', 'local'],
  ['../a.docx', 'local'],
  ['\\\\host.example\\a', 'network'],
  ['//host.example/a', 'network'],
  ['/\\host.example/a', 'network'],
  ['file://host.example/a', 'network'],
  ['file:\\\\host.example\\a', 'network'],
  ['file:////host.example/a', 'network'],
  ['file:///\\\\host.example\\a', 'network'],
  ['file:%2f%2fhost.example/a', 'network'],
  [' \tfile://host.example/a', 'network'],
  ['java\nscript:alert(1)', 'script'],
  ['vbscript:x', 'script'],
  ['vnd.sun.star.script:a', 'script'],
  ['ms-msdt:/id', 'protocol'],
  ['mhtml:http://a!x-usc:http://a', 'protocol'],
  ['search-ms:query', 'protocol'],
])('the address %j is of the kind %s', (address, kind) => {
  expect(addressKind(address)).toBe(kind);
});
