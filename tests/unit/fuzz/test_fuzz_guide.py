"""What a campaign has seen, which entry is changed, and which way of making inputs comes next."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from validator.fuzz.case import GENERATED, MUTATED
from validator.fuzz.corpus import Corpus, Entry
from validator.fuzz.guide import FeatureGuide, Guide, discovery_chance, edge_numbers
from validator.fuzz.scheduler import Scheduler, Way, ways_of
from validator.mutate.draws import Draws


def test_counts_fall_into_classes() -> None:
    guide = Guide()
    assert guide.note(bytes([0, 1, 4, 200])).gain == 3
    assert guide.note(bytes([0, 1, 7, 255])).gain == 0
    assert guide.note(bytes([0, 2, 8, 0])).gain == 2
    assert guide.note(bytes([9, 0, 0, 0])).gain == 1
    assert guide.edges == 4


def test_a_path_is_counted_and_new_only_once() -> None:
    guide = Guide()
    runs = [guide.note(bytes([1, 0, 3])) for _ in range(4)]
    assert [run.often for run in runs] == [1, 2, 3, 4]
    assert [run.gain for run in runs] == [2, 0, 0, 0]
    assert len({run.path for run in runs}) == 1
    assert guide.singles == 0
    assert guide.runs == 4


@given(st.lists(st.binary(min_size=6, max_size=6), max_size=30))
def test_singles_are_what_one_run_alone_has_shown(runs: list[bytes]) -> None:
    guide = Guide()
    shown: Counter[tuple[int, int]] = Counter()
    for coverage in runs:
        before = len(shown)
        marks = {(at, _class(count)) for at, count in enumerate(coverage) if count}
        shown.update(marks)
        assert guide.note(coverage).gain == len(shown) - before
    assert guide.singles == sum(count == 1 for count in shown.values())
    assert guide.edges == len({at for at, _ in shown})


def _class(count: int) -> int:
    return next(i for i, last in enumerate((1, 2, 3, 7, 15, 31, 127, 255)) if count <= last)


def test_features_are_new_once_and_single_once() -> None:
    guide = FeatureGuide()
    assert guide.note({1, 2}) == {1, 2}
    assert guide.singles == 2
    assert guide.note({2, 3}) == {3}
    assert guide.singles == 2
    assert guide.note({1, 2, 3}) == frozenset()
    assert (guide.singles, guide.files) == (0, 3)


def test_chance_of_a_discovery() -> None:
    assert discovery_chance(0, 0) == 1.0
    assert discovery_chance(5, 100) == 0.05
    assert discovery_chance(500, 100) == 1.0
    assert edge_numbers(bytes([0, 2, 0, 1])) == [1, 3]


def _corpus(*sizes: int, valid: bool = True) -> Corpus:
    corpus = Corpus()
    for number, size in enumerate(sizes):
        entry = Entry(number, bytes([number]) * size, path=number, gain=1, is_valid=valid)
        corpus.add(entry, [number])
    corpus.weigh({})
    return corpus


def test_small_entries_are_changed_more_often() -> None:
    corpus = _corpus(10, 1000, 100)
    draws = Draws(b"k")
    picks = Counter(corpus.pick(draws).number for _ in range(3000))
    assert picks[0] > picks[2] > picks[1] > 0


def test_refused_entries_take_a_small_part() -> None:
    corpus = _corpus(*[50] * 40, valid=False)
    corpus.add(Entry(40, b"valid", gain=1), [99])
    corpus.weigh({})
    draws = Draws(b"k")
    assert sum(corpus.pick(draws).number == 40 for _ in range(1000)) > 700


def test_favored_entries_show_everything_and_are_the_smallest() -> None:
    corpus = Corpus()
    corpus.add(Entry(0, b"a" * 90), [1, 2, 3])
    corpus.add(Entry(1, b"b" * 20), [1, 2])
    corpus.add(Entry(2, b"c" * 30), [2])
    assert [one.number for one in corpus.favored()] == [0, 1]
    assert b"c" * 30 in corpus
    corpus.add(Entry(3, b"d" * 10), [3])
    assert [one.number for one in corpus.favored()] == [1, 3]


def test_a_way_that_finds_gets_more_and_the_others_keep_something() -> None:
    ways = (Way(MUTATED, "a", 10), Way(MUTATED, "b", 10), Way(GENERATED, "valid", 10))
    scheduler = Scheduler(ways)
    draws, picks = Draws(b"k"), Counter[int]()
    for _ in range(6000):
        number = scheduler.pick(draws)
        picks[number] += 1
        scheduler.credit(number, int(number == 1 and picks[1] % 5 == 0))
    assert picks[1] > 2 * picks[0]
    assert min(picks.values()) > 300
    assert scheduler.scores[1].finds == picks[1] // 5


def test_unknown_kinds_keep_their_share() -> None:
    ways = ways_of({"structure": 1, "novel": 7}, ["valid"])
    assert [(way.origin, way.kind) for way in ways] == [
        (MUTATED, "structure"), (MUTATED, "novel"), (GENERATED, "valid"),
    ]  # fmt: skip
    assert ways[1].share > 0
    assert ways[1].name == "mutated: novel"
