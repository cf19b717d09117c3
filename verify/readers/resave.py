"""Saves documents again with programs that are no part of Airlock, in every way they offer, and prints what was saved.

Reads paths from standard input, one a line; the argument is the folder for what is saved. A way that a program refuses, or
that loses its input, is left out: the readers say afterwards what is still in there.
"""
import io
import json
import logging
import os
import sys
import zipfile

import pikepdf
import pymupdf
import pypdf

logging.disable(logging.CRITICAL)
pymupdf.TOOLS.mupdf_display_errors(False)
pymupdf.TOOLS.mupdf_display_warnings(False)

STREAMS = pikepdf.ObjectStreamMode
EMPTY_USER = {"owner": "owner", "user": ""}


def qpdf(**options):
    def save(path, out):
        with pikepdf.open(path) as document:
            document.save(out, static_id=True, **options) if "encryption" not in options else document.save(out, **options)

    return save


def encryption(revision, aes=False):
    return pikepdf.Encryption(R=revision, aes=aes, metadata=revision >= 4, **EMPTY_USER)


def mupdf(**options):
    def save(path, out):
        pymupdf.open(path, filetype="pdf").save(out, **options)

    return save


def mupdf_incremental(path, out):
    with open(path, "rb") as source, open(out, "wb") as copy:
        copy.write(source.read())
    document = pymupdf.open(out, filetype="pdf")
    document.set_metadata({"title": "saved again"})
    document.saveIncr()


def pypdf_clone(path, out):
    pypdf.PdfWriter(clone_from=path).write(out)


def pypdf_incremental(path, out):
    writer = pypdf.PdfWriter(path, incremental=True)
    writer.add_metadata({"/Title": "saved again"})
    writer.write(out)


PDF_WAYS = {
    "qpdf: plain": qpdf(),
    "qpdf: object streams": qpdf(object_stream_mode=STREAMS.generate, compress_streams=True),
    "qpdf: no object streams": qpdf(object_stream_mode=STREAMS.disable),
    "qpdf: linearized": qpdf(linearize=True),
    "qpdf: QDF": qpdf(qdf=True),
    "qpdf: uncompressed": qpdf(compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.all),
    "qpdf: RC4 of 40 bits": qpdf(encryption=encryption(2)),
    "qpdf: RC4 of 128 bits": qpdf(encryption=encryption(3)),
    "qpdf: AES of 128 bits": qpdf(encryption=encryption(4, aes=True)),
    "qpdf: AES of 256 bits": qpdf(encryption=encryption(6, aes=True)),
    "qpdf: AES of 256 bits and object streams": qpdf(
        encryption=encryption(6, aes=True), object_stream_mode=STREAMS.generate
    ),
    "MuPDF: plain": mupdf(),
    "MuPDF: garbage collected": mupdf(garbage=4, deflate=True),
    "MuPDF: object streams": mupdf(use_objstms=1, deflate=True),
    "MuPDF: hexadecimal": mupdf(ascii=True, deflate=True),
    "MuPDF: pretty": mupdf(pretty=True, expand=255),
    "MuPDF: RC4 of 128 bits": mupdf(encryption=pymupdf.PDF_ENCRYPT_RC4_128, owner_pw="owner", user_pw=""),
    "MuPDF: AES of 256 bits": mupdf(encryption=pymupdf.PDF_ENCRYPT_AES_256, owner_pw="owner", user_pw=""),
    "MuPDF: incremental": mupdf_incremental,
    "pypdf: rewritten": pypdf_clone,
    "pypdf: incremental": pypdf_incremental,
}


class Unseekable(io.RawIOBase):
    """A file that can only be appended to, so that zipfile writes data descriptors."""

    def __init__(self, file):
        self.file = file

    def writable(self):
        return True

    def write(self, data):
        return self.file.write(data)


def rezip(compression=zipfile.ZIP_DEFLATED, order=list, is_streamed=False, comment=b"", level=None):
    def save(path, out):
        with zipfile.ZipFile(path) as source, open(out, "wb") as file:
            target = Unseekable(file) if is_streamed else file
            with zipfile.ZipFile(target, "w", compression, compresslevel=level) as copy:
                for entry in order(source.infolist()):
                    # OpenDocument: the type is the first entry and is not compressed.
                    is_type = entry.filename == "mimetype"
                    copy.writestr(
                        entry.filename,
                        source.read(entry),
                        compress_type=zipfile.ZIP_STORED if is_type else compression,
                    )
                copy.comment = comment

    return save


def last_first(entries):
    return sorted(entries, key=lambda entry: (entry.filename != "mimetype", -entry.header_offset))


ZIP_WAYS = {
    "zipfile: stored": rezip(zipfile.ZIP_STORED),
    "zipfile: deflated": rezip(level=9),
    "zipfile: last part first": rezip(order=last_first),
    "zipfile: streamed": rezip(is_streamed=True),
    "zipfile: with a comment": rezip(comment=b"a comment behind the directory"),
}

WAYS_BY_ENDING = {
    ".pdf": PDF_WAYS,
    **{ending: ZIP_WAYS for ending in (".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp")},
}

folder = sys.argv[1]
answers = sys.stdout
sys.stdout = sys.stderr
for line in sys.stdin:
    path = line.rstrip("\n")
    stem, ending = os.path.splitext(os.path.basename(path))
    for number, (way, save) in enumerate(WAYS_BY_ENDING.get(ending, {}).items()):
        out = os.path.join(folder, f"{stem}-resaved-{number:02}{ending}")
        try:
            save(path, out)
        except Exception:  # Not every program can open every file: then there is one variant less.
            if os.path.exists(out):
                os.remove(out)
            continue
        print(json.dumps({"from": path, "file": out, "step": way}), file=answers, flush=True)
