"""Images: the pictures in a file, one by one, in grey, and not larger than any newspaper page's."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from pipeline.errors import ReadError
from pipeline.readers.scan.ink import Grey

MOST_PIXELS = 160_000_000  # of one picture; an A1 page at 400 dots to the inch has 124 million
MOST_PICTURES = 1_000  # of a file
LEAST_SIDE = 64  # pixels; what is smaller shows no page
FORMATS = ("TIFF", "JPEG", "PNG", "JPEG2000")


def count(path: Path) -> int:
    """How many pictures a file holds. Raises ReadError if it holds none that can be read."""
    with _open(path) as image:
        pictures = int(getattr(image, "n_frames", 1))
    if pictures > MOST_PICTURES:
        raise ReadError(f"it holds {pictures} pictures (the limit is {MOST_PICTURES}); split it")
    return pictures


def pictures(path: Path, total: int) -> Iterator[Grey | ReadError]:
    """The pictures of a file in grey, turned as its viewer would turn them; a broken one is an error in its place."""
    for number in range(total):
        try:
            with _open(path) as image:
                image.seek(number)
                yield _grey(image)
        except ReadError as reason:
            yield reason
        except (OSError, EOFError, ValueError, SyntaxError) as reason:
            yield ReadError(f"the picture is broken: {reason}")


def _open(path: Path) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # the limit is ours, below
            return Image.open(path, formats=FORMATS)
    except UnidentifiedImageError as reason:
        raise ReadError("it is no picture of a kind that its name says, or it is broken") from reason
    except Image.DecompressionBombError as reason:
        raise ReadError(_too_large()) from reason
    except OSError as reason:
        raise ReadError(f"cannot be read: {reason.strerror or reason}") from reason


def _too_large() -> str:
    return f"the picture has more than {MOST_PIXELS // 1_000_000} million pixels; save it at a lower resolution"


def _grey(image: Image.Image) -> Grey:
    if image.width * image.height > MOST_PIXELS:
        raise ReadError(_too_large())
    if min(image.size) < LEAST_SIDE:
        raise ReadError(f"the picture is too small to show a page: {image.width} × {image.height} pixels")
    if image.mode.startswith("I") or image.mode == "F":
        return _eight_bits(np.asarray(image, dtype=np.float32))
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        image = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image)
    ImageOps.exif_transpose(image, in_place=True)
    return np.array(image if image.mode == "L" else image.convert("L"), dtype=np.uint8)


def _eight_bits(values: np.ndarray[tuple[int, ...], np.dtype[np.float32]]) -> Grey:
    """A picture of more than 8 bits in its own range of greys."""
    low, high = float(values.min()), float(values.max())
    return np.asarray((values - low) * (255 / max(high - low, 1e-6)), dtype=np.uint8)
