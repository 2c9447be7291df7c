"""What is in a file: by its content alone, with files as people and as attackers make them."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms, PngImagePlugin

from chalicelib.domain import media
from chalicelib.services import contents
from chalicelib.services.contents import NotTaken
from tests.services.samples import PDF, WHO, office, picture

EVERY = tuple(media.EXTENSIONS)
DOCX, XLSX, ODT = (next(iter(media.named(each))) for each in ("docx", "xlsx", "odt"))


def refused(body: bytes, taken: tuple[str, ...] = EVERY, most: int | None = None) -> str:
    """The code with which a file is refused."""
    with pytest.raises(NotTaken) as error:
        contents.looked_into(body, taken, most)
    return error.value.fault.code


def opened(body: bytes) -> Any:
    """A picture."""
    return Image.open(io.BytesIO(body))


@pytest.mark.parametrize(
    ("body", "type_"),
    [
        (PDF, "application/pdf"),
        (picture("JPEG"), "image/jpeg"),
        (picture("PNG"), "image/png"),
        (picture("WEBP"), "image/webp"),
        (office("word/document.xml"), DOCX),
        (office("xl/workbook.xml"), XLSX),
        (office(mimetype=ODT), ODT),
        (b"ID3\x03\x00\x00\x00\x00\x00\x00\xff\xfb\x90\x64" + bytes(100), "audio/mpeg"),
        (b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + bytes(100), "video/mp4"),
    ],
    ids=["pdf", "jpeg", "png", "webp", "docx", "xlsx", "odt", "mp3", "mp4"],
)
def test_type_is_told_by_the_content(body: bytes, type_: str) -> None:
    """Of every kind that there is; and a field that takes another kind refuses it."""
    assert contents.looked_into(body, EVERY).type == type_
    assert refused(body, tuple(each for each in EVERY if each != type_)) == "file_type"


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"MZ\x90\x00" + bytes(200), id="a program"),
        pytest.param(b"<html><script>alert(1)</script></html>", id="a page"),
        pytest.param(b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", id="a drawing"),
        pytest.param(b"\x7fELF" + bytes(200), id="another program"),
        pytest.param(b"just words", id="text"),
        pytest.param(b"GIF89a" + bytes(50), id="a GIF"),
        pytest.param(office("word/document.xml", "word/vbaProject.bin"), id="a document with macros"),
        pytest.param(office("META-INF/MANIFEST.MF"), id="a Java archive"),
        pytest.param(b"junk before" + office("word/document.xml"), id="something before an archive"),
        pytest.param(b"junk before" + PDF, id="something before a PDF"),
    ],
)
def test_what_is_none_of_the_kinds_is_refused(body: bytes) -> None:
    """Whatever it is called and whatever the browser says."""
    assert refused(body) in ("file_type", "file_broken")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        pytest.param(b"", "file_empty", id="nothing"),
        pytest.param(PDF.replace(b"%%EOF", b""), "file_broken", id="a PDF without its end"),
        pytest.param(
            PDF + office("word/document.xml") + b"%%EOF", "file_broken", id="a PDF that is an archive"
        ),
        pytest.param(picture("JPEG")[:-400], "file_broken", id="a JPEG cut off"),
        pytest.param(picture("PNG")[:-200], "file_broken", id="a PNG cut off"),
        pytest.param(b"\xff\xd8\xff\xe0" + bytes(300), "file_broken", id="a JPEG in name alone"),
        pytest.param(office("word/document.xml")[:-30], "file_broken", id="a document cut off"),
    ],
)
def test_what_is_damaged_is_refused(body: bytes, code: str) -> None:
    """Before anybody depends on it."""
    assert refused(body) == code


def test_kind_is_looked_into_and_not_its_name() -> None:
    """A PDF is no JPEG, whatever `photo.jpg` says."""
    assert refused(PDF, ("image/jpeg",)) == "file_type"
    assert refused(picture("PNG"), ("image/jpeg",)) == "file_type"


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few hundred bytes that says that it has so many pixels."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    lines = zlib.compress(bytes(1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", lines) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("width", "height", "most"),
    [(60_000, 60_000, None), (12_000, 100, None), (9_000, 9_000, None), (401, 20, 400), (20, 401, 400)],
)
def test_picture_with_too_many_pixels_is_refused_unseen(width: int, height: int, most: int | None) -> None:
    """By what its first bytes say: none of its pixels is unpacked."""
    assert refused(bomb(width, height), EVERY, most) == "too_many_pixels"


def test_picture_at_the_limit_is_taken() -> None:
    """The longer side counts, and is told."""
    found = contents.looked_into(picture("JPEG", size=(400, 30)), EVERY, 400)

    assert (found.pixels, opened(found.body).size) == (400, (400, 30))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_picture_tells_no_longer_where_and_by_whom_it_was_taken(kind: str) -> None:
    """Neither in its metadata nor anywhere else in the file."""
    before = picture(kind, told=True)
    assert WHO in before

    found = contents.looked_into(before, EVERY)

    after = opened(found.body)
    assert WHO not in found.body
    assert dict(after.getexif()) == {}
    assert {
        "exif",
        "xmp",
        "XML:com.adobe.xmp",
        "comment",
        "icc_profile",
        "photoshop",
    } & after.info.keys() == set()
    assert after.size == opened(before).size


def test_what_hangs_on_behind_a_picture_is_gone() -> None:
    """So that no archive and no page travels with it."""
    behind = picture("JPEG") + office("word/document.xml") + b"<script>"

    found = contents.looked_into(behind, EVERY)

    assert b"PK\x03\x04" not in found.body
    assert b"<script>" not in found.body


def test_picture_stands_upright_once_nothing_says_how_to_turn_it() -> None:
    """A telephone's picture lies on its side, with a note; the note goes, the picture is turned."""
    lying = Image.new("RGB", (40, 20), "white")
    lying.paste("black", (0, 0, 10, 20))  # the left end
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned a quarter to the right: left becomes top
    written = io.BytesIO()
    lying.save(written, "JPEG", exif=exif, quality=95)

    found = contents.looked_into(written.getvalue(), EVERY)

    upright = opened(found.body).convert("L")
    assert upright.size == (20, 40)
    assert upright.getpixel((10, 3)) < 60
    assert upright.getpixel((10, 35)) > 200


@pytest.mark.parametrize("mode", ["L", "CMYK", "RGB"])
def test_jpeg_of_every_mode_is_drawn_anew(mode: str) -> None:
    """Printers' colours become a screen's."""
    written = io.BytesIO()
    Image.new(mode, (30, 20)).save(written, "JPEG")

    assert opened(contents.looked_into(written.getvalue(), EVERY).body).mode in ("L", "RGB")


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_png_of_every_mode_keeps_its_pixels(mode: str) -> None:
    """What can be seen through stays so."""
    written = io.BytesIO()
    Image.new(mode, (30, 20)).save(written, "PNG")

    found = opened(contents.looked_into(written.getvalue(), EVERY).body)

    assert found.mode == mode
    assert found.convert("RGBA").getpixel((0, 0)) == opened(written.getvalue()).convert("RGBA").getpixel(
        (0, 0)
    )


def test_colour_profile_is_applied_and_goes() -> None:
    """It may name who made it; its colours stay about the same."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    written = io.BytesIO()
    Image.new("RGB", (30, 20), (200, 40, 40)).save(written, "JPEG", icc_profile=profile)

    found = opened(contents.looked_into(written.getvalue(), EVERY).body)

    red, green, _ = found.getpixel((5, 5))
    assert "icc_profile" not in found.info
    assert (abs(red - 200) < 12, abs(green - 40) < 12) == (True, True)


def test_archive_that_unpacks_to_too_much_is_refused() -> None:
    """By what it says of itself; nothing is unpacked."""
    assert refused(zip_bomb()) == "file_type"


def zip_bomb() -> bytes:
    """Half a megabyte that unpacks to half a gigabyte."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        with packed.open("word/document.xml", "w") as entry:
            for _ in range(500):
                entry.write(bytes(1_000_000))
    return written.getvalue()


def test_text_chunks_of_a_png_are_dropped() -> None:
    """Comments, authors, and times."""
    said = PngImagePlugin.PngInfo()
    said.add_text("Author", WHO.decode())
    written = io.BytesIO()
    Image.new("RGB", (30, 20)).save(written, "PNG", pnginfo=said)

    assert WHO not in contents.looked_into(written.getvalue(), EVERY).body


WHOLE = [
    picture("JPEG", told=True),
    picture("PNG", told=True),
    picture("WEBP"),
    office("word/document.xml"),
    PDF,
]
EDITS = st.lists(st.tuples(st.integers(0, 2000), st.binary(max_size=6), st.integers(0, 9)), max_size=8)


@given(st.sampled_from(WHOLE), EDITS)
def test_damaged_files_are_taken_or_refused_and_nothing_else(
    body: bytes, edits: list[tuple[int, bytes, int]]
) -> None:
    """Whatever is cut out or written in: no decoder's own exception comes through."""
    for place, written, cut in edits:
        at = place % (len(body) + 1)
        body = body[:at] + written + body[at + cut :]

    try:
        found = contents.looked_into(body, EVERY)
    except NotTaken as error:
        assert error.fault.code in ("file_empty", "file_type", "file_broken", "too_many_pixels")  # noqa: PT017
    else:
        assert found.type in EVERY
