"""Files of every kind, as small as can be."""

from __future__ import annotations

import io
import zipfile

from PIL import Image
from PIL.TiffImagePlugin import IFDRational

WHO = b"Plumtartlet Photography"
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n%%EOF\n"
)


def picture(kind: str = "JPEG", *, size: tuple[int, int] = (60, 40), told: bool = False) -> bytes:
    """A picture that is not all of one colour; `told`: it says who took it, where."""
    drawn = Image.radial_gradient("L").resize(size).convert("RGB")
    written, more = io.BytesIO(), {}
    if told:
        exif = Image.Exif()
        exif[0x013B] = exif[0x8298] = WHO.decode()  # artist, copyright
        exif.get_ifd(0x8825).update({1: "N", 2: (IFDRational(38), IFDRational(50), IFDRational(0))})
        more = {"exif": exif, "xmp": b"<x:xmpmeta>" + WHO + b"</x:xmpmeta>"}
        if kind == "PNG":
            del more["xmp"]
        if kind == "JPEG":
            more["comment"] = WHO
    drawn.save(written, kind, **more)
    return written.getvalue()


def office(*names: str, mimetype: str = "") -> bytes:
    """An archive as office programs write it."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        if mimetype:
            packed.writestr("mimetype", mimetype, zipfile.ZIP_STORED)
        packed.writestr("[Content_Types].xml", "<Types/>")
        for name in names:
            packed.writestr(name, "<document/>" * 20)
    return written.getvalue()
