"""Passages are compared by the words that they share; what is counted in arrays is what plain counting gives."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.linking.grams import grams, spelled
from pipeline.linking.terms import Shared, Terms, similarity, terms

QUAY = "今年春天，县里在江边新修了三座码头，渔民周保根上岸卖鱼再也不用走山路。"
FISH = "周保根说，码头修好以后，一船鱼卖得快多了，GDP也涨了3.5%。"
BOOKS = "图书馆周末开门，孩子们排队借书。"
PASSAGES = st.lists(st.text(alphabet="春江潮水连海平〇𠮷，。 GDP35%", max_size=12), max_size=6)


def test_ideographs_are_taken_in_pairs_and_latin_words_whole() -> None:
    assert terms("渔民卖鱼，GDP涨3.5%") == ["渔民", "民卖", "卖鱼", "GDP", "3.5%"]


@given(PASSAGES)
def test_grams_are_the_neighbouring_ideographs_of_each_passage(passages: list[str]) -> None:
    passage, number = grams(passages, 2)
    found = [(int(p), spelled(int(n), 2)) for p, n in zip(passage, number, strict=True)]
    assert found == [(p, term) for p, text in enumerate(passages) for term in terms(text) if not term[0].isascii()]


@given(PASSAGES)
def test_likeness_is_the_cosine_of_the_weighed_terms(passages: list[str]) -> None:
    counts = [Counter(terms(text)) for text in passages]
    held = Counter(term for count in counts for term in count)
    weight = {term: np.log((len(passages) + 1) / (times + 0.5)) for term, times in held.items()}
    rows = [{term: weight[term] * (1 + np.log(times)) for term, times in count.items()} for count in counts]
    length = [np.sqrt(sum(value**2 for value in row.values())) or 1.0 for row in rows]
    told = [
        [sum(a[t] * b.get(t, 0.0) for t in a) / m / n for b, n in zip(rows, length, strict=True)]
        for a, m in zip(rows, length, strict=True)
    ]
    table = Terms(passages).rows
    assert (table @ table.T).toarray() == pytest.approx(np.array(told).reshape(len(passages), len(passages)), abs=1e-12)


def test_likeness_is_the_same_from_both_sides_to_the_last_bit() -> None:
    rows = Terms([QUAY * 3 + BOOKS, FISH + QUAY, BOOKS + FISH * 2]).rows
    every = np.arange(3)
    a, b = np.repeat(every, 3), np.tile(every, 3)
    assert (similarity(rows, rows, a, b) == similarity(rows, rows, b, a)).all()


def test_a_passage_is_likest_the_one_that_speaks_of_the_same() -> None:
    alike = (Terms([FISH, BOOKS]).others([QUAY]) @ Terms([FISH, BOOKS]).rows.T).toarray()[0]
    assert alike[0] > alike[1]


def test_what_no_passage_holds_counts_for_nothing() -> None:
    assert Terms([BOOKS]).others(["ABC火箭升空", ""]).nnz == 0


def test_names_are_triples_that_recur_and_are_no_words() -> None:
    shared = Shared([QUAY, FISH, BOOKS])
    together = (shared.rows @ shared.rows.T).toarray()
    assert together[0, 1] == 1  # 周保根; 码头 and 今年 are words
    assert not together[2, :2].any()


def test_a_word_of_three_characters_is_no_name() -> None:
    assert Shared([BOOKS, "图书馆关门了"]).rows.nnz == 0  # 图书馆


@pytest.mark.parametrize("passages", [[], [""], ["", "，。"]])
def test_passages_without_words_are_like_nothing(passages: list[str]) -> None:
    assert Terms(passages).rows.shape[0] == Shared(passages).rows.shape[0] == len(passages)
    assert Terms(passages).rows.nnz == Shared(passages).rows.nnz == 0
