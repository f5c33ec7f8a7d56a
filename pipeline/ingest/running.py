"""Running: the heart of a run. Jobs go out, what becomes of them comes back and is recorded, nothing is decided twice.

Whoever works may die at any moment. A page that was in hand then is tried once more and after that has failed,
with the reason; the pages before it are done, and those after it get their turn.
"""

from __future__ import annotations

import logging
import sqlite3
import time
from dataclasses import dataclass

from msgspec import structs

from pipeline.errors import EngineMissing, JianbaoError, ReadError
from pipeline.ingest.catalogue import Catalogue
from pipeline.ingest.cutting import page_id_of
from pipeline.ingest.executors import Executor
from pipeline.ingest.interrupts import Wish, listening
from pipeline.ingest.messages import Died, FileRead, Job, PageCut, PageLost, Place, Stop, Told, Torn
from pipeline.ingest.options import Options, Progress, Watch
from pipeline.ingest.stores import Store
from pipeline.ingest.worklist import WorkList
from pipeline.writers.files import WriteError
from pipeline.writers.names import printable

INTERRUPTED = "interrupted"
OUT_OF_MEMORY = "out of memory"
ATTEMPTS = 2  # of a page that kills whoever cuts it

log = logging.getLogger("jianbao.ingest")
log.addHandler(logging.NullHandler())


@dataclass(slots=True)
class _File:
    """What is known of a file that is in hand. `whole`: all of it is cut anew."""

    job: Job
    whole: bool
    last: int = 0  # the page that was told last
    pages: int | None = None
    sha256: str | None = None
    nameless: PageLost | None = None  # lost before any page was seen: it has no id, for it may be the only one


class Run:
    """One run over a work list. `go` does it."""

    def __init__(
        self, catalogue: Catalogue, work: WorkList, store: Store, executor: Executor, options: Options, watch: Watch
    ) -> None:
        self._catalogue, self._work, self._store, self._executor = catalogue, work, store, executor
        self._options, self._watch = options, watch
        self._files: dict[int, _File] = {}
        self._fresh = work.jobs()
        self._numbered = 0
        self._again: list[Job] = []
        self._started = time.monotonic()
        self._done_files = self._pages = self._failed = 0
        self._all_files, _ = work.to_do()
        self._ending = False
        self._stopped: str | None = None

    def go(self) -> str | None:
        """Do what there is to do; why it ended early, if it did.

        Raises EngineMissing, and JianbaoError where nobody can work at all.
        """
        try:
            with listening() as wish:
                wish.ring = self._executor.wake
                self._work_off(wish)
        except KeyboardInterrupt:
            self._stopped = INTERRUPTED
        except MemoryError:
            self._stopped = OUT_OF_MEMORY
        except (sqlite3.Error, WriteError) as reason:
            self._stopped = f"the output cannot be written: {reason}"
        finally:
            self._executor.close()
            self._catalogue.keep()
        return self._stopped

    def _work_off(self, wish: Wish) -> None:
        while True:
            while not self._ending and self._executor.free and (job := self._next()):
                self._catalogue.started(job)
                self._executor.submit(job)
            if not self._files:
                break
            self._catalogue.commit()
            for job, told in self._executor.told():
                self._hear(job, told)
                if self._stopped is not None:
                    break
            self._catalogue.commit()
            if self._stopped is not None:
                return
            if wish.asked and not self._ending:
                self._ending = True
                self._executor.finish()
            if self._ending and not self._executor.busy:
                break
        if wish.asked:
            self._stopped = INTERRUPTED
            return
        self._catalogue.stitch(self._store)
        self._catalogue.commit()

    def _next(self) -> Job | None:
        """What is to be done next, numbered, if there is anything now; what is to be tried again goes first."""
        if self._again:
            return self._again.pop(0)
        new = next(self._fresh, None)
        if new is None:
            return None
        self._numbered += 1
        job = structs.replace(new[0], number=self._numbered)
        self._files[job.number] = _File(job, new[1], job.first - 1)
        return job

    def _hear(self, job: Job, told: Told) -> None:
        """Record what became of a job, or of a page of it, and do what follows from it."""
        file = self._files[job.number]
        match told:
            case PageCut():
                self._name(job, file, many=True)
                self._catalogue.cut(job, told)
                file.last, file.pages, file.sha256 = told.number, told.pages, told.sha256
                self._pages += 1
                log.info("written", extra={"page": told.page_id, "stage": "write", "seconds": told.seconds})
                self._tell(job)
            case PageLost():
                if told.page_id is None:
                    file.nameless = None  # what is said of the whole file is said of this page, too
                self._name(job, file, many=True)
                file.last = told.number or file.last
                self._lose(job, told)
            case FileRead():
                self._end(job, file, told)
            case Torn() if job.attempt < ATTEMPTS:
                self._restart(job, file)
            case Torn():
                self._lose(job, PageLost(None, None, 0.0, "read", told.reason))
                self._end(job, file, FileRead("", ""))
            case Died():
                self._survive(job, file, told)
            case Stop(why="interrupted") if self._ending:
                pass
            case Stop(why="interrupted"):
                self._stopped = INTERRUPTED
            case Stop(why="disk"):
                self._stopped = told.reason
            case Stop(why="engine"):
                raise EngineMissing(told.reason)
            case Stop():
                raise JianbaoError(told.reason)

    def _lose(self, job: Job, page: PageLost) -> None:
        self._catalogue.lost(job, page, self._is_kept(job, page))
        self._failed += 1
        where = {"page": page.page_id or job.page_id, "stage": page.stage, "seconds": page.seconds}
        log.error("%s", page.reason, extra=where)
        if page.trace:
            self._watch.trace(page.trace)
        most = self._options.most_failed
        if most is not None and most.exceeded(self._failed, self._failed + self._pages):
            self._stopped = f"more than {most} of the pages failed ({self._failed} of {self._failed + self._pages})"
        self._tell(job)

    def _is_kept(self, job: Job, page: PageLost) -> bool:
        """Whether output of an earlier run is still there, of the page or of any page of the file."""
        ids = [page.page_id] if page.page_id else [job.page_id, *self._catalogue.earlier(job)]
        try:
            return any(self._store.has(each) for each in ids)
        except ReadError:
            return False

    def _end(self, job: Job, file: _File, told: FileRead) -> None:
        """The end of a file, or of the part of it that was to be done."""
        if job.goes_on is not None and told.sha256 and told.sha256 != job.goes_on:
            self._restart(job, file)  # it is another than the one whose first pages were cut before
            return
        if file.nameless is not None and not told.sha256:  # nobody came to the end of the file
            lost, file.nameless = file.nameless, None
            self._lose(job, lost)
        self._name(job, file, many=False)
        self._catalogue.finished(job, told)
        if file.whole and not told.same and told.sha256:
            for page_id in self._catalogue.stale(job):
                self._store.remove(page_id)
        del self._files[job.number]
        self._done_files += 1
        self._tell(job)

    def _restart(self, job: Job, file: _File) -> None:
        """All of the file again: it is another than it was when its reading began."""
        self._catalogue.restart(job)
        log.warning("changed while it was being read; it is read again", extra={"page": job.page_id, "stage": "read"})
        file.whole, file.last, file.pages, file.sha256, file.nameless = True, 0, None, None, None
        self._repeat(file, structs.replace(job, first=1, last=None, attempt=job.attempt + 1, known=None, goes_on=None))

    def _survive(self, job: Job, file: _File, died: Died) -> None:
        """The page that was in hand is tried once more, or is lost; those behind it get their turn."""
        place = died.place or Place(file.last + 1, None, "read")
        log.warning("%s", died.reason, extra={"page": place.page_id or job.page_id, "stage": place.stage})
        file.pages = file.pages or place.pages
        if file.nameless is not None:
            if (file.pages or 1) == 1:  # with no page to be seen, one look more is enough
                self._end(job, file, FileRead("", None))
                return
            self._name(job, file, many=True)
        attempt = job.attempt if place.number == job.first else 1
        following = structs.replace(job, known=None, goes_on=file.sha256 or job.goes_on, unseen=file.pages is None)
        if attempt < ATTEMPTS:
            self._repeat(file, structs.replace(following, first=place.number, attempt=attempt + 1))
            return
        page_id = place.page_id or self._id(job, file, place.number)
        reason = f"{died.reason}; it was tried {ATTEMPTS} times; --retry-failed tries it again"
        lost = PageLost(place.number, page_id, died.seconds, place.stage, reason)
        if page_id is None and place.number == 1:
            file.nameless = lost
        else:
            self._lose(job, lost)
            if page_id is None or place.number == (job.last or file.pages):
                self._end(job, file, FileRead("", None))
                return
        file.last = place.number
        self._repeat(file, structs.replace(following, first=place.number + 1, attempt=1))

    def _id(self, job: Job, file: _File, number: int) -> str | None:
        """What a page that was lost before it was read is called; None where it is not known that there is one."""
        if job.last is not None:
            return self._catalogue.page_id(job, number)
        if file.pages is None or number > file.pages:
            return None
        return page_id_of(job.item, number, file.pages, job.taken)

    def _name(self, job: Job, file: _File, many: bool) -> None:
        """Record a page that was lost before any was seen, now that it is known whether it is one of many."""
        if file.nameless is not None:
            page_id = page_id_of(job.item, 1, 2 if many else 1, job.taken)
            lost, file.nameless = structs.replace(file.nameless, page_id=page_id), None
            self._lose(job, lost)

    def _repeat(self, file: _File, job: Job) -> None:
        file.job = job
        self._again.append(job)

    def _tell(self, job: Job) -> None:
        spent = time.monotonic() - self._started
        name = printable(job.item.name)
        self._watch.progress(Progress(self._done_files, self._all_files, self._pages, self._failed, spent, name))
