"""Parts: a METS file among the files of a folder stands for those that it names.

    mets.xml, alto/0001.xml, alto/0002.xml, mods.xml  →  mets.xml
    mets.xml, alto/0001.xml, notes/other-alto.xml     →  mets.xml, notes/other-alto.xml, if METS does not name it

XML that it does not name is taken for metadata and left alone, if its root element says that it is no page; what is
empty or broken is a source like any other. Web pages are left alone everywhere unless they are hOCR.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pipeline.readers import ocr_files


@dataclass(frozen=True, slots=True)
class Parts:
    """The METS files met so far, and the real paths of the files that they name."""

    heads: frozenset[Path] = frozenset()
    named: frozenset[Path] = frozenset()

    def joined(self, files: Iterable[Path]) -> Parts:
        """These and those that are among `files`."""
        heads = [path for path in files if path.suffix.lower() in ocr_files.METS_SUFFIXES and ocr_files.is_mets(path)]
        if not heads:
            return self
        named = {each.resolve() for head in heads for each in ocr_files.files_of(head)[1:]}
        return Parts(self.heads.union(heads), self.named | named)

    def leave(self, path: Path) -> bool:
        """Whether a file is still a source of its own."""
        if path in self.heads:
            return True
        if self.named and path.resolve() in self.named:
            return False
        if path.suffix.lower() in ocr_files.WEB:
            return ocr_files.is_page_file(path)
        beside = any(head.parent in path.parents for head in self.heads)
        return not (beside and ocr_files.is_metadata(path))


NO_PARTS = Parts()
