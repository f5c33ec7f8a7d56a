"""Stages that do to their process what the page says: hang, crash, eat memory. For tests of what survives that."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.recipe import Recipe, parse
from pipeline.registry import load_file, unregister

STAGE = '''
"""Harm: what the first line of a page says is done to the process; the rest is a story.

    A line that ends in `once` works the first time only: it leaves a file beside this one.
"""

import os
import signal
import threading
from pathlib import Path

from pipeline.page import Block, Role, Story
from pipeline.registry import stage

held = []


def harm(word):
    if word == "hang":
        threading.Event().wait()
    if word == "exit":
        os._exit(7)
    if word == "segv":
        os.kill(os.getpid(), signal.SIGSEGV)
    if word == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    if word == "eat":
        while True:
            held.append(bytearray(64 * 1024 * 1024))
    if word == "leak":
        held.append(bytearray(192 * 1024 * 1024))
    if word == "raise":
        raise ValueError("this page cannot be cut")
    if word == "print":
        print("a stage that talks")


@stage("harm", needs={"lines"}, gives={"stories"}, takes={"lines"})
def work(page):
    word, _, once = page.lines[0].string.partition(" ")
    mark = Path(__file__).with_name(f"{page.id.replace('/', '_')}.done")
    if not once or not mark.exists():
        mark.touch()
        harm(word)
    stories = [Story((Block((line,), Role.PARAGRAPH, n),)) for n, line in enumerate(page.lines)]
    return page.but(lines=(), stories=tuple(stories))
'''


READER = """


import sys

from pipeline.ingest import cutting

whole = cutting.read


def read(path, page_id, encoding, most_bytes, numbers, ocr):
    deadly = set(path.stem.partition("!")[2])
    if "x" in deadly:
        raise ImportError("some/cv2.so: failed to map segment from shared object")
    for number in numbers:
        if str(number) in deadly:
            os._exit(7)
        if number > 9:
            return
        yield from whole(path, page_id, encoding, most_bytes, range(number, number + 1), ocr)


if sys.argv[:1] == ["-c"]:  # in a worker
    cutting.read = read
"""


@contextmanager
def harming(folder: Path, reader: str = "") -> Iterator[Recipe]:
    """The recipe of this stage alone; with READER also a file a!23 kills whoever reads its pages 2 and 3."""
    (folder / "harm.py").write_text(STAGE + reader, encoding="utf-8")
    names = load_file(folder / "harm.py")
    try:
        yield parse('[[stage]]\nuse = "harm"\n', "harm")
    finally:
        unregister(names)
