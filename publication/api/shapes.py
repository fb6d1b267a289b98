"""JSON schemas of the types of bodies (JSON Schema 2020-12, which OpenAPI 3.1 uses)."""

from __future__ import annotations

from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints, is_typeddict

from django.db.models import Choices

Schema = dict[str, Any]
PRIMITIVES: dict[Any, Schema] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    NoneType: {"type": "null"},
    Any: {},
}


class Shapes:
    """Collects the schemas of types, each under its name."""

    def __init__(self) -> None:
        self.schemas: dict[str, Schema] = {}

    def of(self, annotation: Any, bound: dict[Any, Any] | None = None) -> Schema:
        """The schema of a type; typed dictionaries become references."""
        origin, args = get_origin(annotation), get_args(annotation)
        if origin is Annotated:
            return self._coded(args[0], args[1])
        if origin in (Union, UnionType):
            return _any_of([self.of(arg, bound) for arg in args])
        if origin in (list, dict):
            return self._of_many(origin, args[-1], bound)
        if is_typeddict(origin or annotation):
            return self._named(origin or annotation, tuple((bound or {}).get(arg, arg) for arg in args))
        return self.of(bound[annotation], bound) if bound and annotation in bound else dict(PRIMITIVES[annotation])

    def _of_many(self, origin: Any, inside: Any, bound: dict[Any, Any] | None) -> Schema:
        if origin is list:
            return {"type": "array", "items": self.of(inside, bound)}
        return {"type": "object", "additionalProperties": self.of(inside, bound)}

    def _coded(self, base: Any, codes: type[Choices]) -> Schema:
        name = f"{codes.__name__}Code"
        self.schemas[name] = {**PRIMITIVES[base], "enum": [str(code) for code in codes.values]}
        return ref(name)

    def _named(self, shape: Any, args: tuple[Any, ...]) -> Schema:
        name = shape.__name__.removesuffix("Body").removeprefix("Published") + "".join(map(_word, args))
        if name not in self.schemas:
            self.schemas[name] = {}
            bound = dict(zip(getattr(shape, "__parameters__", ()), args, strict=True))
            hints = get_type_hints(shape, include_extras=True)
            self.schemas[name] = {
                "type": "object",
                "description": " ".join((shape.__doc__ or "").split()),
                "properties": {key: self.of(_bare(hint), bound) for key, hint in hints.items()},
                "required": sorted(shape.__required_keys__),
                "additionalProperties": False,
            }
        return ref(name)


def ref(name: str) -> Schema:
    """The schema of that name."""
    return {"$ref": f"#/components/schemas/{name}"}


def _any_of(schemas: list[Schema]) -> Schema:
    types = [schema.get("type") for schema in schemas if set(schema) == {"type"}]
    return {"type": types} if len(types) == len(schemas) else {"anyOf": schemas}


def _bare(hint: Any) -> Any:
    """A hint without ``NotRequired``."""
    return get_args(hint)[0] if "NotRequired" in str(get_origin(hint)) else hint


def _word(argument: Any) -> str:
    """How a type argument is called in the name of the generic type that has it."""
    if get_origin(argument) is Annotated:
        return str(get_args(argument)[1].__name__)
    if get_origin(argument) in (Union, UnionType):
        return "Value"
    return "Text" if argument is str else str(argument.__name__)
