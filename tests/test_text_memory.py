"""A memory makes what it lacks once, keeps what is asked for, and never grows past two generations."""

from collections import Counter

from marsad.text.memory import Memory


class Measured:
    """Makes the length of a word, and counts how often it did."""

    def __init__(self) -> None:
        self.made: Counter[str] = Counter()

    def __call__(self, word: str) -> int:
        self.made[word] += 1
        return len(word)


def test_a_word_asked_for_all_the_time_outlives_the_others() -> None:
    make = Measured()
    memory = Memory(make, limit=2)
    assert [memory[word] for word in ("a", "bb", "a", "ccc", "a", "dddd", "a")] == [1, 2, 1, 3, 1, 4, 1]
    assert make.made == Counter(("a", "bb", "ccc", "dddd"))


def test_it_forgets_what_was_not_asked_for_lately() -> None:
    make = Measured()
    memory = Memory(make, limit=3)
    for number in range(100):
        assert memory[str(number)] == len(str(number))
        assert len(memory) <= 3
    assert memory["0"] == 1
    assert make.made["0"] == 2
    assert make.made["99"] == 1
