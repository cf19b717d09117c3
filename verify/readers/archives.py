"""What Python's tarfile and zipfile and libarchive's bsdtar would write when they unpack an archive."""
import gzip
import posixpath
import re
import subprocess
import tarfile
import zipfile

MAX_BYTES = 2 ** 30


def is_outside(name):
    """Whether a name would be written outside the folder that it is unpacked into."""
    path = name.replace("\\", "/")
    return path.startswith("/") or re.match(r"[A-Za-z]:", path) is not None or ".." in path.split("/")


def by_tarfile(path):
    """Python's tarfile: names and links that lead outside, and more bytes than an archive may hold."""
    found, total = set(), 0
    with tarfile.open(path) as archive:
        for member in archive:
            total += member.size
            if is_outside(member.name):
                found.add("unsafe_name")
            if member.issym() or member.islnk():
                base = posixpath.dirname(member.name) if member.issym() else ""
                if is_outside(posixpath.normpath(posixpath.join(base, member.linkname))):
                    found.add("unsafe_name")
            if member.isdev():
                found.add("unsafe_name")
    if total > MAX_BYTES:
        found.add("bomb")
    return found


def by_zipfile(path):
    """Python's zipfile: names and links that lead outside, names that stand twice."""
    found = set()
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        if len(set(names)) < len(names):
            found.add("duplicate_name")
        if any(is_outside(name) for name in names):
            found.add("unsafe_name")
        if sum(entry.file_size for entry in archive.infolist()) > 10 * MAX_BYTES:
            found.add("bomb")
        for entry in archive.infolist():
            if entry.external_attr >> 28 == 0o12 and is_outside(archive.read(entry).decode("utf-8", "replace")):
                found.add("unsafe_name")
    return found


def by_gzip(path):
    """Python's gzip: more bytes than an archive may hold."""
    total = 0
    with gzip.open(path) as file:
        while chunk := file.read(2 ** 20):
            total += len(chunk)
            if total > MAX_BYTES:
                return {"bomb"}
    return set()


def by_bsdtar(path):
    """libarchive: names and links that lead outside."""
    listed = subprocess.run(["bsdtar", "-tvf", path], capture_output=True, timeout=8)
    found = set()
    for line in listed.stdout.decode("utf-8", "replace").splitlines():
        columns = line.split(None, 8)
        name, _, link = (columns[8] if len(columns) > 8 else "").partition(" -> ")
        if is_outside(name) or (line.startswith("l") and is_outside(link)):
            found.add("unsafe_name")
    return found


READERS_BY_ENDING = {
    "tar": {"tarfile": by_tarfile, "bsdtar": by_bsdtar},
    "zip": {"zipfile": by_zipfile, "bsdtar": by_bsdtar},
    "gz": {"gzip": by_gzip, "tarfile": by_tarfile},
}
