"""Sources and output by URL: a real S3 server on loopback (moto), memory, and file URLs."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.errors import EngineMissing, ReadError
from pipeline.ingest import remote
from pipeline.ingest.home import catalogue_at
from pipeline.ingest.ingest import ingest
from pipeline.ingest.limits import Busy
from pipeline.ingest.options import Options, Watch
from pipeline.ingest.stores import store_of
from pipeline.recipe import Recipe, load
from pipeline.writers.files import WriteError
from tests.ingest.trees import contents

fsspec = pytest.importorskip("fsspec")

PAGES = {
    "2025/a.txt": "甲。一\n乙。二\n",
    "2025/b c.txt": "丙。三\n\f丁。四\n",
    "2025/.hidden.txt": "无\n",
    "notes.md": "no",
}
ALONE = Options(jobs=0)


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Copies of catalogues go to a folder of the test."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """A server that speaks S3, on a port of its own."""
    pytest.importorskip("s3fs")
    moto = pytest.importorskip("moto.server")
    running = moto.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    running.start()
    host, port = running.get_host_and_port()
    yield f"http://{host}:{port}"
    running.stop()


@pytest.fixture
def bucket(server: str, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> str:
    """The URL of an empty bucket, which this process and its workers can reach."""
    settings = {
        "AWS_ENDPOINT_URL": server, "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
    }  # fmt: skip
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    name = f"b{abs(hash(request.node.name)) % 10**9}"
    fsspec.filesystem("s3").clear_instance_cache()
    fsspec.filesystem("s3").mkdir(name)
    return f"s3://{name}"


def fill(url: str) -> str:
    """The pages as objects under a URL."""
    system, root = fsspec.core.url_to_fs(url)
    for name, text in PAGES.items():
        system.pipe_file(f"{root}/in/{name}", text.encode())
    return f"{url}/in"


def at_home(folder: Path, recipe: Recipe) -> dict[str, bytes]:
    """What the same pages give as files."""
    for name, text in PAGES.items():
        path = folder / "home" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    ingest([str(folder / "home")], folder / "whole", recipe, ALONE)
    return contents(folder / "whole")


def objects(url: str) -> dict[str, bytes]:
    system, root = fsspec.core.url_to_fs(url)
    system.invalidate_cache()
    found = {path.removeprefix(root).lstrip("/"): system.cat_file(path) for path in system.find(root)}
    return {name: data for name, data in found.items() if not name.startswith(".jianbao")}


@pytest.mark.parametrize("jobs", [0, 2])
def test_a_bucket_is_cut_into_a_bucket(tmp_path: Path, recipe: Recipe, bucket: str, jobs: int) -> None:
    source, out = fill(bucket), f"{bucket}/out"
    options = Options(jobs=jobs)
    first = ingest([source], out, recipe, options)
    assert [page.page_id for page in first.written] == ["2025/a", "2025/b c-p001", "2025/b c-p002"]
    assert objects(out) == at_home(tmp_path, recipe)
    assert ingest([source], out, recipe, options).unchanged == 3
    system, root = fsspec.core.url_to_fs(source)
    system.pipe_file(f"{root}/2025/a.txt", "戊。五\n".encode())
    again = ingest([source], out, recipe, options)
    assert [page.page_id for page in again.written] == ["2025/a"]
    assert sorted(objects(f"{out}/2025/a")) == ["page.json", "s01.json"], "the second story of before is gone"


def test_what_one_machine_did_another_knows(recipe: Recipe, bucket: str, cache: Path) -> None:
    source, out = fill(bucket), f"{bucket}/out"
    ingest([source], out, recipe, ALONE)
    with catalogue_at(out) as path:
        assert path.is_file()
    (cache / "jianbao").rename(cache / "of another machine")
    assert ingest([source], out, recipe, ALONE).unchanged == 3


def test_a_lost_catalogue_is_made_anew_from_the_objects(bucket: str, cache: Path) -> None:
    source, out = fill(bucket), f"{bucket}/out"
    recipe = load("text")
    ingest([source], out, recipe, ALONE)
    (cache / "jianbao").rename(cache / "of another machine")
    system, root = fsspec.core.url_to_fs(out)
    system.rm(f"{root}/.jianbao/catalogue.sqlite")
    said: list[str] = []
    assert ingest([source], out, recipe, ALONE, Watch(notice=said.append)).pages == 0
    assert said == ["the catalogue was made anew from the output: 3 pages"]


@pytest.mark.parametrize("url", ["memory://shelf", "s3"])
def test_a_second_run_stops_and_one_that_was_killed_does_not_block(
    recipe: Recipe, request: pytest.FixtureRequest, url: str
) -> None:
    base = request.getfixturevalue("bucket") if url == "s3" else url
    source, out = fill(base), f"{base}/out"

    system, root = fsspec.core.url_to_fs(f"{out}/.jianbao/lock")
    dead = subprocess.Popen(["true"])
    dead.wait()
    system.pipe_file(root, f"process {dead.pid} on {os.uname().nodename}".encode())
    assert ingest([source], out, recipe, ALONE).pages == 3
    system.pipe_file(root, f"process {os.getppid()} on {os.uname().nodename}".encode())
    with pytest.raises(Busy, match="another run is writing here"):
        ingest([source], out, recipe, ALONE)
    system.rm_file(root)
    assert ingest([source], out, recipe, ALONE).unchanged == 3


def test_memory_to_memory(tmp_path: Path, recipe: Recipe) -> None:
    source = fill("memory://there")
    summary = ingest([source], "memory://here/out", recipe)
    assert summary.pages == 3
    assert objects("memory://here/out") == at_home(tmp_path, recipe)
    assert list(store_of("memory://here/out").pages()) == ["2025/a", "2025/b c-p001", "2025/b c-p002"]
    system, root = remote.filesystem("memory://here/out")
    system.rm_file(f"{root}/2025/a/s01.json")
    again = ingest([source], "memory://here/out", recipe)
    assert ([page.page_id for page in again.written], again.unchanged) == (["2025/a"], 2)
    assert objects("memory://here/out") == at_home(tmp_path, recipe)


def test_file_urls_are_files(tmp_path: Path, recipe: Recipe) -> None:
    whole = at_home(tmp_path, recipe)
    source = (tmp_path / "home").as_uri()
    ingest([source], (tmp_path / "out by url").as_uri(), recipe, ALONE)
    assert contents(tmp_path / "out by url") == whole


def test_a_pattern_or_one_object(recipe: Recipe) -> None:
    source = fill("memory://patterns")
    one = ingest([f"{source}/2025/a.txt"], "memory://one/out", recipe)
    assert [page.page_id for page in one.written] == ["a"]
    some = ingest([f"{source}/*/b*.txt"], "memory://some/out", recipe)
    assert [page.page_id for page in some.written] == ["2025/b c-p001", "2025/b c-p002"]


def test_nothing_there_and_no_such_protocol_are_said(tmp_path: Path, recipe: Recipe) -> None:
    with pytest.raises(ReadError, match="nothing to read at this URL"):
        ingest(["memory://empty"], tmp_path / "out", recipe)
    with pytest.raises(ReadError, match="Protocol not known"):
        ingest(["nosuch://a"], tmp_path / "out", recipe)
    with pytest.raises(EngineMissing, match=r"jianbao\[remote\]"):
        ingest(["gs://a"], tmp_path / "out", recipe)


class Locked(fsspec.AbstractFileSystem):  # type: ignore[misc, name-defined]
    """A store whose package has exceptions of its own, and lists what it cannot reach as if it were empty."""

    protocol = "locked"

    class NoCredentialsError(Exception):
        """As botocore has it: no OSError."""

    def info(self, path: str, **_: object) -> dict[str, object]:
        if path.startswith("refused"):
            raise FileNotFoundError(path) from ConnectionRefusedError("connection refused")
        raise self.NoCredentialsError("Unable to locate credentials")

    def isfile(self, path: str) -> bool:
        return not path.startswith("refused") and bool(self.info(path))

    def exists(self, path: str, **_: object) -> bool:
        return bool(self.info(path))

    def find(self, *_: object, **__: object) -> dict[str, object]:
        return {}


@pytest.mark.parametrize(
    ("where", "said"),
    [("bucket", "NoCredentialsError: Unable to locate credentials"), ("refused", "connection refused")],
)
def test_why_a_store_cannot_be_reached_is_said(tmp_path: Path, recipe: Recipe, where: str, said: str) -> None:
    fsspec.register_implementation("locked", Locked, clobber=True)
    source = f"locked://{where}/x.txt"
    with pytest.raises(ReadError, match=f"{source}: cannot be read: {said}"):
        ingest([source], tmp_path / "out", recipe, ALONE)


def test_why_output_cannot_be_written_to_a_store_is_said(tmp_path: Path, recipe: Recipe, cache: Path) -> None:
    fsspec.register_implementation("locked", Locked, clobber=True)
    (tmp_path / "a.txt").write_text("甲。一\n", encoding="utf-8")
    with pytest.raises(WriteError, match="lock: cannot be written: NoCredentialsError"):
        ingest([str(tmp_path / "a.txt")], "locked://bucket/out", recipe, ALONE)


def test_too_large_an_object_is_not_fetched_whole(tmp_path: Path, recipe: Recipe) -> None:
    system, root = fsspec.core.url_to_fs("memory://large")
    system.pipe_file(f"{root}/a.txt", "字".encode() * 1000)
    summary = ingest(["memory://large"], tmp_path / "out", recipe, Options(most_bytes=50))
    assert "too large" in summary.failed[0].reason
