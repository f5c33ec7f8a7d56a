"""Engines: the decoding, what a missing one says, and the real ones where they are installed."""

from __future__ import annotations

import shutil
from importlib.util import find_spec

import numpy as np
import pytest

pytest.importorskip("cv2", reason="the extra `ocr` is not installed")

import cv2

from pipeline.errors import EngineMissing
from pipeline.readers.scan.engines import rapid, tesseract
from pipeline.readers.scan.engines.choose import engine
from pipeline.readers.scan.engines.ctc import decoded
from pipeline.readers.scan.engines.protocol import Engine, LineImage
from pipeline.readers.scan.images import pictures
from pipeline.readers.scan.upright import turned, upright
from tests.readers.scan.recorded import SCANS

ALPHABET = ["", "新", "华", "社", " "]
LINES = {  # of fixtures/press/scan/republic-good-3.png: where, and what it says
    "中華民國二十三年九月十三日": (116, 1636, 376, 1666),
}


def steps(*rows: dict[int, float]) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    table = np.full((len(rows), len(ALPHABET)), 0.001, dtype=np.float32)
    for n, row in enumerate(rows):
        for symbol, value in row.items():
            table[n, symbol] = value
    return table


def test_repeated_steps_are_one_character_and_a_blank_parts_two() -> None:
    reading = decoded(steps({0: 1}, {1: 0.9}, {1: 0.9}, {0: 1}, {1: 0.8}, {2: 0.7, 3: 0.2}), ALPHABET)
    assert reading.text == "新新华"
    assert reading.place == pytest.approx((2 / 6, 4.5 / 6, 5.5 / 6))
    assert reading.confidence == pytest.approx((0.9, 0.8, 0.7))


def test_spaces_and_blanks_say_nothing() -> None:
    assert decoded(steps({0: 1}, {4: 1}, {0: 1}), ALPHABET).text == ""


def test_padding_does_not_count_as_the_line() -> None:
    reading = decoded(steps({1: 1}, {0: 1}, {0: 1}, {0: 1}), ALPHABET, used=0.5)
    assert reading.place == pytest.approx((0.25,))


def test_what_is_missing_is_said_with_the_line_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rapid, "find_spec", lambda _: None)
    with pytest.raises(EngineMissing, match=r"pip install 'jianbao\[ocr\]'"):
        rapid.Rapid()
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(EngineMissing, match="apt-get install tesseract-ocr"):
        tesseract.Tesseract()


def test_an_engine_that_there_is_not() -> None:
    with pytest.raises(ValueError, match="rapidocr, tesseract"):
        engine("clairvoyance")


def test_what_measures_the_ink_takes_no_more_threads_than_the_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rapid, "Rapid", lambda threads: threads)
    before = cv2.getNumThreads()
    engine.cache_clear()
    try:
        for threads in (2, 1):
            engine("rapidocr", threads)
            assert cv2.getNumThreads() == threads
    finally:
        engine.cache_clear()
        cv2.setNumThreads(before)


def real(name: str) -> Engine:
    try:
        return engine(name)
    except EngineMissing as reason:
        pytest.skip(str(reason))


@pytest.mark.parametrize("name", ["rapidocr", "tesseract"])
def test_the_real_engine_reads_a_line(name: str) -> None:
    reader = real(name)
    picture = next(iter(pictures(SCANS / "republic-good-3.png", 1)))
    assert isinstance(picture, np.ndarray)
    for said, (x0, y0, x1, y1) in LINES.items():
        (reading,) = reader.read([LineImage(picture[y0:y1, x0:x1].copy(), False, (x0, y0, x1, y1))])
        right = sum(char in reading.text for char in said)
        assert right >= 0.75 * len(said), reading.text
        assert list(reading.place) == sorted(reading.place)
        assert all(0 <= sure <= 1 for sure in reading.confidence)


def test_the_real_engine_reads_a_column_turned() -> None:
    if find_spec("onnxruntime") is None and find_spec("openvino") is None:
        pytest.skip("no runtime for RapidOCR's model is installed")
    reader = real("rapidocr")
    picture = next(iter(pictures(SCANS / "republic-good-3.png", 1)))
    assert isinstance(picture, np.ndarray)
    head = picture[140:486, 142:196].copy()
    (reading,) = reader.read([LineImage(head, True, (142, 140, 196, 486))])
    assert sum(char in reading.text for char in "永定河決口續訊") >= 5, reading.text


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_the_real_engine_tells_how_a_picture_lies(degrees: int) -> None:
    if find_spec("onnxruntime") is None and find_spec("openvino") is None:
        pytest.skip("no runtime for RapidOCR's model is installed")
    picture = next(iter(pictures(SCANS / "republic-good-3.png", 1)))
    assert isinstance(picture, np.ndarray)
    grey, back = upright(turned(picture, degrees), real("rapidocr"))
    assert back == (360 - degrees) % 360
    assert (grey == picture).all()


def test_nothing_is_read_of_no_lines() -> None:
    assert real("rapidocr").read([]) == []
