"""A memory makes what it lacks once, keeps what is asked for again, and never grows past its generations."""

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


def test_what_is_asked_for_once_drives_out_nothing_that_was_asked_for_twice() -> None:
    make = Measured()
    memory = Memory(make, limit=4)
    kept = ["a", "bb", "ccc"]
    for word in kept * 2:
        assert memory[word] == len(word)
    for number in range(100):
        assert memory[f"new {number}"] == len(f"new {number}")
    assert [memory[word] for word in kept] == [1, 2, 3]
    assert all(make.made[word] == 1 for word in kept)


def test_a_word_that_comes_again_soon_is_made_once() -> None:
    make = Measured()
    memory = Memory(make, limit=10)
    for word in [f"{number}" for number in range(10)] * 2:
        memory[word]
    assert set(make.made.values()) == {1}
    assert len(memory) == 10


def test_nothing_is_still_an_answer() -> None:
    asked: list[str] = []
    memory: Memory[str, None] = Memory(asked.append)
    assert [memory["a"], memory["a"], memory["a"]] == [None] * 3
    assert asked == ["a"]
