"""What a cell shows: its value under its number format, as a Russian office program writes it."""

from __future__ import annotations

import datetime as dt
import re
from decimal import ROUND_HALF_UP, Decimal

MONTHS = tuple("январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь".split())
MONTHS_OF = tuple("января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split())
MONTHS_SHORT = tuple("янв фев мар апр май июн июл авг сен окт ноя дек".split())
DAYS = tuple("понедельник вторник среда четверг пятница суббота воскресенье".split())
DAYS_SHORT = tuple("пн вт ср чт пт сб вс".split())

LOCAL_FORMATS = {"mm-dd-yy": "dd.mm.yyyy", "m/d/yy h:mm": "dd.mm.yyyy h:mm", "d-mmm-yy": "d mmm yy"}
"""Formats that follow the language of the office program, by the names that they have in files."""

TOKEN = re.compile(
    r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]|yyyy|yy|e+|m{1,5}|d{1,4}|h{1,2}|s{1,2}(?:\.0+)?|am/pm|a/p|[#0?][#0?,. ]*(?:e[+-][#0?]+)?|\.[0#?]+|%|.',
    re.IGNORECASE | re.DOTALL,
)
SECTION = re.compile(r'(?:"[^"]*"|\\.|[^;"\\])*')
DIGITS = "#0?"


def shown(value: object, code: str) -> str:
    """Text of a value.

    Args:
        value: What stands in the cell: text, number, date, time, truth, or None.
        code: Number format of the cell, such as ``dd.mm.yyyy``.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ИСТИНА" if value else "ЛОЖЬ"
    code = LOCAL_FORMATS.get(code, code)
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return moment(value, code)
    if isinstance(value, dt.timedelta):
        return duration(value, code)
    if isinstance(value, int | float):
        return number(value, code)
    return text(str(value), code)


def sections(code: str) -> list[str]:
    """Parts of a format for positive, negative, zero and text."""
    found, at = [], 0
    while at <= len(code):
        match = SECTION.match(code, at)
        part = match[0] if match else ""
        found.append(part)
        at += len(part) + 1
    return found


def literal(token: str) -> str:
    """Text that a token of a format stands for when it is neither of a date nor of a number."""
    if token.startswith('"'):
        return token[1:-1]
    if token.startswith("[$"):
        return token[2:-1].split("-")[0]
    if token.startswith("["):
        return ""
    if len(token) == 2 and token[0] in "\\_*":
        return {"\\": token[1], "_": " ", "*": ""}[token[0]]
    return token


def text(value: str, code: str) -> str:
    """Text of a text: the fourth part of a format, or the only one if it holds ``@``, applies to it."""
    parts = sections(code)
    part = parts[3] if len(parts) > 3 else parts[0] if "@" in parts[0] else "@"
    return "".join(value if token == "@" else literal(token) for token in TOKEN.findall(part))


def general(value: float) -> str:
    """Text of a number without a format: up to ten digits, decimal comma."""
    if isinstance(value, int) or (value.is_integer() and abs(value) < 1e11):
        return str(int(value))
    return f"{value:.10g}".replace(".", ",").replace("e", "E")


def number(value: float, code: str) -> str:
    """Text of a number; formats that are not understood show it without a format."""
    parts = sections(code)
    if code.lower() == "general" or "@" in code or "/" in parts[0]:
        return general(value)
    part = parts[0]
    if value < 0 and len(parts) > 1:
        part, value = parts[1], -value
    elif value == 0 and len(parts) > 2:
        part = parts[2]
    tokens = TOKEN.findall(part)
    percent = tokens.count("%")
    amount = Decimal(repr(value)) * 100**percent
    done, found = False, ""
    for token in tokens:
        if token.lower() == "general":
            return general(value)
        if token[0] in DIGITS + "." and any(sign in token for sign in DIGITS):
            found += "" if done else digits(abs(amount), token)
            done = True
        else:
            found += literal(token)
    return ("-" if amount < 0 and found.strip("0, ") else "") + found


def digits(amount: Decimal, pattern: str) -> str:
    """Digits of a number that is not negative, by a pattern such as ``# ##0.00``."""
    pattern, _, exponent = pattern.lower().partition("e")
    whole, _, rest = pattern.rstrip(", ").partition(".")
    amount /= 1000 ** (len(pattern) - len(pattern.rstrip(",")))
    most = sum(sign in DIGITS for sign in rest)
    least = rest.count("0")
    power = amount.adjusted() if exponent and amount else 0
    rounded = amount.scaleb(-power).quantize(Decimal(1).scaleb(-most), ROUND_HALF_UP)
    before, _, after = f"{rounded:f}".partition(".")
    before = before.lstrip("0").rjust(whole.count("0"), "0")
    if "," in whole or " " in whole.strip():
        before = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", "\N{NO-BREAK SPACE}", before)
    after = after[:least] + after[least:].rstrip("0")
    return before + ("," + after if after else "") + (f"E{power:+03d}" if exponent else "")


def moment(value: dt.datetime | dt.date | dt.time, code: str) -> str:
    """Text of a date or a time of day."""
    if code.lower() == "general":
        code = "h:mm" if isinstance(value, dt.time) else "dd.mm.yyyy"
    at = value if isinstance(value, dt.datetime) else dt.datetime.combine(value, dt.time()) if isinstance(value, dt.date) else None
    at = at or dt.datetime.combine(dt.date(1899, 12, 31), value if isinstance(value, dt.time) else dt.time())
    tokens = TOKEN.findall(sections(code)[0])
    names = [token.lower() for token in tokens]
    halves = any(name in ("am/pm", "a/p") for name in names)
    with_day = any(name in ("d", "dd") for name in names)
    return "".join(
        part_of_moment(at, token, minutes=_is_minutes(names, index), halves=halves, with_day=with_day) for index, token in enumerate(tokens)
    )


def _is_minutes(names: list[str], index: int) -> bool:
    """Whether ``m`` means minutes: it does after hours and before seconds."""
    parts = [name[0] if name[0] in "ymdhs" else "h" if name.startswith("[h") else "" for name in names]
    before = next((part for part in reversed(parts[:index]) if part), "")
    after = next((part for part in parts[index + 1 :] if part), "")
    return before == "h" or after == "s"


def part_of_moment(at: dt.datetime, token: str, *, minutes: bool, halves: bool, with_day: bool) -> str:
    """Text of one token of a format of dates."""
    name = token.lower()
    month = (MONTHS_OF if with_day else tuple(word.capitalize() for word in MONTHS))[at.month - 1]
    hour = (at.hour % 12 or 12) if halves else at.hour
    if name.startswith("s"):
        return f"{at.second:0{name.count('s')}d}"
    if name in ("m", "mm") and minutes:
        return f"{at.minute:0{len(name)}d}"
    known = {
        "yyyy": f"{at.year}", "yy": f"{at.year % 100:02d}",
        "m": f"{at.month}", "mm": f"{at.month:02d}", "mmm": MONTHS_SHORT[at.month - 1], "mmmm": month, "mmmmm": month[0].upper(),
        "d": f"{at.day}", "dd": f"{at.day:02d}", "ddd": DAYS_SHORT[at.weekday()], "dddd": DAYS[at.weekday()],
        "h": f"{hour}", "hh": f"{hour:02d}", "[h]": f"{at.hour}", "[hh]": f"{at.hour:02d}",
        "am/pm": "AM" if at.hour < 12 else "PM", "a/p": "A" if at.hour < 12 else "P",
    }  # fmt: skip
    return known[name] if name in known else literal(token)


def duration(value: dt.timedelta, code: str) -> str:
    """Text of a span of time, hours beyond a day counted on."""
    seconds = round(value.total_seconds())
    hours, minutes, rest = seconds // 3600, seconds // 60 % 60, seconds % 60
    return f"{hours}:{minutes:02d}" + (f":{rest:02d}" if "s" in code.lower() else "")
