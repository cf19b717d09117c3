"""What oletools sees in RTF: objects (rtfobj) and DDE fields (msodde)."""
import re

from oletools import msodde
from oletools.rtfobj import RtfObjParser, RtfParser


def by_rtfobj(path):
    """oletools rtfobj: embedded and linked objects."""
    with open(path, "rb") as file:
        parser = RtfObjParser(file.read())
    parser.parse()
    return {"embedded_object"} if parser.objects else set()


class Destinations(RtfParser):
    """Collects the destinations of an RTF file with oletools' tokenizer, and what fields say."""

    def __init__(self, data):
        super().__init__(data)
        self.words = set()
        self.templates = []
        self.instructions = []

    def control_word(self, matchobject, cword, param):
        self.words.add(cword)

    def close_destination(self, destination):
        if destination.cword == b"template":
            self.templates.append(bytes(destination.data))
        if destination.cword == b"fldinst":
            self.instructions.append(bytes(destination.data))


def by_tokenizer(path):
    """oletools' RTF tokenizer: remote templates, objects and fields that fetch or start something."""
    with open(path, "rb") as file:
        parser = Destinations(file.read())
    parser.parse()
    found = set()
    if {b"objdata", b"objhtml", b"objlink", b"objemb", b"objocx", b"objautlink"} & parser.words:
        found.add("embedded_object")
    for target in parser.templates:
        if re.search(rb"(?i)https?:|\\\\|//", target):
            found.add("external_content")
    for instruction in parser.instructions:
        if re.match(rb"(?i)\s*DDE", instruction):
            found.add("dde")
        elif re.match(rb"(?i)\s*(INCLUDE|LINK|EMBED|IMPORT)", instruction):
            found.add("external_content")
    return found


def by_msodde(path):
    """oletools msodde: DDE fields."""
    fields = msodde.process_file(path, msodde.FIELD_FILTER_DDE)
    return {"dde"} if fields.strip() else set()


READERS = {"rtfobj": by_rtfobj, "oletools tokenizer": by_tokenizer, "msodde": by_msodde}
