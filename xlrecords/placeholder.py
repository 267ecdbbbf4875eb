"""The grammar of `{{…}}` in a cell: a field of `field` by its name, how it is to be written, or a condition."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import pairwise
from typing import Any, Final, Literal

from .field import Field, FieldKind, walk, written
from .wording import day_spelled, day_words, declined, initials_first, mark_word, number_spelled, short_name

OPEN, CLOSE = "{{", "}}"
HIDE: Final = "скрыть"
"""What a condition says in place of a text when the row is to be hidden."""
NEAR: Final = 3
"""So many near names are offered."""
CLOSE_ENOUGH: Final = 0.75
"""Likeness of spelling, by `difflib`, from which a name is near."""
EXAMPLE: Final = "Напишите, например, {{если достижений нет: —}} или {{если есть достижения: Достижения}}."


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A placeholder within a text.

    Attributes:
        text: What stands between the braces; of one that is not closed, all that follows, with its opening braces.
        start: Where it begins in the text, braces included.
        end: Where the text goes on.
    """

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What a placeholder asks for.

    Attributes:
        path: Canonical names from the outermost list to the field: («предметы», «периоды», «отметка»).
        kind: What the field holds.
        modifier: Names of `MODIFIERS` parted by «, »; empty: as it is.
        condition: Whether `then` stands there when the field has «some» value or «none»; None for a value.
        then: Text of a condition; `HIDE` when the row is to be hidden.
    """

    path: tuple[str, ...]
    kind: FieldKind
    modifier: str = ""
    condition: Literal["none", "some"] | None = None
    then: str = ""


@dataclass(frozen=True, slots=True)
class Wrong:
    """Why a placeholder cannot be understood.

    Attributes:
        message: What is wrong, in Russian.
        fix: What to do, an imperative sentence.
        near: Up to three placeholders that may be meant, as they are written in a template.
    """

    message: str
    fix: str
    near: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Modifier:
    """How a value is to be written.

    Attributes:
        name: As it follows the name of a field: «кому».
        meaning: What it does, a few words in Russian.
        example: What comes out.
        kinds: Kinds of fields that it fits.
        apply: Value -> value; it is not asked for None.
        aliases: Other names.
        group: Modifiers of one group exclude each other.
    """

    name: str
    meaning: str
    example: str
    kinds: tuple[FieldKind, ...]
    apply: Callable[[Any], Any]
    aliases: tuple[str, ...] = ()
    group: str = ""


def _spelled(value: Any) -> Any:
    if isinstance(value, dt.date):
        return day_spelled(value)
    return number_spelled(value) if isinstance(value, int) else value


def _in_words(value: Any) -> Any:
    return day_words(value) if isinstance(value, dt.date) else value


def _upper(value: Any) -> Any:
    return value.upper() if isinstance(value, str) else value


def _capital(value: Any) -> Any:
    return value[:1].upper() + value[1:] if isinstance(value, str) else value


def _case(name: str, case: str, title: str, meaning: str, example: str, *aliases: str) -> Modifier:
    spellings = (f"{title} падеж", title, *aliases)
    return Modifier(name, meaning, example, ("person",), partial(declined, case=case), spellings, "падеж")


_WORDY: Final[tuple[FieldKind, ...]] = ("text", "person", "word", "date", "number", "mark")
CAPITAL: Final = "с заглавной"

MODIFIERS: tuple[Modifier, ...] = (
    _case("кого", "genitive", "родительный", "родительный падеж, нет кого", "Крыловой Анны Игоревны", "кого чего", "от кого", "у кого", "для кого"),
    _case("кому", "dative", "дательный", "дательный падеж, выдано кому", "Крыловой Анне Игоревне", "кому чему"),
    _case("винительный падеж", "accusative", "винительный", "кого-что, наградить кого", "Крылову Анну Игоревну", "кого что", "кого наградить"),
    _case("кем", "instrumental", "творительный", "творительный падеж, подписано кем", "Крыловой Анной Игоревной", "кем чем", "с кем"),
    _case("о ком", "prepositional", "предложный", "предложный падеж, сведения о ком", "Крыловой Анне Игоревне", "ком", "о ком о чем"),
    Modifier("кратко", "фамилия и инициалы", "Крылова А. И.", ("person",), short_name, ("инициалы", "с инициалами"), "инициалы"),
    Modifier("инициалы впереди", "инициалы и фамилия", "А. И. Крылова", ("person",), initials_first, (), "инициалы"),
    Modifier("прописью", "дата или число словами", "двадцать пятое мая две тысячи двадцать седьмого года", ("date", "number"), _spelled,
             ("полностью словами",), "слова"),
    Modifier("прописью", "отметка словом", "отлично", ("mark",), mark_word, ("словом", "словами"), "слова"),
    Modifier("словами", "месяц словом", "25 мая 2027 г.", ("date",), _in_words, (), "слова"),
    Modifier("заглавными", "все буквы заглавные", "КРЫЛОВА АННА ИГОРЕВНА", _WORDY, _upper, ("прописными", "заглавными буквами"), "буквы"),
    Modifier(CAPITAL, "первая буква заглавная", "Обучалась", _WORDY, _capital, ("с заглавной буквы", "с большой буквы"), "буквы"),
)  # fmt: skip
"""How values can be written, in the order in which several are applied."""


def parse(text: str) -> tuple[str | Placeholder, ...]:
    """A text in pieces: what stands as it is, and placeholders, in their order; nothing of the text is left out."""
    pieces: list[str | Placeholder] = []
    place = 0
    while (start := text.find(OPEN, place)) >= 0:
        if start > place:
            pieces.append(text[place:start])
        end = text.find(CLOSE, start)
        if end < 0:
            pieces.append(Placeholder(text[start:], start, len(text)))
            return tuple(pieces)
        pieces.append(Placeholder(text[start + len(OPEN) : end], start, end + len(CLOSE)))
        place = end + len(CLOSE)
    if place < len(text):
        pieces.append(text[place:])
    return tuple(pieces)


_BETWEEN = str.maketrans({"ё": "е", "«": " ", "»": " ", '"': " ", "“": " ", "”": " ", "„": " ", ",": " "})
_LETTERS = re.compile(r"\b(?:\w\. ?){2,}")
"""Letters with points, «Ф.И.О.»: these points part no item from its list."""


@lru_cache(maxsize=8192)
def tidy(text: str) -> str:
    """A name for comparing: lower case, ё as е; quotes, commas, odd blanks and a point at the end do not count."""
    words = " ".join(text.lower().translate(_BETWEEN).split())
    words = _LETTERS.sub(lambda found: found[0].replace(".", "").replace(" ", "") + " ", words)
    return re.sub(r"\s*\.\s*", ".", words).strip(". ")


@dataclass(frozen=True)
class _Names:
    """All spellings of some fields.

    Attributes:
        paths: Tidied path with any of its aliases -> fields from the outermost list.
        items: Tidied name of an item -> paths of all items of that name, for whoever forgot the list.
        none: Tidied genitive of a list -> its path.
    """

    paths: dict[str, tuple[Field, ...]]
    items: dict[str, list[tuple[Field, ...]]]
    none: dict[str, tuple[Field, ...]]


@lru_cache(maxsize=8)
def _names(fields: tuple[Field, ...]) -> _Names:
    paths: dict[str, tuple[Field, ...]] = {}
    items: dict[str, list[tuple[Field, ...]]] = {}
    none: dict[str, tuple[Field, ...]] = {}
    found = list(walk(fields))
    spellings: dict[tuple[Field, ...], list[str]] = {(): [""]}
    for path in found:
        above, own = spellings[path[:-1]], [tidy(name) for name in (path[-1].name, *path[-1].aliases)]
        spellings[path] = [f"{list_}.{name}" if list_ else name for list_ in above for name in own]
        if len(path) > 1:
            for name in own:
                items.setdefault(name, []).append(path)
        if path[-1].none:
            none.setdefault(tidy(path[-1].none), path)
    # A name goes before any alias that is spelt like it.
    for path in found:
        paths.setdefault(spellings[path][0], path)
    for path in found:
        for spelling in spellings[path]:
            paths.setdefault(spelling, path)
    return _Names(paths, items, none)


_SPELLINGS = frozenset(tidy(name) for modifier in MODIFIERS for name in (modifier.name, *modifier.aliases))
_LONGEST = max(len(spelling.split()) for spelling in _SPELLINGS)


def resolve(text: str, fields: Sequence[Field]) -> Reading | Wrong:
    """What the text of a placeholder asks for, or why that cannot be told.

    Args:
        text: `Placeholder.text`.
        fields: All fields that may be named.
    """
    if text.startswith(OPEN):
        return Wrong(f"заполнитель не закрыт: «{_cut(text)}»", "Допишите «}}» после имени поля.")
    if OPEN in text:
        return Wrong(f"заполнитель внутри заполнителя: «{_cut(text)}»", "Закройте первый заполнитель скобками «}}» или уберите внутренний.")
    names = _names(tuple(fields))
    name = tidy(text)
    if not name:
        return Wrong("заполнитель пуст", "Впишите имя поля, например {{ФИО}}, или удалите скобки.")
    if re.match(r"если\b", name):
        return _condition(text, names)
    words = name.split()
    nearest: tuple[str, tuple[Field, ...]] | None = None
    for count in range(len(words), 0, -1):
        begun = " ".join(words[:count])
        if path := names.paths.get(begun):
            nearest = nearest or (begun, path)
            if (modifiers := _modifiers(words[count:])) is not None:
                return _value(text, path, modifiers)
    return _unknown(name, names, *nearest) if nearest else _no_such(name, names)


def _cut(text: str) -> str:
    """A text for a message."""
    plain = " ".join(text.split())
    return plain if len(plain) <= 40 else plain[:39] + "…"


def _modifiers(words: list[str]) -> list[str] | None:
    """Words as spellings of modifiers, or None if some are none."""
    found = []
    while words:
        lengths = range(min(len(words), _LONGEST), 0, -1)
        count = next((count for count in lengths if " ".join(words[:count]) in _SPELLINGS), 0)
        if not count:
            return None
        found.append(" ".join(words[:count]))
        words = words[count:]
    return found


def _value(text: str, path: tuple[Field, ...], asked: list[str]) -> Reading | Wrong:
    """A value with its modifiers, if they fit it."""
    field, name = path[-1], written(part.name for part in path)
    if field.kind == "list":
        return _list_as_value(path)
    fitting = [modifier for modifier in MODIFIERS if field.kind in modifier.kinds]
    known = {tidy(spelling): modifier for modifier in fitting for spelling in (modifier.name, *modifier.aliases)}
    for spelling in asked:
        if spelling not in known:
            return _unfit(spelling, path)
    chosen = [modifier for modifier in fitting if modifier in (known[spelling] for spelling in asked)]
    for first, second in pairwise(chosen):
        if first.group == second.group:
            return Wrong(f"«{first.name}» и «{second.name}» вместе не бывают", "Оставьте одно из них.", (name,))
    # A word that agrees with the student begins with a capital where its name does: «{{Обучался}}».
    last = text.rpartition(".")[2].lstrip(' \t\r\n\u00a0«"')
    if field.kind == "word" and not chosen and last[:1].isupper():
        return Reading(tuple(part.name for part in path), field.kind, CAPITAL)
    return Reading(tuple(part.name for part in path), field.kind, ", ".join(modifier.name for modifier in chosen))


def _list_as_value(path: tuple[Field, ...]) -> Wrong:
    names = [part.name for part in path]
    near = tuple(written((*names, item.name)) for item in path[-1].items if item.kind != "list")[:NEAR]
    return Wrong(f"«{path[-1].name}» — это список, а не одно значение", f"Укажите, что из него взять: {', '.join(near)}.", near)


def _unfit(spelling: str, path: tuple[Field, ...]) -> Wrong:
    """A modifier that is none, or not for this field."""
    name = written(part.name for part in path)
    fitting = [modifier.name for modifier in MODIFIERS if path[-1].kind in modifier.kinds]
    offered = f" или добавьте к имени одно из: {', '.join(fitting)}" if fitting else ""
    return Wrong(f"«{spelling}» не подходит к полю «{path[-1].name}»", f"Напишите {name}{offered}.", (name,))


def _unknown(name: str, names: _Names, field: str, path: tuple[Field, ...]) -> Wrong:
    """A name that goes on with words that are no modifiers: another name misspelt («дата рожденья»), or a wrong modifier."""
    if _near(name, names):
        return _no_such(name, names)
    return _unfit(name[len(field) :].strip(), path)


def _no_such(name: str, names: _Names) -> Wrong:
    """A name that nothing has; near ones are offered, out of the list that is named if its name is right."""
    list_, dot, item = name.rpartition(".")
    within = names.paths.get(list_) if dot else None
    if within is not None and within[-1].kind != "list":
        right = written(part.name for part in within)
        return Wrong(f"«{within[-1].name}» — не список: после него не бывает «.{_cut(item)}»", f"Напишите {right}.", (right,))
    if within is not None:
        start = f"{list_}."
        items = {spelling.removeprefix(start): path for spelling, path in names.paths.items() if spelling.startswith(start)}
        every = (written((*(part.name for part in within), field.name)) for field in within[-1].items)
        near = _alike(item, items) or tuple(every)[:NEAR]
        return Wrong(f"в списке «{within[-1].name}» нет поля «{_cut(item)}»", _offer(near), near)
    if found := _homeless(name, names):
        near = tuple(written(part.name for part in path) for path in found)[:NEAR]
        lists = ", ".join(f"«{path[-2].name}»" for path in found[:NEAR])
        return Wrong(f"«{_cut(name)}» бывает только в списке: {lists}", _offer(near), near)
    near = _near(name, names)
    return Wrong(f"нет поля «{_cut(name)}»", _offer(near), near)


def _homeless(name: str, names: _Names) -> list[tuple[Field, ...]]:
    """Paths of the items of a name, modifiers left aside, that has no list before it."""
    words = name.split()
    counts = (count for count in range(len(words), 0, -1) if " ".join(words[:count]) in names.items)
    count = next(counts, 0)
    return names.items[" ".join(words[:count])] if count and _modifiers(words[count:]) is not None else []


def _offer(near: Sequence[str]) -> str:
    return (f"Возможно, имелось в виду: {', '.join(near)}. " if near else "") + "Все имена: xlrecords fields."


def _near(name: str, names: _Names) -> tuple[str, ...]:
    """Placeholders whose names are spelt much like a name, nearest first: an item for a name with a point, or for that of a list."""
    depth = name.count(".")
    known = {spelling: path for spelling, path in names.paths.items() if spelling.count(".") == depth}
    return _alike(name, {spelling: (*path, *path[-1].items[:1]) for spelling, path in known.items()})


def _alike(name: str, known: Mapping[str, tuple[Field, ...]]) -> tuple[str, ...]:
    # One wrong letter of three is a third of a name: «ФИУ».
    cutoff = 0.65 if len(name) <= 4 else CLOSE_ENOUGH
    close = difflib.get_close_matches(name, known, n=2 * NEAR, cutoff=cutoff)
    return tuple(dict.fromkeys(written(part.name for part in known[spelling]) for spelling in close))[:NEAR]


def _condition(text: str, names: _Names) -> Reading | Wrong:
    """«если достижений нет: —», «если есть достижения: …»."""
    said, colon, then = text.partition(":")
    words = tidy(said).split()[1:]
    if not colon:
        return Wrong("в условии нет двоеточия", EXAMPLE)
    signs = {"нет": "none", "есть": "some"}
    at = next((place for place in (0, len(words) - 1) if words and words[place] in signs), None)
    if at is None or len(words) < 2:
        return Wrong(f"условие «{_cut(said)}» непонятно", EXAMPLE)
    sign: Literal["none", "some"] = "none" if words[at] == "нет" else "some"
    name = " ".join(words[:at] + words[at + 1 :])
    path = names.none.get(name) or names.paths.get(name)
    if path is None:
        known = names.none | {spelling: path for spelling, path in names.paths.items() if "." not in spelling or "." in name}
        close = difflib.get_close_matches(name, known, n=2 * NEAR, cutoff=CLOSE_ENOUGH)
        near = tuple(dict.fromkeys(_said(sign, known[spelling]) for spelling in close))[:NEAR]
        return Wrong(f"в условии нет такого поля: «{_cut(name)}»", _offer(near), near)
    then = then.strip()
    return Reading(tuple(part.name for part in path), path[-1].kind, "", sign, HIDE if tidy(then) == HIDE else then)


def _said(sign: str, path: tuple[Field, ...]) -> str:
    """A condition as it is written."""
    field = path[-1]
    if sign == "none":
        return f"{{{{если {field.none or field.name} нет: …}}}}"
    return f"{{{{если есть {field.name if field.none else '.'.join(part.name for part in path)}: …}}}}"


def apply_modifier(value: Any, modifier: str, kind: str) -> Any:
    """A value as a modifier wants it.

    Args:
        value: Value of a field of `kind`; None, unknown, stays so.
        modifier: `Reading.modifier`.
        kind: `Reading.kind`.
    """
    names = modifier.split(", ") if modifier else []
    for known in MODIFIERS if names and value is not None else ():
        if known.name in names and kind in known.kinds:
            value = known.apply(value)
    return value
