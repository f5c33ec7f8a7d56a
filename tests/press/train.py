"""Learn the weights of the linking from pressed pages: `make train`.

    python -m tests.press.train [PAGES [SEED]]

The copy of the pages is split by story: what the held-out copy measures, no training has seen.
"""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path
from typing import Any

import pipeline.linking
from pipeline.linking.fit import toml
from tests.press import teach_paper
from tests.press.lessons import split_copy
from tests.press.page import make_pages
from tests.press.print import available
from tests.press.teach_body import learn_gathering, learn_joins, learn_kin, learn_leads, learn_nexts, learn_roles
from tests.press.teach_display import learn_heads, learn_members, learn_sections, learn_stays, learn_subheadings

# In their order: each learns on what the ones before it make of the pages.
TEACHERS = {
    "join": learn_joins,
    "role": learn_roles,
    "next": learn_nexts,
    "lead": learn_leads,
    "gather": learn_gathering,
    "kin": learn_kin,
    "stay": learn_stays,
    "member": learn_members,
    "sub": learn_subheadings,
    "section": learn_sections,
    "head": learn_heads,
}


def main(pages: int = 400, seed: int = 11) -> None:
    """Learn all the models in their order, each on what the ones before it make of the pages."""
    learn, _ = split_copy()
    specimens = [s for s in make_pages(pages, seed, stories=learn) if "\f" not in s.text[:-1]]
    path = Path(pipeline.linking.__file__).with_name("weights.toml")
    tables: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    for name, teacher in TEACHERS.items():
        tables[name] = teacher(specimens)
        _write(path, tables, name)
    if missing := available():
        print(f"what pages of paper teach stays as it is: {missing}")
        return
    sheets = list(teach_paper.printed_sheets(pages, seed, split_copy(more=True)[0]))
    for lesson in teach_paper.LESSONS:
        learned = lesson(sheets)
        tables |= learned
        _write(path, tables, ", ".join(learned))


def _write(path: Path, tables: dict[str, Any], name: str) -> None:
    """All that has been learned so far; what comes next learns on it."""
    aside = path.with_suffix(".new")
    aside.write_text(toml(tables), encoding="utf-8")
    aside.replace(path)
    _forget()
    print(f"{name}: learned", flush=True)


def _forget() -> None:
    from pipeline.linking import model

    for cached in (model._tables, model.model, model.choice):
        cached.cache_clear()


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:]))
