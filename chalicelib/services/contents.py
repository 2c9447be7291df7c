"""What a file is by its content, and pictures without what they tell of who took them, and where.

`puremagic` says what a file may be by its first bytes; whether it is that, its own format says. Nothing goes
by names, nor by what the sender calls its type. Pictures are drawn anew, upright: that drops everything else
that may have been in the file. Knows neither programs nor storage.
"""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from chalicelib.domain import media
from chalicelib.domain.errors import Fault

MOST_PIXELS = 50_000_000
"""Of a picture, whatever its field takes: what a function's memory has room for, several times over."""

_SIDE = 10_000
_UNPACKED = 300_000_000
_ENTRIES = 5_000
_QUALITY = 90
_FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
_WITHIN = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx", "ppt/presentation.xml": "pptx"}
_END_OF_ZIP = b"PK\x05\x06"


class NotTaken(Exception):
    """The file can't be taken; `fault` says why, and has no place."""

    def __init__(self, fault: Fault) -> None:
        """`fault` as for a document."""
        super().__init__(fault.code)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Content:
    """A file that was looked into: its media type, its bytes as they are kept, a picture's longer side."""

    type: str
    body: bytes
    pixels: int = 0


def looked_into(body: bytes, taken: Sequence[str], most_pixels: int | None = None) -> Content:
    """The file as it is kept, if it is one of the types that are `taken`.

    `most_pixels` is the limit of a picture's longer side. Raises NotTaken.
    """
    if not body:
        raise NotTaken(Fault("", "file_empty"))
    found = _type(body)
    if found not in taken:
        raise NotTaken(Fault("", "file_type", {"types": media.endings(taken)}))
    if media.is_picture(found):
        drawn, pixels = _picture(body, found, most_pixels)
        return Content(found, drawn, pixels)
    if found == "application/pdf":
        _pdf(body)
    return Content(found, body)


def _type(body: bytes) -> str:
    """The media type, empty for none that is known."""
    import puremagic

    if body.startswith(b"PK"):
        return _of_zip(body)
    try:
        likely = {match.mime_type for match in puremagic.magic_string(body)}
    except puremagic.PureError:
        return ""
    known = [each for each in media.EXTENSIONS if each in likely]
    return known[0] if len(known) == 1 else ""


def _of_zip(body: bytes) -> str:
    """Which kind of office document a zip is. One with macros, or with something before it, is none."""
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            entries = packed.infolist()
            if len(entries) > _ENTRIES or sum(each.file_size for each in entries) > _UNPACKED:
                return ""
            names = {each.filename for each in entries}
            if min((each.header_offset for each in entries), default=1) or any(map(_is_macro, names)):
                return ""
            if "mimetype" in names and packed.getinfo("mimetype").file_size < 100:
                found = packed.read("mimetype").decode("ascii", "replace").strip()
                return found if found in media.EXTENSIONS else ""
            if "[Content_Types].xml" not in names:
                return ""
            return next((_office(word) for name, word in _WITHIN.items() if name in names), "")
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError):
        raise NotTaken(Fault("", "file_broken")) from None


def _is_macro(name: str) -> bool:
    return name.rpartition("/")[2].lower() == "vbaproject.bin" or name.startswith("Basic/")


def _office(ending: str) -> str:
    (found,) = media.named(ending)
    return found


def _pdf(body: bytes) -> None:
    """Begins and ends as a PDF, and is no archive besides. Raises NotTaken."""
    if not body.startswith(b"%PDF-") or b"%%EOF" not in body[-2048:] or _END_OF_ZIP in body[-70_000:]:
        raise NotTaken(Fault("", "file_broken"))


def _picture(body: bytes, found: str, most: int | None) -> tuple[bytes, int]:
    """The picture drawn anew, and its longer side in pixels. Only its first frame, where it has several."""
    from PIL import Image, ImageOps

    side = min(most or _SIDE, _SIDE)
    too_many = NotTaken(Fault("", "too_many_pixels", {"limit": side}))
    try:
        # Pillow's warnings may have words of the file in them.
        with (
            warnings.catch_warnings(action="ignore"),
            Image.open(io.BytesIO(body), formats=[_FORMATS[found]]) as opened,
        ):
            # Known before a single pixel is unpacked.
            width, height = opened.size
            if max(width, height) > side or width * height > MOST_PIXELS:
                raise too_many
            opened.load()
            upright = ImageOps.exif_transpose(opened)
            return _drawn(upright, found), max(width, height)
    except Image.DecompressionBombError:
        raise too_many from None
    except (OSError, ValueError, SyntaxError, TypeError, EOFError, KeyError, IndexError, OverflowError):
        # What decoders raise of files that are cut off or made up (Pillow, "Image file formats").
        raise NotTaken(Fault("", "file_broken")) from None


def _drawn(picture: Any, found: str) -> bytes:
    clean = _in_srgb(picture)
    wanted = {"image/jpeg": ("L", "RGB")}.get(found, ("1", "L", "LA", "P", "RGB", "RGBA", "I;16"))
    if clean.mode not in wanted:
        clean = clean.convert("RGBA" if found != "image/jpeg" and clean.mode.endswith(("A", "a")) else "RGB")
    seen = {name: clean.info[name] for name in ("transparency",) if name in clean.info}
    clean.info = seen
    written = io.BytesIO()
    # JPEG and WebP take a quality; PNG, which loses nothing, overlooks it.
    clean.save(written, _FORMATS[found], quality=_QUALITY)
    return written.getvalue()


def _in_srgb(picture: Any) -> Any:
    """A copy in the colours that every screen has: the profile, which may name its maker, isn't kept."""
    profile = picture.info.get("icc_profile")
    if not profile or picture.mode not in ("RGB", "CMYK"):
        return picture.copy()
    from PIL import ImageCms

    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        changed = ImageCms.profileToProfile(picture, own, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return picture.copy()
    return changed if changed is not None else picture.copy()
