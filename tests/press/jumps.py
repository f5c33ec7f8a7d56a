"""Stories that go on on another page: the part before the jump and the part after it, as stories of their pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random

from tests.press.choice import item_of
from tests.press.galley import Draft, text_of
from tests.press.papers import Paper
from tests.press.plan import Item
from tests.press.stories import Part, Story

LONG = {"hans": 620, "hant": 400}  # characters of a story that is worth a jump
TO = {"hans": ("（下转第{n}版）", "（下转{n}版）", "（下转第{n}版）"), "hant": ("（下轉第{n}版）",)}
FROM = {"hans": ("（上接第{n}版）", "（上接{n}版）", "（紧接第{n}版）"), "hant": ("（上接第{n}版）",)}


def can_jump(story: Story) -> bool:
    """Whether a desk would let it go over two pages."""
    plain = story.kind == "article" and not story.jump and not story.related and not story.captions
    return plain and story.length >= LONG[story.script] and len(story.body) >= 4 and bool(story.headline)


def front_of(story: Story, printed: str, folio: str, rest: Sequence[Draft]) -> Story:
    """What is true of the first part. Its captions stay; a signature goes with the end of the text."""
    signed = story.signature if not any(draft.role == "signature" for draft in rest) else None
    named = story.byline or story.opening or signed
    return replace(
        story,
        signature=signed,
        authors=story.authors if named else (),
        jump={"to": folio, "printed": printed},
    )


def back_of(story: Story, rest: Sequence[Draft], folio: str, rng: Random) -> Story:
    """The second part: with its headline, or with nothing but the line that says where it comes from."""
    body = tuple(
        Part(draft.role, "".join(text for role, text in draft.parts if role == "body"))
        for draft in rest
        if draft.role in ("paragraph", "subheading")
    )
    signature = next((draft.text for draft in rest if draft.role == "signature"), None)
    shape = rng.random()
    return replace(
        story,
        headline=story.headline if shape < 0.65 else story.headline[:1] if shape < 0.8 else (),
        body=body,
        column=None,
        kicker=None,
        deck=None,
        lead=None,
        opening=None,
        byline=None,
        signature=signature,
        authors=story.authors if signature else (),
        dateline=None,
        captions=(),
        related=(),
        jump={
            "from": folio,
            "printed": rng.choice(FROM[story.script]).format(n=folio),
            "torn": bool(rest) and rest[0].indent == 0.0,
        },
    )


def cut(story: Story, rng: Random) -> list[Draft]:
    """The end of a story whose beginning is on another page: from within a sentence, or from a paragraph on."""
    body = text_of(story)
    paragraphs = [n for n, part in enumerate(body) if part.type == "paragraph" and len(part.text) > 40]
    number = rng.choice(paragraphs[len(paragraphs) // 4 : max(2, 2 * len(paragraphs) // 3)])
    at = rng.randrange(15, len(body[number].text) - 15) if rng.random() < 0.6 else 0
    first = Draft(
        "paragraph", (("body", body[number].text[at:].lstrip("，。、；：！？”’）》」")),), indent=0.0 if at else 2.0
    )
    rest = [first, *(Draft(part.type, (("body", part.text),)) for part in body[number + 1 :])]
    if story.signature:
        rest.append(Draft("signature", (("signature", story.signature),)))
    return rest


def continued(story: Story, base: float) -> Item:
    """The second part as an item of its page."""
    return item_of(story, base, label=False)


def begun(story: Story, base: float, folio: str, rng: Random) -> Item:
    """A story that is given less room than it needs, because it goes on elsewhere."""
    item = item_of(story, base)
    return replace(item, need=item.need * rng.uniform(0.45, 0.68), jump_to=folio)


def by_chance(paper: Paper, copy: Sequence[Story], rng: Random) -> tuple[Item, ...]:
    """For a page by itself: now and then a story that goes on elsewhere, or comes from elsewhere."""
    able = [story for story in copy if can_jump(story)]
    items: list[Item] = []
    base = 18.0
    if able and rng.random() < paper.jumps:
        story = able.pop(rng.randrange(len(able)))
        items.append(begun(story, base, str(rng.randint(2, 8)), rng))
    if able and rng.random() < paper.jumps * 0.7:
        story = rng.choice(able)
        folio = str(rng.choice((1, 1, 1, 2, 3, 5)))
        items.append(continued(back_of(story, cut(story, rng), folio, rng), base))
    return tuple(items)
