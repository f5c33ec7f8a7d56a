"""RapidOCR: PP-OCRv6's recogniser as its wheel carries it, by OpenVINO where that is installed, else ONNX Runtime.

Only the model file of the wheel is used: RapidOCR's own way looks for lines at one size, which loses small type or
headlines, and it would ask the net for what it misses. What runs down is turned by 90°, as the model was trained.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.errors import EngineMissing
from pipeline.readers.scan import NEEDS
from pipeline.readers.scan.engines.ctc import decoded
from pipeline.readers.scan.engines.protocol import LineImage, Reading

MODEL = "PP-OCRv6_rec_small.onnx"
HEIGHT = 48  # pixels, of the model's lines
LEAST_WIDTH = 48
ROUND = 64  # widths are rounded up to a multiple of this, so that lines of like length go together
MOST_WIDTH = 4800  # pixels of all lines of a batch: each needs some 40 kB of memory in the answer
MOST_LINES = 16  # of a batch
Run = Callable[[NDArray[np.float32]], NDArray[np.float32]]


class Rapid:
    """The recogniser, on `threads` threads. Raises EngineMissing where a package is not installed."""

    name = "rapidocr"

    def __init__(self, threads: int = 1) -> None:
        model = _model()
        for package, opened in (("openvino", _openvino), ("onnxruntime", _onnxruntime)):
            if find_spec(package) is not None:
                self._run, characters = opened(model, threads)
                self._alphabet = ["", *characters, " "]
                return
        raise EngineMissing(NEEDS)

    def read(self, lines: Sequence[LineImage]) -> list[Reading]:
        """What each line says."""
        found = [Reading()] * len(lines)
        shaped = [_shaped(line) for line in lines]
        width = [-(-max(LEAST_WIDTH, one.shape[1]) // ROUND) * ROUND for one in shaped]
        order = sorted(range(len(lines)), key=lambda n: width[n])
        while order:
            wide = width[order[-1]]
            batch = [order.pop() for _ in range(min(len(order), max(1, MOST_WIDTH // wide), MOST_LINES))]
            for n, reading in zip(batch, self._batch([shaped[n] for n in batch], wide), strict=True):
                found[n] = reading
        return found

    def _batch(self, pictures: Sequence[NDArray[np.uint8]], wide: int) -> list[Reading]:
        table = np.zeros((len(pictures), 3, HEIGHT, wide), dtype=np.float32)
        for row, picture in zip(table, pictures, strict=True):
            row[:, :, : picture.shape[1]] = picture.astype(np.float32) / 127.5 - 1
        steps = self._run(table)
        return [
            decoded(one, self._alphabet, picture.shape[1] / wide) for one, picture in zip(steps, pictures, strict=True)
        ]


def _shaped(line: LineImage) -> NDArray[np.uint8]:
    """The line as the model takes it: from left to right, 48 pixels high."""
    grey = np.rot90(line.grey) if line.down else line.grey
    high, wide = grey.shape
    size = max(8, round(wide * HEIGHT / high)), HEIGHT
    way = cv2.INTER_AREA if high > HEIGHT else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(np.ascontiguousarray(grey), size, interpolation=way), dtype=np.uint8)


def _model() -> Path:
    """The model's file in RapidOCR's wheel; the package itself is not imported. Raises EngineMissing."""
    found = find_spec("rapidocr")
    for folder in (found.submodule_search_locations or ()) if found else ():
        path = Path(folder) / "models" / MODEL
        if path.is_file():
            return path
    raise EngineMissing(NEEDS)


def _openvino(model: Path, threads: int) -> tuple[Run, list[str]]:
    import openvino

    core = openvino.Core()
    network = core.read_model(model)
    characters = str(network.get_rt_info(["framework", "character"]).astype(str))
    options = {"INFERENCE_NUM_THREADS": threads, "NUM_STREAMS": 1}
    compiled = core.compile_model(network, "CPU", options)
    return lambda table: np.asarray(compiled(table)[0]), characters.splitlines()


def _onnxruntime(model: Path, threads: int) -> tuple[Run, list[str]]:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False  # it would keep the memory of the longest line
    session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
    name = session.get_inputs()[0].name
    characters = session.get_modelmeta().custom_metadata_map["character"]
    return lambda table: np.asarray(session.run(None, {name: table})[0]), characters.splitlines()
