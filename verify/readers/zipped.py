"""What oletools, the Office libraries for Python, odfpy and Python's zipfile see in Office and OpenDocument files."""
import re
import zipfile
from xml.etree import ElementTree

import docx
import odf.opendocument
import openpyxl
import pptx
from oletools import msodde, oleobj
from oletools.olevba import VBA_Parser
from oletools.ooxml import XmlParser

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HARMLESS = re.compile(r"(?i)(https?|mailto|tel):")


def relation_kind(kind, target):
    """What an external relationship does: a link that is clicked is passive, everything else is fetched."""
    if kind.endswith("/hyperlink") and HARMLESS.match(target):
        return None
    # A template on a local drive is harmless when it is missing.
    if kind.endswith("/attachedTemplate") and re.match(r"(?i)file:///[a-z]:", target):
        return None
    return "external_content"


def by_oletools(path):
    """oletools: macros (olevba), external relationships and OLE objects (oleobj), DDE fields (msodde)."""
    found = set()
    parser = VBA_Parser(path)
    try:
        if parser.detect_vba_macros() or parser.detect_xlm_macros():
            found.add("macro")
    finally:
        parser.close()
    package = XmlParser(path)
    for kind, target in oleobj.find_external_relationships(package):
        active = relation_kind("/" + kind, target)
        if active:
            found.add(active)
    if any(oleobj.find_customUI(package)):
        found.add("script")
    if msodde.process_maybe_encrypted(path, [], field_filter_mode=msodde.FIELD_FILTER_DDE).strip():
        found.add("dde")
    return found


def relations_of(package):
    """Walks the relationships of a package of python-docx or python-pptx."""
    found, seen, queue = set(), set(), [package]
    while queue:
        part = queue.pop()
        for relation in part.rels.values() if hasattr(part, "rels") else part._rels.values():
            if relation.is_external:
                active = relation_kind(relation.reltype, relation.target_ref)
                if active:
                    found.add(active)
                continue
            target = relation.target_part
            if relation.reltype.endswith("/aFChunk"):
                found.add("external_content")
            if relation.reltype.endswith(("/vbaProject", "/xlMacrosheet", "/xlIntlMacrosheet")):
                found.add("macro")
            blob = target.blob[:8]
            if blob == OLE or blob[:2] == b"MZ" or blob[:4] == b"PK\3\4":
                found.add("embedded_object")
            if target not in seen:
                seen.add(target)
                queue.append(target)
    return found


def by_python_docx(path):
    """python-docx: what its package's relationships lead to."""
    return relations_of(docx.Document(path).part.package)


def by_python_pptx(path):
    """python-pptx: what its package's relationships lead to."""
    return relations_of(pptx.Presentation(path).part.package)


def by_openpyxl(path):
    """openpyxl: macros and links to other workbooks."""
    book = openpyxl.load_workbook(path, keep_vba=True, keep_links=True)
    found = set()
    if book.vba_archive is not None and any(name.endswith("vbaProject.bin") for name in book.vba_archive.namelist()):
        found.add("macro")
    for link in book._external_links:
        found.add("dde" if getattr(link, "ddeLink", None) else "external_content")
    return found


def by_zipfile(path):
    """Python's zipfile: parts that are programs, archives or OLE files by their bytes."""
    found = set()
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist()[:5000]:
            with archive.open(name) as part:
                head = part.read(8)
            if head == OLE or head[:2] == b"MZ" or head[:4] == b"PK\3\4":
                found.add("embedded_object")
    return found


SCRIPT = "urn:oasis:names:tc:opendocument:xmlns:script:1.0"
XLINK = "http://www.w3.org/1999/xlink"
LINKING = ("section-source", "table-source", "image", "object", "fill-image", "cell-range-source", "sound")


def by_odfpy(path):
    """odfpy: scripts, event listeners, embedded objects and what is linked from elsewhere."""
    document = odf.opendocument.load(path)
    found = set()
    queue = [document.topnode]
    while queue:
        node = queue.pop()
        queue.extend(child for child in node.childNodes if child.nodeType == 1)
        name = node.qname[1]
        attributes = {key: str(value) for key, value in (node.attributes or {}).items()}
        target = attributes.get((XLINK, "href"), "")
        if name == "event-listener" and node.qname[0] == SCRIPT:
            found.add("script")
        if name in ("object-ole", "applet", "plugin"):
            found.add("embedded_object")
        if name in ("dde-source", "dde-connection-decl", "dde-link"):
            found.add("dde")
        if name in LINKING and re.match(r"(?i)[a-z]+:|//|\\\\", target):
            found.add("external_content")
    if any(part.filename.startswith(("Basic/", "Scripts/")) for part in document._extra):
        found.add("macro")
    return found


PARTS = re.compile(r"(^|/)(content|styles|settings|meta)\.xml$")


def by_elementtree(path):
    """Python's ElementTree: the same in the main document and in those inside it."""
    found = set()
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        if any(re.match(r"(?i)([^/]+/)*(basic|scripts)/.+", name) for name in names):
            found.add("macro")
        for name in filter(PARTS.search, names):
            for _, element in ElementTree.iterparse(archive.open(name)):
                found.update(opendocument_kinds(element))
    return found


def opendocument_kinds(element):
    """What one element of OpenDocument does."""
    namespace, _, name = element.tag.rpartition("}")
    target = element.get(f"{{{XLINK}}}href", "")
    if name == "event-listener" and namespace.endswith(SCRIPT):
        yield "script"
    if name == "script" and namespace.endswith("office:1.0"):
        yield "script"
    if name in ("object-ole", "applet", "plugin"):
        yield "embedded_object"
    if name in ("dde-source", "dde-connection-decl", "dde-link"):
        yield "dde"
    if name in LINKING and re.match(r"(?i)[a-z]+:|//|\\\\|\.\./", target):
        yield "external_content"


OFFICE_READERS = {
    "oletools": by_oletools,
    "zipfile": by_zipfile,
}
READERS_BY_ENDING = {
    "docx": {**OFFICE_READERS, "python-docx": by_python_docx},
    "pptx": {**OFFICE_READERS, "python-pptx": by_python_pptx},
    "xlsx": {**OFFICE_READERS, "openpyxl": by_openpyxl},
    "odt": {"zipfile": by_zipfile, "odfpy": by_odfpy, "ElementTree": by_elementtree},
    "ods": {"zipfile": by_zipfile, "odfpy": by_odfpy, "ElementTree": by_elementtree},
    "odp": {"zipfile": by_zipfile, "odfpy": by_odfpy, "ElementTree": by_elementtree},
}
