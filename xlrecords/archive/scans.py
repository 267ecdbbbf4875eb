"""Printed pages read back from scans: the code on each says which case, which leaf, and what stood on it when it was printed.

The text of a page is not read. A code that matches proves that the page was printed from the sealed content, not that nobody wrote on it.
"""

from __future__ import annotations

import os
import re
import warnings
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from PIL.Image import Image

PICTURES: Final = (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".webp")
ENDINGS: Final = (*PICTURES, ".pdf")
DPI: Final = 200
"""Dots per inch in which pages of a PDF are drawn."""
LARGEST: Final = 150_000_000
"""Points of a picture; a sheet of A3 scanned with 600 dots per inch has 70 million."""
FRAMES: Final = 5000
"""Pages of one file."""
AHEAD: Final = 4
"""So many pages wait for their codes to be read."""
TOO_LARGE: Final = "картинка слишком велика: отсканируйте лист с разрешением 200–300 точек на дюйм"
NO_FILE: Final = "это не обычный файл: он не открывался"
CODE: Final = re.compile(r"XLR1 ([0-9a-f]{12}) (\d{1,6}) ([0-9a-f]{16})")


@dataclass(frozen=True, slots=True)
class Code:
    """What a code says: key of the case, number of the leaf (0: it bears none), hash of the page."""

    key: str
    leaf: int
    hash: str


@dataclass(frozen=True, slots=True)
class Scan:
    """A scanned page.

    Attributes:
        file: Its file, below the folder.
        page: Its number in a file of several pages, from 1; 0: the file as a whole.
        codes: What was read on it.
        trouble: Why it could not be looked at; empty: it was.
    """

    file: str
    page: int
    codes: tuple[Code, ...] = ()
    trouble: str = ""

    @property
    def place(self) -> str:
        """«Скан.pdf, с. 3»."""
        return f"{self.file}, с. {self.page}" if self.page else self.file


def parse(text: str) -> Code | None:
    """What a code says; None: it is none of ours."""
    found = CODE.fullmatch(" ".join(text.split()).replace("xlr1", "XLR1"))
    return Code(found[1], int(found[2]), found[3]) if found else None


def scanned(folder: Path) -> tuple[list[Path], list[Path]]:
    """Pictures and PDF of a folder and of the folders in it, and all other files there; a file stands for itself."""
    if not folder.is_dir():
        return [folder], []
    found: list[Path] = []
    others: list[Path] = []
    for inner, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(name for name in names if not name.startswith(".")):
            (found if name.lower().endswith(ENDINGS) else others).append(Path(inner, name))
    return found, others


def look(files: list[Path], folder: Path, progress: Callable[[int, int], None] = lambda done, total: None) -> Iterator[Scan]:
    """Every page of some files, in their order; a file that cannot be read is told, nothing is raised."""
    for done, path in enumerate(files, 1):
        name = path.relative_to(folder).as_posix() if path != folder else path.name
        yield from _pages(path, name)
        progress(done, len(files))


def _pages(path: Path, name: str) -> Iterator[Scan]:
    """Pages of a file; codes are looked for in threads, while the next pages are drawn."""
    if not path.is_file():
        yield Scan(name, 0, trouble=NO_FILE)
        return
    images = _drawn(path) if path.suffix.lower() == ".pdf" else _frames(path)
    pending: deque[tuple[int, Future[tuple[Code, ...]]]] = deque()
    trouble = ""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        try:
            for number, image in images:
                pending.append((number, pool.submit(_codes, image)))
                if len(pending) > AHEAD:
                    page, found = pending.popleft()
                    yield Scan(name, page, found.result())
        except _PageError as error:
            trouble = str(error)
        yield from (Scan(name, page, found.result()) for page, found in pending)
    if trouble:
        yield Scan(name, 0, trouble=trouble)


class _PageError(Exception):
    """A file or one of its pages that cannot be looked at, why in Russian."""


def _frames(path: Path) -> Iterator[tuple[int, Image]]:
    """Pages of a picture, in grey, with their numbers; a lone page has none."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(path)
        with picture:
            count = min(getattr(picture, "n_frames", 1), FRAMES)
            for number in range(count):
                picture.seek(number)
                if picture.width * picture.height > LARGEST:
                    raise _PageError(TOO_LARGE)
                yield number + 1 if count > 1 else 0, ImageOps.exif_transpose(picture).convert("L")
    except Image.DecompressionBombError as error:
        raise _PageError(TOO_LARGE) from error
    except (OSError, UnidentifiedImageError, SyntaxError, ValueError, EOFError, MemoryError) as error:
        raise _PageError("картинка не открывается: файл повреждён или это не картинка") from error


def _drawn(path: Path) -> Iterator[tuple[int, Image]]:
    """Pages of a PDF, drawn in grey, with their numbers; a lone page has none."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
    except (pypdfium2.PdfiumError, OSError) as error:
        raise _PageError("PDF не открывается: файл повреждён или закрыт паролем") from error
    try:
        count = min(len(document), FRAMES)
        for number in range(count):
            page = document[number]
            width, height = page.get_size()
            scale = min(DPI / 72, (LARGEST / max(width * height, 1)) ** 0.5)
            yield number + 1 if count > 1 else 0, page.render(scale=scale, grayscale=True).to_pil().convert("L")
            page.close()
    except pypdfium2.PdfiumError as error:
        raise _PageError("страница PDF не рисуется: файл повреждён") from error
    finally:
        document.close()


def _codes(image: Image) -> tuple[Code, ...]:
    """All codes of ours on a page; where none is read at once, the picture is tried in other ways."""
    import zxingcpp

    for made in _tries(image):
        found = zxingcpp.read_barcodes(made, formats=zxingcpp.barcode_formats_from_str("QRCode"))
        if codes := sorted({code for one in found if (code := parse(one.text))}, key=lambda code: (code.key, code.leaf, code.hash)):
            return tuple(codes)
    return ()


def _tries(image: Image) -> Iterator[Image]:
    """A picture as it is; then larger, with noise taken out, with all contrast it can have, smaller."""
    from PIL import ImageFilter, ImageOps
    from PIL.Image import Resampling

    def larger(picture: Image) -> Image:
        scale = 2 if 4 * picture.width * picture.height <= LARGEST else 1
        return picture.resize((scale * picture.width, scale * picture.height), Resampling.LANCZOS)

    yield image
    yield larger(image)
    quiet = image.filter(ImageFilter.MedianFilter(3))
    yield quiet
    strong = ImageOps.autocontrast(quiet, cutoff=2)
    yield strong
    yield larger(strong)
    yield image.reduce(2)
