"""Images: the pictures in a file, one by one, in grey, and not larger than any newspaper page's."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from pipeline.errors import ReadError
from pipeline.readers.scan.ink import Grey

MOST_PIXELS = 160_000_000  # of one picture; an A1 page at 400 dots to the inch has 124 million
MOST_PICTURES = 1_000  # of a file
LEAST_SIDE = 64  # pixels; what is smaller shows no page
KINDS = "TIFF, JPEG, PNG, JPEG 2000, BMP, GIF, WebP"
FORMATS = ("TIFF", "JPEG", "PNG", "JPEG2000", "BMP", "GIF", "WEBP")


def count(path: Path) -> int:
    """How many pictures a file holds. Raises ReadError if it holds none that can be read."""
    with _opened(path) as image:
        pictures = int(getattr(image, "n_frames", 1))
    if pictures > MOST_PICTURES:
        raise ReadError(f"it holds {pictures} pictures (the limit is {MOST_PICTURES}); split it")
    return pictures


def pictures(path: Path, total: int) -> Iterator[Grey | ReadError]:
    """The pictures of a file in grey, turned as its viewer would turn them; a broken one is an error in its place."""
    for number in range(total):
        try:
            picture: Grey | ReadError = _picture(path, number)
        except ReadError as reason:
            picture = reason
        yield picture


def _picture(path: Path, number: int) -> Grey:
    with _opened(path) as image:
        image.seek(number)
        return _grey(image)


@contextmanager
def _opened(path: Path) -> Iterator[Image.Image]:
    """A file of pictures. Raises ReadError for whatever is wrong with it, in here and where it is worked with.

    The library's warnings go unsaid: they are of sizes, which are bounded below, and of notes beside a picture.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(path, formats=FORMATS) as image:
                yield image
    except UnidentifiedImageError as reason:
        raise ReadError(f"it is no picture that can be read ({KINDS}), or it is broken; save it anew") from reason
    except Image.DecompressionBombError as reason:
        raise ReadError(_too_large()) from reason
    except (OSError, EOFError, ValueError, SyntaxError) as reason:
        if isinstance(reason, OSError) and reason.strerror:
            raise ReadError(f"cannot be read: {reason.strerror}") from reason
        raise ReadError(f"the picture is broken or was cut off ({reason}); copy, save or scan it anew") from reason


def _too_large() -> str:
    return f"the picture has more than {MOST_PIXELS // 1_000_000} million pixels; save it at a lower resolution"


def _grey(image: Image.Image) -> Grey:
    if image.width * image.height > MOST_PIXELS:
        raise ReadError(_too_large())
    if min(image.size) < LEAST_SIDE:
        size = f"{image.width} × {image.height} pixels"
        raise ReadError(
            f"the picture is too small to show a page: it has {size}, and {LEAST_SIDE} each way are the least; "
            "scan it at 300 dots to the inch"
        )
    ImageOps.exif_transpose(image, in_place=True)
    if image.mode.startswith("I") or image.mode == "F":
        return _eight_bits(np.asarray(image, dtype=np.float32))
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        image = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image)
    return np.array(image if image.mode == "L" else image.convert("L"), dtype=np.uint8)


def _eight_bits(values: np.ndarray[tuple[int, ...], np.dtype[np.float32]]) -> Grey:
    """A picture of more than 8 bits in its own range of greys."""
    low, high = float(values.min()), float(values.max())
    return np.asarray((values - low) * (255 / max(high - low, 1e-6)), dtype=np.uint8)
