"""Imports point one way, a stage never imports another, and no module is longer than some pages."""

from __future__ import annotations

import ast
import sys
import tomllib
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LONGEST = 500  # lines of a module

# From top to bottom; a module imports from its own layer or from those below it.
LAYERS = (
    ("cli", "__main__"),
    ("drawing",),
    ("ingest", "explain"),
    ("evaluate",),
    ("run",),
    ("recipe",),
    ("stages", "readers", "writers"),
    ("registry", "linking"),
    ("layout",),
    ("running_heads",),
    ("people", "dates", "lost"),
    ("page", "column_labels"),
    ("text",),
    ("ledger",),
    ("errors", "characters", "unseen", "jump_words", "words", "recipes", "__init__"),
)
LEVEL = {name: -number for number, names in enumerate(LAYERS) for name in names}
UPWARD = {
    ("ledger", "text"),  # only for its type hints
    ("writers", "recipe"),  # the recipe's digest is written into every page
}
# Packages that are not named as their modules.
MODULE_OF = {"opencv-python-headless": "cv2", "pdfminer.six": "pdfminer", "playa-pdf": "playa", "pillow": "PIL"}
EXTRAS = ("cluster", "draw", "ocr", "parquet", "remote")  # what only some commands and options need
MODULES = sorted((ROOT / "pipeline").rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))


def name_of(path: Path) -> str:
    """pipeline/stages/link.py is pipeline.stages.link."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 2 else parts)


@cache
def imports(path: Path) -> tuple[tuple[str, int], ...]:
    """The modules of the package that a module imports, wherever in it, with the line."""
    found: list[tuple[str, int]] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: import by the full name"
            if node.module == "pipeline":
                found += [(f"pipeline.{alias.name}", node.lineno) for alias in node.names]
            elif node.module:
                found.append((node.module, node.lineno))
        elif isinstance(node, ast.Import):
            found += [(alias.name, node.lineno) for alias in node.names]
    return tuple((name, line) for name, line in found if name.split(".")[0] == "pipeline" and "." in name)


def layer(module: str) -> str:
    name = module.split(".")[1]
    return "__init__" if name.startswith("__version") else name


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_point_one_way(path: Path) -> None:
    own = layer(name_of(path))
    for name, line in imports(path):
        other = layer(name)
        assert other in LEVEL, f"{other}: which layer is it in? say so in {Path(__file__).name}"
        allowed = LEVEL[other] <= LEVEL[own] or (own, other) in UPWARD
        assert allowed, f"{path.relative_to(ROOT)}:{line}: {own} is below {other} and must not import it"


@pytest.mark.parametrize("path", [p for p in MODULES if layer(name_of(p)) == "stages"], ids=name_of)
def test_a_stage_never_imports_another(path: Path) -> None:
    assert [name for name, _ in imports(path) if layer(name) == "stages"] == []


@pytest.mark.parametrize("package", ["readers", "writers", "stages"])
def test_sources_outputs_and_stages_know_nothing_of_each_other(package: str) -> None:
    others = {"readers", "writers", "stages", "evaluate"} - {package}
    for path in MODULES:
        if layer(name_of(path)) == package:
            assert [name for name, _ in imports(path) if layer(name) in others] == []


def test_nothing_outside_the_tests_imports_them() -> None:
    for path in MODULES:
        source = path.read_text(encoding="utf-8")
        assert "from tests" not in source, path
        assert "import tests" not in source, path


@pytest.mark.parametrize("path", [*MODULES, *TESTS], ids=lambda path: str(path.relative_to(ROOT)))
def test_no_module_is_too_long(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_every_module_says_what_it_is_for(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), f"{path}: no docstring"


def test_only_what_is_declared_is_imported() -> None:
    """Third-party packages that the package imports are its dependencies, and the other way round."""
    data = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extras = data["project"]["optional-dependencies"]
    extra = [each for name in EXTRAS for each in extras[name]]
    names = [requirement.split(">")[0] for requirement in (*data["project"]["dependencies"], *extra)]
    names += ["openvino"]  # taken instead of ONNX Runtime where it is installed
    declared = {MODULE_OF.get(name, name.replace("-", "_")) for name in names}
    used = set()
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                used.add((node.module or "").split(".")[0])
            elif isinstance(node, ast.Import):
                used |= {alias.name.split(".")[0] for alias in node.names}
    used -= set(sys.stdlib_module_names) | {"pipeline"}
    assert used <= declared
    assert declared - used <= {
        "regex",
        "s3fs",
        "rapidocr",
    }  # fsspec loads s3fs for s3://; of RapidOCR only the model is used
