"""The words by which the forms are known: headings, labels, titles, the first words of tables and registers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache

from ..form import Column, Form
from ..kind import fold

REMEMBERED = 65_536
"""So many texts are remembered, and whether a table begins with them."""


class Lexicon:
    """Words of some forms, folded; `lexicon_of` makes it once for the same forms."""

    def __init__(self, forms: Iterable[Form]) -> None:
        self.forms = tuple(forms)
        self._anchors: dict[str, bool] = {}

    @staticmethod
    def spellings(column: Column) -> Iterator[str]:
        """Folded headings of a column; of joined headings the first."""
        for words in (column.title, *column.aliases):
            yield fold(words if isinstance(words, str) else words[0])

    @cached_property
    def by_anchor(self) -> dict[str, tuple[Form, ...]]:
        """Folded first heading -> forms that may begin with it."""
        found: dict[str, tuple[Form, ...]] = {}
        for form in self.forms:
            for word in self.spellings(form.column(form.signs[0])):
                found[word] = (*found.get(word, ()), form) if form not in found.get(word, ()) else found[word]
        return found

    @cached_property
    def topics(self) -> frozenset[str]:
        """Folded headings that begin a register of lessons."""
        return frozenset(
            word for form in self.forms for column in form.lessons if column.name == "topic" for word in self.spellings(column)
        )

    @cached_property
    def titles(self) -> dict[str, tuple[tuple[str, Form], ...]]:
        """First word -> folded titles that begin with it, the longest first."""
        found: dict[str, list[tuple[str, Form]]] = {}
        for form in self.forms:
            for title in map(fold, (form.title, *form.titles)):
                found.setdefault(_first_word(title), []).append((title, form))
        return {word: tuple(sorted(pairs, key=lambda pair: -len(pair[0]))) for word, pairs in found.items()}

    def titled(self, text: str) -> Form | None:
        """The form whose title begins a text."""
        folded = fold(text)
        pairs = self.titles.get(_first_word(folded), ())
        return next((form for title, form in pairs if folded == title or folded.startswith((title + " ", title + ","))), None)

    def begins(self, text: str) -> bool:
        """Whether a raw text may begin a table or a register; a text with a colon is a label of the head.

        Remembered, for it is asked of every short text of a school.
        """
        known = self._anchors.get(text)
        if known is None:
            if len(self._anchors) >= REMEMBERED:
                self._anchors.clear()
            word = "" if text.rstrip().endswith(":") else fold(text)
            known = self._anchors[text] = word in self.by_anchor or word in self.topics
        return known

    @cached_property
    def headings(self) -> dict[str, dict[str, str]]:
        """Form name -> folded heading -> column name."""
        return {form.name: {word: column.name for column in form.columns for word in self._single(column)} for form in self.forms}

    @cached_property
    def signs(self) -> dict[str, tuple[frozenset[str], ...]]:
        """Form name -> spellings of each of its signs, of joined headings the first; marks for periods have too many and are left out."""
        return {
            form.name: tuple(
                frozenset(self.spellings(column)) for sign in form.signs if (column := form.column(sign)).kind.name != "period_mark"
            )
            for form in self.forms
        }

    @cached_property
    def by_sign(self) -> dict[str, tuple[tuple[int, str], ...]]:
        """Folded heading of a sign -> positions of the forms that have it, and its name there."""
        found: dict[str, dict[tuple[int, str], None]] = {}
        for number, form in enumerate(self.forms):
            for sign in form.signs:
                for word in self.spellings(form.column(sign)):
                    found.setdefault(word, {})[number, sign] = None
        return {word: tuple(signs) for word, signs in found.items()}

    @cached_property
    def choices(self) -> frozenset[tuple[str, ...]]:
        """Closed lists of the forms."""
        return frozenset(column.kind.choices for form in self.forms for column in (*form.head, *form.columns)) - {()}

    @cached_property
    def labels(self) -> dict[str, dict[str, str]]:
        """Form name -> folded label -> name in the head."""
        return {form.name: {word: column.name for column in form.head for word in self._single(column)} for form in self.forms}

    @cached_property
    def registers(self) -> dict[str, dict[str, str]]:
        """Form name -> folded heading of the register -> column name."""
        return {form.name: {word: column.name for column in form.lessons for word in self._single(column)} for form in self.forms}

    @cached_property
    def joined(self) -> dict[str, tuple[tuple[str, tuple[str, ...]], ...]]:
        """Form name -> (column name, folded headings that are joined to it)."""
        return {
            form.name: tuple(
                (column.name, tuple(fold(part) for part in words))
                for column in form.columns
                for words in column.aliases
                if not isinstance(words, str)
            )
            for form in self.forms
        }

    @staticmethod
    def _single(column: Column) -> Iterator[str]:
        return (fold(word) for word in (column.title, *column.aliases) if isinstance(word, str))


@lru_cache(maxsize=16)
def lexicon_of(forms: tuple[Form, ...]) -> Lexicon:
    """The words of some forms."""
    return Lexicon(forms)


def _first_word(text: str) -> str:
    """What stands before the first blank or comma."""
    return text.partition(" ")[0].partition(",")[0]
