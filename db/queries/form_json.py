"""A scorecard's form as plain JSON data and back, for its column, its starter files and its exports."""

from dataclasses import asdict, fields, is_dataclass
from enum import Enum
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from db.records.scorecards import Form


def to_data(form: Form) -> dict[str, Any]:
    """Leaves out what stands at its default, so that a stored form reads short."""
    data: dict[str, Any] = _lean(form)
    return data


def _lean(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        kept = ((field.name, getattr(value, field.name), field.default) for field in fields(value))
        return {name: _lean(item) for name, item, default in kept if item != default}
    if isinstance(value, tuple):
        return [_lean(item) for item in value]
    return value.value if isinstance(value, Enum) else value


def from_data(data: dict[str, Any]) -> Form:
    """The form that `to_data` gave. Raises KeyError, TypeError or ValueError naming what does not fit."""
    form: Form = _build(Form, data)
    return form


def _build(hint: Any, value: Any) -> Any:
    if get_origin(hint) is UnionType:
        if value is None:
            return None
        hint = next(kind for kind in get_args(hint) if kind is not NoneType)
    if get_origin(hint) is tuple:
        return tuple(_build(get_args(hint)[0], item) for item in value)
    if isinstance(hint, type) and is_dataclass(hint):
        hints = get_type_hints(hint)
        unknown = set(value) - set(hints)
        if unknown:
            raise KeyError(", ".join(sorted(unknown)))
        return hint(**{name: _build(hints[name], item) for name, item in value.items()})
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint(value)
    return float(value) if hint is float else value


def same(one: Form, other: Form) -> bool:
    return asdict(one) == asdict(other)
