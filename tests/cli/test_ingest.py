"""`jianbao ingest`, as a user meets it."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from pipeline.writers.schema import schema
from tests.cli.conftest import FIXTURES, Jianbao, files


def write(folder: Path, **pages: str) -> Path:
    """Raw texts by their names in a folder `in`."""
    (folder / "in").mkdir(exist_ok=True)
    for name, text in pages.items():
        (folder / "in" / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder / "in"


def test_all_pages_are_written(jianbao: Jianbao, cutting: list[str], page: Path, tmp_path: Path) -> None:
    result = jianbao("ingest", page, "-o", tmp_path / "out", *cutting)
    assert result.exit_code == 0
    assert files(tmp_path / "out") == ["p4/page.json", "p4/s01.json", "p4/s02.json"]
    assert "1 page, 2 stories, 0 failed, 0 in doubt" in result.stdout


def test_it_is_quiet_and_plain_in_a_pipe(jianbao: Jianbao, cutting: list[str], page: Path, tmp_path: Path) -> None:
    result = jianbao("ingest", page, "-o", tmp_path / "out", *cutting)
    assert result.stderr == ""
    assert "\x1b" not in result.stdout


def test_a_bad_page_is_named_and_the_rest_is_written(jianbao: Jianbao, cutting: list[str], tmp_path: Path) -> None:
    source = write(tmp_path, a="甲。一\n", b="坏页\n", c="丙。三\n")
    result = jianbao("ingest", source, "-o", tmp_path / "out", *cutting)
    assert result.exit_code == 1
    assert result.stderr == "Error: b.txt (page b): plain: ValueError: this page cannot be cut\n"
    assert "2 pages, 2 stories, 1 failed" in result.stdout
    assert files(tmp_path / "out") == ["a/page.json", "a/s01.json", "c/page.json", "c/s01.json"]


def test_a_stage_that_ends_the_program_costs_its_page_alone(
    jianbao: Jianbao, cutting: list[str], tmp_path: Path
) -> None:
    source = write(tmp_path, a="甲。一\n", b="退\n", c="丙。三\n")
    result = jianbao("ingest", source, "-o", tmp_path / "out", "--jobs", "0", *cutting)
    assert result.exit_code == 1
    assert result.stderr == "Error: b.txt (page b): plain: SystemExit: 0\n"
    assert files(tmp_path / "out") == ["a/page.json", "a/s01.json", "c/page.json", "c/s01.json"]


@pytest.mark.parametrize("jobs", ["0", "1"])
def test_debug_shows_where_a_page_failed(jianbao: Jianbao, cutting: list[str], tmp_path: Path, jobs: str) -> None:
    source = write(tmp_path, a="甲。一\n", b="坏页\n")
    options = ("ingest", source, "-o", tmp_path / "out", "--force", "--jobs", jobs, *cutting)
    told = jianbao("--debug", *options)
    assert told.exit_code == 1
    assert 'raise ValueError("this page cannot be cut")' in told.stderr
    assert "Traceback" in told.stderr
    assert told.stderr.endswith("Error: b.txt (page b): plain: ValueError: this page cannot be cut\n")
    assert "Traceback" not in jianbao(*options).stderr


def test_nothing_to_read(jianbao: Jianbao, tmp_path: Path) -> None:
    result = jianbao("ingest", tmp_path / "typo.txt", "-o", tmp_path / "out")
    assert result.exit_code == 3
    assert result.stdout == ""
    assert "there is no such file or folder" in result.stderr


def test_nothing_could_be_read(jianbao: Jianbao, cutting: list[str], tmp_path: Path) -> None:
    (tmp_path / "p.txt").write_bytes(b"%PDF-1.7")
    result = jianbao("ingest", tmp_path / "p.txt", "-o", tmp_path / "out", *cutting)
    assert result.exit_code == 3
    assert "p.txt: read: this is a PDF, not raw text" in result.stderr


def test_an_interrupt(jianbao: Jianbao, cutting: list[str], tmp_path: Path) -> None:
    source = write(tmp_path, a="甲。一\n", b="停\n", c="丙。三\n")
    result = jianbao("ingest", source, "-o", tmp_path / "out", *cutting)
    assert result.exit_code == 130
    assert "stopped: interrupted; what was written stays" in result.stderr
    assert files(tmp_path / "out") == ["a/page.json", "a/s01.json"]


def test_the_end_of_the_memory(jianbao: Jianbao, cutting: list[str], tmp_path: Path) -> None:
    result = jianbao("ingest", write(tmp_path, a="满\n"), "-o", tmp_path / "out", *cutting)
    assert result.exit_code == 1
    assert "stopped: out of memory" in result.stderr


def test_json_for_machines(jianbao: Jianbao, cutting: list[str], tmp_path: Path) -> None:
    source = write(tmp_path, a="甲。一\n", b="坏页\n")
    result = jianbao("ingest", source, "-o", tmp_path / "out", "--json", "--set", "plain.confidence=0.2", *cutting)
    told = json.loads(result.stdout)
    assert [page["page_id"] for page in told["pages"]] == ["a"]
    assert told["failed"] == [
        {"source": "b.txt", "page_id": "b", "stage": "plain", "kept": False,
         "reason": "ValueError: this page cannot be cut"}
    ]  # fmt: skip
    assert (told["stories"], told["in_doubt"], told["stopped"]) == (1, ["a"], None)


def test_what_stages_print_is_kept_out_of_it(jianbao: Jianbao, cutting: list[str], tmp_path: Path) -> None:
    stage = Path(cutting[1])
    stage.write_text(stage.read_text(encoding="utf-8") + 'print("a file that talks")\n', encoding="utf-8")
    source = write(tmp_path, a="说\n")
    result = jianbao("ingest", source, "-o", tmp_path / "out", "--jobs", "0", "--json", *cutting)
    assert [page["page_id"] for page in json.loads(result.stdout)["pages"]] == ["a"]
    assert result.stderr == "a file that talks\na stage that talks\n"


def test_of_many_pages_only_those_in_doubt_are_listed(jianbao: Jianbao, cutting: list[str], tmp_path: Path) -> None:
    source = write(tmp_path, **{f"p{n:02d}": "甲。一\n" for n in range(45)})
    sure = jianbao("ingest", source, "-o", tmp_path / "out", *cutting).stdout
    assert "p07" not in sure
    doubting = ["--set", "plain.confidence=0.2", "--set", "plain.flag=odd"]
    doubted = jianbao("ingest", source, "-o", tmp_path / "out", *cutting, *doubting).stdout
    assert "p07" in doubted
    assert "… and 5 more in doubt" in doubted
    assert "45 pages, 45 stories, 0 failed, 45 in doubt" in doubted


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--recipe", "txet"], "did you mean text?"),
        (["--recipe", "missing.toml"], "no such recipe file"),
        (["--set", "undouble.copys=3"], "unknown setting copys (did you mean copies?)"),
        (["--set", "undouble.copies=many"], "Expected `int`"),
        (["--set", "undoble.copies=3"], "no stage undoble in recipe text (did you mean undouble?)"),
        (["--set", "copies"], "write it as STAGE.SETTING=VALUE"),
        (["--stage", "missing.py"], "not a Python file"),
        (["--stage", "undoble"], "did you mean undouble?"),
        (["--max-megabytes", "0"], "--max-megabytes"),
        (["--max-megabytes", "nan"], "nan is no number"),
        (["--max-megabytes", "inf"], "inf is not in the range"),
        (["--dask", "nonsense"], "nonsense is no address with a port, as in tcp://scheduler:8786"),
        (["--dask", "tcp://scheduler"], "is no address with a port"),
        (["--max-failed", "ten%"], "write a number of pages, or a share as in 10%"),
        (["--max-failed", "200%"], "write a number of pages, or a share as in 10%"),
        (["--max-failed", "nan%"], "write a number of pages, or a share as in 10%"),
        (["--max-failed", "10%x"], "write a number of pages, or a share as in 10%"),
        (["--page-timeout", "soon"], "soon is no time; write a number and one of s, m, h"),
        (["--page-memory", "2X"], "2X is no size; write a number and one of k, m, g"),
        (["--page-timeout", "9999999999999h"], "is more than 500h; for no limit write 0"),
        (["--page-memory", "99999999999999g"], "is more than 500g; for no limit write 0"),
        (["--jobs", "-1"], "--jobs"),
        (["--script", "latin"], "'hans', 'hant', 'keep'"),
        (["--unknown"], "--unknown"),
    ],
)
def test_wrong_usage_is_said_before_the_first_page(
    jianbao: Jianbao, page: Path, tmp_path: Path, options: list[str], said: str
) -> None:
    result = jianbao("ingest", page, "-o", tmp_path / "out", *options)
    assert result.exit_code == 2
    assert said in result.stderr
    assert "Traceback" not in result.stderr
    assert not (tmp_path / "out").exists()


def test_out_must_be_a_folder(jianbao: Jianbao, page: Path) -> None:
    result = jianbao("ingest", page, "-o", page)
    assert result.exit_code == 2
    assert "is a file" in result.stderr


def test_a_file_in_the_place_of_a_pages_folder_is_said(
    jianbao: Jianbao, cutting: list[str], page: Path, tmp_path: Path
) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out/p4").write_text("mine")
    result = jianbao("ingest", page, "-o", tmp_path / "out", *cutting)
    assert result.exit_code == 1
    assert "out/p4: cannot be written: File exists; a file stands where a folder must be: move it" in result.stderr
    assert (tmp_path / "out/p4").read_text() == "mine"


def test_out_must_be_named(jianbao: Jianbao, page: Path) -> None:
    result = jianbao("ingest", page, "-o", "")
    assert result.exit_code == 2
    assert "names nothing" in result.stderr


def test_a_stage_file_is_added_where_it_wants_to_be(jianbao: Jianbao, tmp_path: Path) -> None:
    (tmp_path / "stars.py").write_text(
        "from pipeline.registry import stage\n\n\n"
        '@stage("no-stars", needs={"lines"}, gives={"lines"}, after="mend-glyphs")\n'
        "def no_stars(page):\n"
        "    def change(line):\n"
        "        stars = [slice(n, n + 1) for n, char in enumerate(line.string) if char == '★']\n"
        "        return line.without(stars, 'star')\n"
        "    return page.map_lines(change)\n",
        encoding="utf-8",
    )
    (tmp_path / "p.txt").write_text("★昨天，本市举行了一场会议。★\n", encoding="utf-8")
    options = ("--stage", tmp_path / "stars.py")
    for _ in range(2):  # what a file registers is forgotten when the command is over
        result = jianbao("ingest", tmp_path / "p.txt", "-o", tmp_path / "out", *options)
        assert result.exit_code == 0, result.stderr
    assert json.loads((tmp_path / "out/p/page.json").read_bytes())["ledger"]["discarded"]["star"] == 2
    assert "no-stars" not in jianbao("stages").stdout
    assert "no-stars" in jianbao("stages", *options).stdout


def test_a_change_holds_for_the_kinds_of_pages_that_can_take_it_and_the_others_are_named(
    jianbao: Jianbao, page: Path, tmp_path: Path
) -> None:
    (tmp_path / "a.png").write_bytes(b"")
    (tmp_path / "own.py").write_text(
        "from pipeline.registry import stage\n\n\n"
        '@stage("own", needs={"lines"}, gives={"lines"}, after="margins")\n'
        "def own(page):\n"
        "    return page\n",
        encoding="utf-8",
    )
    options = ("ingest", tmp_path / "a.png", page, "-o", tmp_path / "out", "--set", "undouble.copies=3")
    planned = jianbao(*options, "--stage", tmp_path / "own.py", "--dry-run")
    assert (planned.exit_code, planned.stdout) == (0, "2 files: new\n")
    own, undouble = planned.stderr.splitlines()
    assert own == "stage own wants to run after margins, not in scan; scan pages are cut without it"
    assert undouble.startswith("no stage undouble in recipe scan")
    assert undouble.endswith("; scan pages are cut without it")
    cut = jianbao("ingest", page, "-o", tmp_path / "out", "--set", "undouble.copies=3", "--stage", tmp_path / "own.py")
    assert (cut.exit_code, cut.stderr) == (0, "")
    for wrong in ("undoble.copies=3", "undouble.copies=many"):
        refused = jianbao(*options, "--set", wrong)
        assert refused.exit_code == 2
        assert not (tmp_path / "out/a").exists()


@pytest.mark.parametrize("recipe", ["pdf", "scan", "ocr"])
def test_a_recipe_for_paper_is_refused_for_raw_text(jianbao: Jianbao, page: Path, tmp_path: Path, recipe: str) -> None:
    result = jianbao("ingest", page, "-o", tmp_path / "out", "--recipe", recipe)
    assert result.exit_code == 2
    assert f"recipe {recipe} is not for raw text: raw text does not say where it stands on paper" in result.stderr
    assert not (tmp_path / "out").exists()


def test_a_stage_file_that_does_not_run_is_named(jianbao: Jianbao, page: Path, tmp_path: Path) -> None:
    (tmp_path / "broken.py").write_text("import no_such_module\n", encoding="utf-8")
    result = jianbao("ingest", page, "-o", tmp_path / "out", "--stage", tmp_path / "broken.py")
    assert result.exit_code == 2
    assert "broken.py: cannot be loaded: ModuleNotFoundError" in result.stderr


@pytest.mark.parametrize("source", sorted(FIXTURES.glob("*.txt")), ids=lambda path: path.stem)
def test_every_output_keeps_to_the_published_schema(jianbao: Jianbao, tmp_path: Path, source: Path) -> None:
    result = jianbao("ingest", source, "-o", tmp_path / "out")
    assert result.exit_code == 0, result.stderr
    pages = sorted((tmp_path / "out").rglob("page.json"))
    assert pages
    for path in pages:
        record = json.loads(path.read_bytes())
        jsonschema.validate(record, schema("page"))
        assert sorted(record["stories"]) == [each.stem for each in sorted(path.parent.glob("s*.json"))]
        for story in record["stories"]:
            jsonschema.validate(json.loads((path.parent / f"{story}.json").read_bytes()), schema("story"))


@pytest.mark.parametrize("name", ["traditional-taiwan.txt", "clean-daily.txt"])
def test_a_script_can_be_asked_for(jianbao: Jianbao, tmp_path: Path, name: str) -> None:
    result = jianbao("ingest", FIXTURES / name, "-o", tmp_path / "out", "--script", "hans")
    assert result.exit_code == 0, result.stderr
    stories = [json.loads(path.read_bytes()) for path in sorted((tmp_path / "out").rglob("s*.json"))]
    converted = [story for story in stories if story["original"]]
    assert bool(converted) == name.startswith("traditional")
    for story in converted:
        jsonschema.validate(story, schema("story"))
        assert (story["script"], story["original"]["script"]) == ("Hans", "Hant")
        assert len(story["original"]["body"]) == len(story["body"])
