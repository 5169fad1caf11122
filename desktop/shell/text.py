"""Words, numbers and dates as the user reads them: every text on screen passes through here.

The source language is British English; other languages are gettext catalogues under `resources/i18n`.
Shares are given as 0–1, times as aware UTC datetimes, durations as seconds. Qt is not needed.
"""

import gettext
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Protocol

import resources

DOMAIN = "deskside"
HOME_LOCALE = "en_GB"
EVEN = Decimal("0.001")  # an interval whose halves differ by less is said as ±
RIGHT_TO_LEFT_MARK = "\N{RIGHT-TO-LEFT MARK}"
NBSP = "\N{NO-BREAK SPACE}"
MOST_DIGITS = 9
MINUS = "\N{MINUS SIGN}"


class Measured(Protocol):
    """A figure with its 95 % interval and count, such as `statistics.Estimate` or a chart's point."""

    @property
    def value(self) -> float | None: ...
    @property
    def low(self) -> float | None: ...
    @property
    def high(self) -> float | None: ...
    @property
    def n(self) -> int: ...


@dataclass(slots=True)
class _Language:
    locale: str = HOME_LOCALE
    zone: tzinfo | None = None
    catalogue: gettext.NullTranslations = field(default_factory=gettext.NullTranslations)


_language = _Language()


def use_locale(name: str = HOME_LOCALE, folder: Path | None = None, zone: tzinfo | None = None) -> None:
    """Speak `name` (e.g. `de_DE`) from now on; words without a translation stay English.

    `zone` is the zone that moments are shown in; None is this machine's own.
    """
    home = folder or resources.path("i18n")
    _language.locale = name if _known(name) else HOME_LOCALE
    _language.zone = zone
    _language.catalogue = gettext.translation(DOMAIN, home, languages=[name], fallback=True)


def locale_in_use() -> str:
    """Return the locale that numbers and dates are written in, such as `en_GB`."""
    return _language.locale


def tr(text: str, /, **values: object) -> str:
    """Return `text` in the user's language, with `{name}` filled from `values` where any are given."""
    return _fill(_language.catalogue.gettext(text), text, values) if text else ""


def ntr(one: str, many: str, n: int, /, **values: object) -> str:
    """Return the form of the text that fits `n`; `{n}` is filled with the number."""
    source = one if n == 1 else many
    return _fill(_language.catalogue.ngettext(one, many, n), source, {"n": number(n), **values})


def number(value: float | Decimal, digits: int = 0) -> str:
    """Return a number with the locale's separators and a true minus, rounded half up (for display only)."""
    from babel.numbers import format_decimal

    rounded = half_up(value, digits)
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    sign = MINUS if rounded < 0 else ""
    return sign + str(format_decimal(abs(rounded), format=pattern, locale=_language.locale))


def signed(value: float | Decimal, digits: int = 0) -> str:
    """Return a number with its sign, such as `+1` or `−1`; what rounds to 0 has none."""
    return ("+" if half_up(value, digits) > 0 else "") + number(value, digits)


def half_up(value: float | Decimal, digits: int = 0) -> Decimal:
    """Round as numbers are shown: a half goes away from 0 (−0.5 is −1), and 0 has no sign."""
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    rounded = exact.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
    return rounded if rounded else abs(rounded)


def percent(value: float, digits: int = 0) -> str:
    """Return a share (0–1) as `82 %`, rounded half up; the space does not break."""
    return f"{number(_scaled(value), digits)}{NBSP}%"


def percent_beside(value: float, mark: float, digits: int = 0) -> str:
    """Return a share (0–1) with as many decimals (`digits` at least) as show which side of `mark` it is on.

    79.6 % beside a mark of 80 % is not `80 %`, which would look equal.
    """
    exact, edge = _scaled(value), _scaled(mark)
    enough = (n for n in range(digits, MOST_DIGITS) if half_up(exact, n).compare(edge) == exact.compare(edge))
    return percent(value, next(enough, MOST_DIGITS))


def mark(value: float) -> str:
    """Return a share (0–1) that others are compared with as it was set, such as `80 %` or `79.5 %`."""
    return percent(value, max(0, -int(_scaled(value).normalize().as_tuple().exponent)))


def figure(value: float | None, low: float | None, high: float | None, n: int) -> str:
    """Return a share (0–1) with its 95 % interval and count: `82 % ± 6, n 14` or `82 % (70–88), n 14`.

    No value says so in words; a value without an interval (fewer than two calls) says that too. A t interval
    can reach past what a share can be; it is cut there, for display only. Where all calls came out alike
    there is no spread to make an interval of, and that is said instead of ± 0.
    """
    if value is None:
        return too_few(n)
    shares = [cut(v, (0.0, 1.0)) for v in (value, low, high)]
    return _with_interval(percent(value), [_scaled(share) for share in shares if share is not None], n, 0)


def percent_figure(found: Measured) -> str:
    """Return a measure in percent (0–100) like `figure`."""
    shares = [None if one is None else one / 100 for one in (found.value, found.low, found.high)]
    return figure(shares[0], shares[1], shares[2], found.n)


def amount(value: float | None, low: float | None, high: float | None, n: int, unit: str = "") -> str:
    """Return a measure in `unit` (seconds, points …) like `figure`, with one decimal.

    Where the measure ends somewhere, as a rating from 1 to 5 does, give `low` and `high` `cut` there.
    """
    if value is None:
        return too_few(n)
    head = number(value, 1) + (NBSP + unit if unit else "")
    return _with_interval(head, [Decimal(str(v)) for v in (value, low, high) if v is not None], n, 1)


def cut(end: float | None, bounds: tuple[float, float] | None) -> float | None:
    """Return an end of an interval, no further than what is measured can go (`bounds`); for display only."""
    return end if end is None or bounds is None else min(bounds[1], max(bounds[0], end))


def too_few(n: int) -> str:
    """Return the words that stand where a figure would say more than `n` calls can carry."""
    return tr("no calls yet") if n == 0 else tr("too few calls, n{gap}{n}", gap=NBSP, n=number(n))


def count(n: int) -> str:
    """Return `n 14`, as it stands behind a figure."""
    return f"n{NBSP}{number(n)}"


def clock(seconds: float) -> str:
    """Return a duration or a place in a call as `m:ss` or `h:mm:ss`; whole seconds, never negative."""
    minutes, rest = divmod(max(0, int(seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def day(when: date) -> str:
    """Return a date in the user's way of writing, such as `9 Mar 2026`; a datetime is shown in local time."""
    from babel.dates import format_date

    local = _local(when).date() if isinstance(when, datetime) else when
    written = str(format_date(local, format="medium", locale=_language.locale))
    # Made for right-to-left text; in a sentence from left to right it turns 13/10/2026 into 132026/10/.
    return written.replace(RIGHT_TO_LEFT_MARK, "")


def month(when: date) -> str:
    """Return a month with its year, such as `March 2026`."""
    from babel.dates import format_skeleton

    return str(format_skeleton("yMMMM", when, locale=_language.locale)).replace(RIGHT_TO_LEFT_MARK, "")


def time_of_day(when: datetime) -> str:
    """Return the local time of a moment, such as `14:02`."""
    from babel.dates import format_time

    return str(format_time(_local(when), format="short", locale=_language.locale, tzinfo=_zone_of(when)))


def moment(when: datetime) -> str:
    """Return date and local time, such as `9 Mar 2026, 14:02`."""
    return f"{day(when)}, {time_of_day(when)}"


def ago(when: datetime, now: datetime) -> str:
    """Return `just now`, `5 minutes ago`, `yesterday` …; a week or more away (or in the future) the date."""
    passed = now - when
    days = (_local(now).date() - _local(when).date()).days
    if passed < timedelta(0) or days >= 7:
        return day(when)
    if days >= 2:
        return ntr("{n} day ago", "{n} days ago", days)
    if days == 1:
        return tr("yesterday, {time}", time=time_of_day(when))
    return _today(passed)


def _today(passed: timedelta) -> str:
    minutes = int(passed.total_seconds() // 60)
    if minutes < 1:
        return tr("just now")
    if minutes < 60:
        return ntr("{n} minute ago", "{n} minutes ago", minutes)
    return ntr("{n} hour ago", "{n} hours ago", minutes // 60)


def _with_interval(head: str, values: list[Decimal], n: int, digits: int) -> str:
    if len(values) < 3:
        return f"{head}, {count(n)} ({tr('too few calls for an interval')})"
    middle, low, high = values
    if low == high:
        return f"{head}, {count(n)} ({tr('all alike')})"
    below, above = middle - low, high - middle
    if abs(above - below) <= EVEN * (above + below):
        return f"{head}{NBSP}±{NBSP}{number(above, digits)}, {count(n)}"
    return f"{head} ({number(low, digits)}\N{EN DASH}{number(high, digits)}), {count(n)}"


def _scaled(share: float) -> Decimal:
    # Decimal(str()) because 0.145 * 100 is 14.499999999999998 in binary and would round down.
    return Decimal(str(share)) * 100


def local_day(when: datetime) -> date:
    """Return the day of a moment by the user's clock."""
    return _local(when).date()


def _local(when: datetime) -> datetime:
    return when.astimezone(_language.zone)


def _zone_of(when: datetime) -> tzinfo | None:
    return _local(when).tzinfo


def _known(name: str) -> bool:
    from babel import Locale, UnknownLocaleError

    try:
        Locale.parse(name.replace("-", "_"))
    except (ValueError, UnknownLocaleError):
        return False
    return True


def _fill(text: str, source: str, values: dict[str, object]) -> str:
    if not values:
        return text
    try:
        return text.format(**values)
    except (KeyError, IndexError, ValueError):
        # A translator's slip must not take the page down: show the English text instead.
        return source.format(**values)
