"""Ingest: many pages, from the list of sources to the files of their stories; one bad page costs no other.

Here a run is put together: what is found, what of it is to be done, who does it; `running` then does it.
"""

from __future__ import annotations

import hashlib
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from pipeline import __version__
from pipeline.ingest.catalogue import FILE, Catalogue
from pipeline.ingest.cluster import Cluster
from pipeline.ingest.cutting import Bench
from pipeline.ingest.executors import Executor, Here, Processes
from pipeline.ingest.home import connect, home_of
from pipeline.ingest.options import Options, Watch, cores
from pipeline.ingest.plans import Plan, StageFile, plan_of, stage_digest
from pipeline.ingest.running import Run
from pipeline.ingest.sources import Missing, nothing, walk
from pipeline.ingest.stores import Store, store_of
from pipeline.ingest.summary import Failure, Summary
from pipeline.ingest.worklist import REASONS, UNTOLD, Wanted, WorkList
from pipeline.readers.choose import OCR, PDF, TEXT, kinds_in
from pipeline.readers.scan import ENGINES
from pipeline.recipe import Recipe
from pipeline.writers.files import WriteError
from pipeline.writers.names import printable

Recipes = Callable[[str], Recipe]  # the recipe for a kind of source; raises RecipeError
HANDFUL = 4  # files that are cut in this process if they are small: a worker takes longer to start
SMALL = 8 * 1024 * 1024  # bytes of all of them
QUICK = frozenset({TEXT, PDF, OCR})  # kinds of which a page takes less than a second


def ingest(
    sources: Sequence[str],
    out: Path | str,
    recipe: Recipe | Recipes,
    options: Options | None = None,
    watch: Watch | None = None,
) -> Summary:
    """Cut all pages that `sources` name into stories under `out`, a folder or a URL.

    What an earlier run has done and nothing has changed is left as it is. Whatever goes wrong with a page is a
    Failure of the summary; an interrupt, a full disk or too many failures stop the run: what is written stays,
    and the summary says why. `recipe` is one for all pages, or gives the one for each kind of source.
    Raises ReadError if there is nothing to read at all, EngineMissing, RecipeError before the first page,
    Busy if another run is writing to `out`, and WriteError where it cannot be written at all.
    """
    options, watch = options or Options(), watch or Watch()
    started = time.monotonic()
    with _prepared(sources, out, recipe, options, watch) as made:
        for reason, count in made.reasons.items():
            if reason not in UNTOLD:
                watch.notice(f"{count:,} {'file' if count == 1 else 'files'} to be cut anew: {REASONS[reason]}")
        made.catalogue.begin()
        made.catalogue.commit()
        executor = _executor(made, options)
        stopped = Run(made.catalogue, made.work, made.store, executor, options, watch).go()
        counts = made.catalogue.counts()
        missing = tuple(Failure(printable(each.name), None, "find", each.reason) for each in made.missing)
        run = made.catalogue.run
    return Summary(
        str(out), made.home / FILE, run, *counts, missing=missing, seconds=time.monotonic() - started, stopped=stopped
    )


def plan(
    sources: Sequence[str], out: Path | str, recipe: Recipe | Recipes, options: Options | None = None
) -> dict[str, int]:
    """How many files `ingest` would cut, by the reason why, and `unchanged`, those that it would leave alone.

    Raises as `ingest` does.
    """
    with _prepared(sources, out, recipe, options or Options(), Watch()) as made:
        return {**made.reasons, "unchanged": len(made.work) - sum(made.reasons.values())}


@dataclass(frozen=True, slots=True)
class _Prepared:
    """All that a run needs, before it does anything."""

    home: Path
    plan: Plan
    store: Store
    recipes: Mapping[str, Recipe]
    work: WorkList
    catalogue: Catalogue
    reasons: Mapping[str, int]
    missing: list[Missing]


@contextmanager
def _prepared(
    sources: Sequence[str], out: Path | str, recipe: Recipe | Recipes, options: Options, watch: Watch
) -> Iterator[_Prepared]:
    """The work list beside the catalogue of `out`, with the lock on it."""
    missing: list[Missing] = []
    items = walk(sources, missing)
    first = next(items, None)
    if first is None:
        raise nothing(missing)
    recipes = _Recipes(recipe)
    recipes.need(first.kind)  # what is wrong with it is said before anything is made
    place = str(out)
    store = store_of(place)
    with home_of(place) as home, closing(connect(home, watch.notice)) as connection:
        try:
            work = WorkList(connection)
            connection.execute("BEGIN")
            for kind in work.fill(chain([first], items)):
                recipes.need(kind)
            work.part()
            plans, stages = plan_of(recipes.chosen)
            digests = {kind: each.sha256 for kind, each in plans.items()}
            other = _digest(stages, options.encoding, options.ocr.engine)
            catalogue = Catalogue(connection, digests, other, __version__)
            if restored := catalogue.restore_if_new(store):
                watch.notice(f"the catalogue was made anew from the output: {restored:,} pages")
            wanted = Wanted(digests, other, __version__, options.force, options.retry_failed)
            reasons = work.judge(wanted, store.extent)
            most = options.page_bytes
            plan = Plan(
                place, plans, stages, options.encoding, options.most_bytes, options.ocr, most, str(home / "workers")
            )
            yield _Prepared(home, plan, store, recipes.chosen, work, catalogue, reasons, missing)
        except sqlite3.Error as reason:
            raise WriteError(f"{home / FILE}: the catalogue cannot be written: {reason}", hopeless=True) from reason
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")


class _Recipes:
    """The recipes for the kinds of sources that there are, each made and checked once."""

    def __init__(self, recipe: Recipe | Recipes) -> None:
        self._recipe = recipe
        self.chosen: dict[str, Recipe] = {}

    def need(self, kind: str) -> None:
        """Raises RecipeError."""
        for each in kinds_in(kind):
            if each not in self.chosen:
                self.chosen[each] = self._recipe if isinstance(self._recipe, Recipe) else self._recipe(each)


def _digest(stages: Sequence[StageFile], encoding: str | None, engine: str) -> str:
    """Changes when something does that decides over the output and is not in the recipe; empty for the usual."""
    stages_digest = stage_digest(stages)
    if not stages_digest and encoding is None and engine == ENGINES[0]:
        return ""
    read_by = "" if engine == ENGINES[0] else f"\n{engine}"
    return hashlib.sha256(f"{stages_digest}\n{encoding}{read_by}".encode()).hexdigest()


def _executor(made: _Prepared, options: Options) -> Executor:
    """Who does the work: this process for a handful of small files, and where nobody else sees the output."""
    if options.scheduler:
        if not made.store.shared:
            raise WriteError(
                f"{made.plan.out}: the machines of a cluster cannot write there; name a folder or an s3:// URL"
            )
        return Cluster(options.scheduler, made.plan, options.page_seconds)
    count, size = made.work.to_do()
    kinds = made.work.kinds_to_do()
    few = count <= HANDFUL and size <= SMALL and (kinds <= QUICK or count == 1)
    if options.jobs == 0 or not made.store.shared or not count or (options.jobs is None and few):
        return Here(Bench(made.store, made.recipes, options.encoding, options.most_bytes, options.ocr))
    jobs = options.jobs or min(cores(), count)
    return Processes(made.plan, jobs, options.page_seconds)
