"""Link: which paragraph follows which, over column breaks, displaced leads and other stories' columns.

    lead (far from its body) → 五年来，通州… → … → 书|写中国特色…

Every block of running text gets at most one successor; the best chains as a whole become the stories' bodies.
"""

from __future__ import annotations

from dataclasses import replace

from pipeline.linking.candidates import joins_only, links, view_of
from pipeline.linking.gathering import gather
from pipeline.linking.leads import apart, attach
from pipeline.linking.model import sigmoid
from pipeline.linking.shuffled import cluster
from pipeline.linking.solver import best_chains
from pipeline.page import Block, Page, Role, Story
from pipeline.registry import Settings, stage

UNLIKELY = -6.0  # log odds below which a link is not remembered
LEAST = 0.3  # the confidence of a link that only the gathering of chains has made


class Link(Settings):
    threshold: float = 0.0  # log odds that a link must exceed
    lead: float = 1.5  # log odds below which a wide tail of a chain is looked at as another story's lead
    trust: float = 0.3  # how far the source's order must be believed for it to guide the gathering
    kin: float = -1.5  # log odds above which two chains of a shuffled page are one story
    gather: float = 1.5  # log odds above which two chains are one story


@stage("link", needs={"blocks"}, gives={"stories"})
def link(page: Page, settings: Link) -> Page:
    """Chain the body blocks into stories; the other blocks stay for the stages that place them."""
    blocks = page.blocks
    if not any(block.role is Role.PARAGRAPH for block in blocks):
        return page
    view = view_of(blocks)
    a, b, gain, joined = links(view)
    worth = gain > UNLIKELY
    pairs = list(zip(a[worth].tolist(), b[worth].tolist(), strict=True))
    odds = dict(zip(pairs, gain[worth].tolist(), strict=True))
    if view.trust < settings.trust:
        chains = cluster(view, best_chains(len(view.body), *joins_only(view)), settings.kin)
    else:
        chains = best_chains(len(view.body), a, b, gain - settings.threshold)
        chains = attach(view, apart(view, chains, odds, settings.lead))
        chains = gather(view, chains, settings.gather)
    kind = dict(zip(pairs, joined[worth].tolist(), strict=True))
    sure = dict(zip(pairs, sigmoid(gain[worth]).tolist(), strict=True))
    stories = []
    for chain in chains:
        paragraphs: list[Block] = []
        previous = -1
        for position in chain:
            block = blocks[int(view.body[position])]
            if previous >= 0:
                block = replace(block, confidence=round(max(LEAST, sure.get((previous, position), LEAST)), 3))
            if previous >= 0 and kind.get((previous, position)):
                paragraphs[-1] = paragraphs[-1].continued(block)
            else:
                paragraphs.append(block)
            previous = position
        stories.append(Story(tuple(paragraphs)))
    rest = tuple(block for block in blocks if block.role is not Role.PARAGRAPH)
    page = page.but(blocks=rest, stories=tuple(stories))
    return page.flagged("source-order-broken") if view.trust < settings.trust else page
