"""Which face sets what: a paper's choice for one page, headlines by story."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random

from tests.press.model import Line
from tests.press.print.defects import Manner
from tests.press.print.faces import face
from tests.press.print.setting import Faces

_BODY = {"song": 5, "serif": 4, "kai": 0.4}
_HEADS = {"sans-bold": 4, "serif-bold": 5, "hei": 2, "song": 1.5, "kai": 1.5}
_SMALL = {"kai": 4, "song": 2, "serif": 2, "sans": 2}
_SUBHEADS = {"sans-bold": 3, "hei": 3, "serif-bold": 2, "kai": 1}
_NOTES = {"kai": 4, "sans": 2, "song": 2, "hei": 1}
_LATIN = {
    "song": "roman",
    "kai": "roman",
    "song-gb": "roman",
    "kai-gb": "roman",
    "serif": "roman",
    "serif-bold": "roman-bold",
    "hei": "grotesk",
    "sans": "grotesk",
    "sans-bold": "grotesk-bold",
}
_MAINLAND = {"song": "song-gb", "kai": "kai-gb"}  # marks at the foot of their em; no forms for upright type
_OTHERS = ("serif", "song", "hei")


@dataclass
class Typography:
    """The faces of one page."""

    script: str
    manner: Manner
    rng: Random
    old: bool = False
    own_latin: bool = False
    roles: dict[str, str] = field(default_factory=dict)
    heads: dict[str | None, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.own_latin = self.rng.random() < 0.2
        thin = self.manner.has("fake-bold") or self.manner.has("stroke-bold")  # only thin type needs it
        subheads = {"hei": 3, "song": 2, "kai": 1} if thin else _SUBHEADS
        body = "song" if self.old else _pick(self.rng, _BODY)
        note, small = _pick(self.rng, _NOTES), _pick(self.rng, _SMALL)
        self.roles = {
            "paragraph": body,
            "subheading": _pick(self.rng, subheads),
            "kicker": small,
            "deck": small,
            "byline": note,
            "caption": _pick(self.rng, _NOTES),
            "signature": note if self.rng.random() < 0.6 else body,
            "jump": note,
            "column": _pick(self.rng, _SUBHEADS),
            "furniture": _pick(self.rng, {"sans": 2, "hei": 2, "song": 2, "serif": 1}),
        }

    def of(self, line: Line) -> Faces:
        """The faces of a line."""
        if line.role == "headline" and line.display:
            if line.story not in self.heads:
                self.heads[line.story] = _pick(self.rng, _HEADS)
            name = self.heads[line.story]
        else:
            name = self.roles.get(self._role(line), self.roles["furniture"])
        if self.script == "hans" and not line.vertical:
            name = _MAINLAND.get(name, name)
        latin = name if self.own_latin else _LATIN[name]
        return Faces(
            face(name, self.script),
            face(latin, self.script),
            1.0 if self.own_latin else self.manner.scale,
            0.0 if self.own_latin else self.manner.fall,
            tuple(face(other, self.script) for other in _OTHERS),
        )

    @staticmethod
    def _role(line: Line) -> str:
        return "subheading" if line.role == "headline" else line.role if line.story or line.role == "column" else ""


def _pick(rng: Random, weights: Mapping[str, float]) -> str:
    return rng.choices(list(weights), list(weights.values()))[0]
