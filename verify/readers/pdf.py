"""What PDFium, qpdf, MuPDF, pypdf and poppler see in a PDF: each walks what a viewer can reach from the trailer."""
import ctypes
import re
import subprocess

import pikepdf
import pymupdf
import pypdf
import pypdfium2
import pypdfium2.raw as raw
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

pymupdf.TOOLS.mupdf_display_errors(False)
pymupdf.TOOLS.mupdf_display_warnings(False)

SCRIPT_KEYS = {"/JS", "/XFA", "/OnInstantiate"}
ACTIONS = {
    "/JavaScript": "script",
    "/Launch": "launch",
    "/ImportData": "launch",
    "/RichMediaExecute": "script",
}
# Actions that leave the document: active when something else than a click triggers them.
LEAVING = {"/URI", "/SubmitForm", "/GoToR", "/GoToE", "/Thread"}
# Annotations that play or run something.
PLAYED = {"/Movie", "/Screen", "/Sound", "/RichMedia", "/3D"}
SCHEMES = {"javascript": "script", "vbscript": "script", "file": "launch", "data": "external_content"}
MAX_OBJECTS = 20_000


def is_outside(target):
    """Whether a file specification names a share or a local file."""
    return bool(re.match(r"(?i)\\\\|//|[a-z]:[\\/]|file:|smb:", target.strip()))


def judge_dictionary(get, keys, triggered):
    """Names what one dictionary does; `get` returns a name or string of a key as text, or None."""
    kind = get("/S")
    if kind in ACTIONS:
        yield ACTIONS[kind]
    if kind in LEAVING and triggered:
        yield "automatic_action"
    if "/EF" in keys:
        yield "embedded_file"
    if get("/Subtype") in PLAYED and "/Rect" in keys:
        yield "embedded_object"
    scheme = (get("/URI") or "").strip().lower().split(":")[0]
    if scheme in SCHEMES:
        yield SCHEMES[scheme]
    if SCRIPT_KEYS & keys:
        yield "script"
    for key in ("/F", "/UF", "/FS", "/Unix", "/DOS", "/Mac"):
        target = get(key)
        if target and is_outside(target):
            yield "external_content"


def walk(root, children, sight):
    """Walks a graph of dictionaries breadth first; each node once for being triggered and once for not."""
    seen, queue, found = set(), [(root, False)], set()
    while queue and len(seen) < MAX_OBJECTS:
        node, triggered = queue.pop()
        for key, identity, child in children(node):
            # Additional actions and the open action run by themselves.
            runs = key in ("/OpenAction", "/AA") or (triggered and key != "/Parent" and key != "/P")
            mark = (identity, runs)
            if identity is not None and mark in seen:
                continue
            seen.add(mark if identity is not None else (len(seen), runs))
            queue.append((child, runs))
        found.update(sight(node, triggered))
    return found


def by_pikepdf(path):
    """qpdf's library, through pikepdf."""

    def children(node):
        pairs = (
            node.items()
            if isinstance(node, (pikepdf.Dictionary, pikepdf.Stream))
            else ((None, each) for each in node)
            if isinstance(node, pikepdf.Array)
            else ()
        )
        for key, value in pairs:
            if isinstance(value, (pikepdf.Dictionary, pikepdf.Stream, pikepdf.Array)):
                yield key, value.objgen if value.is_indirect else None, value

    def sight(node, triggered):
        if not isinstance(node, (pikepdf.Dictionary, pikepdf.Stream)):
            return
        keys = set(node.keys())

        def get(key):
            value = node.get(key)
            return str(value) if isinstance(value, (pikepdf.Name, pikepdf.String)) else None

        yield from judge_dictionary(get, keys, triggered)
        if isinstance(node, pikepdf.Stream) and "/F" in keys:
            yield "external_content"

    with pikepdf.open(path) as document:
        return walk(document.trailer, children, sight)


def by_pypdf(path):
    """pypdf."""

    def children(node):
        pairs = (
            dict.items(node)
            if isinstance(node, DictionaryObject)
            else ((None, each) for each in list.__iter__(node))
            if isinstance(node, ArrayObject)
            else ()
        )
        for key, value in pairs:
            identity = None
            if isinstance(value, IndirectObject):
                identity = (value.idnum, value.generation)
                value = value.get_object()
            if isinstance(value, (DictionaryObject, ArrayObject)):
                yield key, identity, value

    def sight(node, triggered):
        if not isinstance(node, DictionaryObject):
            return

        def get(key):
            value = node.get(key)
            if isinstance(value, IndirectObject):
                value = value.get_object()
            return value if isinstance(value, str) else None

        yield from judge_dictionary(get, set(node.keys()), triggered)

    document = pypdf.PdfReader(path)
    if document.is_encrypted and not document.decrypt(""):
        raise ValueError("needs a password")
    return walk(document.trailer, children, sight)


STRING = re.compile(r"\((?:[^()\\]|\\.)*\)|<[0-9A-Fa-f\s]*>")


def by_mupdf(path):
    """MuPDF, through PyMuPDF: the objects as MuPDF prints them, names decoded."""
    document = pymupdf.open(path, filetype="pdf")
    if document.needs_pass:
        raise ValueError("needs a password")
    found = set()
    if document.embfile_count() > 0:
        found.add("embedded_file")
    seen, queue = set(), [(-1, False)]
    while queue and len(seen) < MAX_OBJECTS:
        number, triggered = queue.pop()
        text = document.xref_object(number, compressed=True)
        bare = STRING.sub("()", text)
        for name, kind in ACTIONS.items():
            if re.search(rf"/S ?{name}\b", bare):
                found.add(kind)
        if triggered and re.search(r"/S ?/(?:URI|SubmitForm|GoToR|GoToE|Thread)\b", bare):
            found.add("automatic_action")
        if re.search(r"/(?:JS|XFA|OnInstantiate)\b", bare):
            found.add("script")
        if re.search(r"/EF\b", bare):
            found.add("embedded_file")
        for match in re.finditer(r"/(?:F|UF)\(((?:[^()\\]|\\.)*)\)", text):
            if is_outside(match[1].replace("\\\\", "\\")):
                found.add("external_content")
        automatic = re.search(r"/(?:OpenAction|AA)\b", bare) is not None
        # The action may stand in the dictionary itself.
        if automatic and re.search(r"/(?:OpenAction|AA)<<.*?/S ?/(?:URI|SubmitForm|GoToR|GoToE|Thread)\b", bare):
            found.add("automatic_action")
        for match in re.finditer(r"(/[^\s/<>\[\]()]+)?[ \[]?(\d+) 0 R", bare):
            runs = match[1] in ("/OpenAction", "/AA") or (triggered and match[1] not in ("/Parent", "/P"))
            mark = (int(match[2]), runs)
            if mark not in seen:
                seen.add(mark)
                queue.append(mark)
    return found


def by_pdfium(path):
    """PDFium: its own counts of scripts and attachments, and the actions of links and bookmarks."""
    found = set()
    document = pypdfium2.PdfDocument(path)
    try:
        if raw.FPDFDoc_GetJavaScriptActionCount(document) > 0:
            found.add("script")
        if raw.FPDFDoc_GetAttachmentCount(document) > 0:
            found.add("embedded_file")
        if raw.FPDF_GetFormType(document) >= 2:
            found.add("script")
        for index in range(min(len(document), 50)):
            page = document[index]
            start = ctypes.c_int(0)
            link = raw.FPDF_LINK()
            while raw.FPDFLink_Enumerate(page, ctypes.byref(start), ctypes.byref(link)):
                action = raw.FPDFLink_GetAction(link)
                kind = raw.FPDFAction_GetType(action) if action else 0
                if kind == raw.PDFACTION_LAUNCH:
                    found.add("launch")
            for number in range(min(raw.FPDFPage_GetAnnotCount(page), 500)):
                annotation = raw.FPDFPage_GetAnnot(page, number)
                if raw.FPDFAnnot_GetSubtype(annotation) == raw.FPDF_ANNOT_FILEATTACHMENT:
                    found.add("embedded_file")
                raw.FPDFPage_CloseAnnot(annotation)
    finally:
        document.close()
    return found


def by_poppler(path):
    """poppler: `pdfinfo -js` and `pdfdetach -list`."""
    found = set()
    script = subprocess.run(["pdfinfo", "-js", path], capture_output=True, timeout=8)
    if script.stdout.strip():
        found.add("script")
    attached = subprocess.run(["pdfdetach", "-list", path], capture_output=True, timeout=8)
    if attached.returncode == 0 and re.match(rb"[1-9]\d* embedded files", attached.stdout):
        found.add("embedded_file")
    return found


READERS = {
    "PDFium": by_pdfium,
    "qpdf": by_pikepdf,
    "MuPDF": by_mupdf,
    "pypdf": by_pypdf,
    "poppler": by_poppler,
}
