"""A short piece among the columns of a story on its own subject is a sidebar of that story."""

from __future__ import annotations

from pipeline.linking.paper.sidebars import Piece, parents

FRAUD = "养老床位骗局的主犯昨天受审，检察院说床位合同是假的，老人交的钱追不回来，床位根本没有建。" * 4
TRICKS = "检察院提醒老人：床位合同要看清，骗局常以送鸡蛋开头，床位没有建成不要交钱。" * 2
HARVEST = "沙岗的黄桃今年早熟，果农夜里打着灯采摘，清晨装车运往省城，收购价比去年高了两成。" * 4
WIDE, AMONG, BESIDE = (0.0, 0.0, 100.0, 100.0), (40.0, 40.0, 60.0, 60.0), (110.0, 0.0, 150.0, 60.0)
FAR = (300.0, 0.0, 400.0, 60.0)


def piece(box: tuple[float, float, float, float], text: str, by: str = "", *, boxed: bool = False) -> Piece:
    return Piece(box, text, frozenset(by.split()), boxed)


def of(*pieces: Piece, near: float = 0.0) -> list[int]:
    return [int(n) for n in parents(pieces, 30, near)]


STORY, OTHER = piece(WIDE, FRAUD, "赵砚秋"), piece(FAR, HARVEST, "殷朗")


def test_a_box_among_the_columns_of_its_story() -> None:
    assert of(STORY, piece(AMONG, TRICKS, boxed=True), OTHER) == [-1, 0, -1]


def test_a_box_beside_its_story_is_none() -> None:
    assert of(STORY, piece(BESIDE, TRICKS, boxed=True), OTHER) == [-1, -1, -1]


def test_a_box_close_beside_the_story_that_it_speaks_of() -> None:
    beside = piece(BESIDE, TRICKS, boxed=True)
    assert of(STORY, beside, OTHER, near=12.0) == [-1, 0, -1]
    assert of(STORY, beside, OTHER, near=8.0) == [-1, -1, -1]
    assert of(STORY, beside, piece(FAR, FRAUD), near=12.0) == [-1, -1, -1]


def test_a_box_that_speaks_more_like_another_story_is_none() -> None:
    assert of(piece(WIDE, HARVEST), piece(AMONG, TRICKS, boxed=True), piece(FAR, FRAUD)) == [-1, -1, -1]


def test_a_box_that_is_hardly_shorter_than_what_it_speaks_of_is_none() -> None:
    assert of(piece(WIDE, FRAUD[:100]), piece(AMONG, TRICKS, boxed=True), OTHER) == [-1, -1, -1]


def test_a_box_that_others_signed_is_none() -> None:
    assert of(STORY, piece(AMONG, TRICKS, "卞昭", boxed=True), OTHER) == [-1, -1, -1]
    assert of(STORY, piece(AMONG, TRICKS, "赵砚秋 卞昭", boxed=True), OTHER) == [-1, 0, -1]
    assert of(piece(WIDE, FRAUD), piece(AMONG, TRICKS, "卞昭", boxed=True), OTHER) == [-1, 0, -1]


def test_what_stands_in_no_box_is_one_where_it_takes_room_of_a_story_by_the_same_hand() -> None:
    assert of(STORY, piece(AMONG, TRICKS, "赵砚秋 费明澈"), OTHER) == [-1, 0, -1]
    assert of(STORY, piece((70.0, 40.0, 120.0, 60.0), TRICKS, "赵砚秋"), OTHER) == [-1, 0, -1]


def test_what_stands_in_no_box_is_none_beside_a_story_or_by_another_hand() -> None:
    assert of(STORY, piece(AMONG, TRICKS), OTHER) == [-1, -1, -1]
    assert of(STORY, piece(AMONG, TRICKS, "卞昭"), OTHER) == [-1, -1, -1]
    assert of(STORY, piece((90.0, 40.0, 140.0, 60.0), TRICKS, "赵砚秋"), OTHER, near=12.0) == [-1, -1, -1]


def test_a_box_of_a_few_words_is_none() -> None:
    assert of(STORY, piece(AMONG, "床位合同", boxed=True), OTHER) == [-1, -1, -1]


def test_a_page_without_stories() -> None:
    assert of() == []


def test_what_has_no_extent_is_in_no_story() -> None:
    assert of(STORY, piece((50.0, 50.0, 50.0, 60.0), TRICKS, "赵砚秋"), OTHER) == [-1, -1, -1]
