"""Command-line flags made from settings dataclasses, so that neither can say something the other does not."""

import argparse
import types
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


def _parser_options(kind: Any) -> dict[str, Any]:
    if get_origin(kind) in (Union, types.UnionType):
        kind = next(arg for arg in get_args(kind) if arg is not type(None))
    if kind is bool:
        return {"action": argparse.BooleanOptionalAction}
    if get_origin(kind) is tuple:
        inner = get_args(kind)
        return {"type": inner[0], "nargs": "+" if Ellipsis in inner else len(inner)}
    return {"type": Path if kind is Path else kind}


def add_flags(parser: argparse.ArgumentParser, settings: type) -> None:
    """Add a flag for every field of a dataclass, with the field's default."""
    hints = get_type_hints(settings)
    group = parser.add_argument_group(settings.__name__)
    for field in fields(settings):
        if is_dataclass(hints[field.name]):
            continue  # has flags of its own; whoever parses sets the attribute
        options = _parser_options(hints[field.name])
        group.add_argument(
            "--" + field.name.replace("_", "-"), default=field.default, help=f"default: {field.default}", **options
        )


def from_flags(settings: type[T], arguments: argparse.Namespace) -> T:
    """Build the dataclass from parsed flags."""
    values = {field.name: getattr(arguments, field.name) for field in fields(settings)}  # type: ignore[arg-type]
    return settings(**{name: tuple(value) if isinstance(value, list) else value for name, value in values.items()})
