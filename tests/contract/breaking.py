"""What a change of the contract would break, in programs that were written against the older one."""

from collections.abc import Iterator
from typing import Any

Part = dict[str, Any]
_METHODS = ("get", "put", "post", "delete", "patch", "head", "options")
_LEAST = ("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties")
_MOST = ("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties")


def breaks(old: Part, new: Part) -> list[str]:
    """Each place that is broken, and how; empty where every program goes on as it is."""
    return sorted(set(_Comparison(old, new).all()))


class _Comparison:
    def __init__(self, old: Part, new: Part) -> None:
        self.old, self.new = old, new
        self._seen: set[tuple[str, str, bool]] = set()

    def all(self) -> Iterator[str]:
        for code, status in self.old.get("x-problems", {}).items():
            now = self.new.get("x-problems", {}).get(code)
            if now != status:
                yield f"problem {code}: " + ("gone" if now is None else f"{status} became {now}")
        for path, methods in self.old["paths"].items():
            for method in _METHODS:
                if method in methods:
                    place, now = f"{method.upper()} {path}", self.new["paths"].get(path, {}).get(method)
                    yield from [f"{place}: gone"] if now is None else self._operation(place, methods[method], now)

    def _operation(self, place: str, old: Part, new: Part) -> Iterator[str]:
        if old.get("operationId") != new.get("operationId"):
            yield f"{place}: another operationId"
        yield from self._security(place, old, new)
        yield from self._parameters(place, old, new)
        yield from self._body(
            place, self._whole(self.old, old, "requestBody"), self._whole(self.new, new, "requestBody")
        )
        yield from self._answers(place, old, new)

    def _security(self, place: str, old: Part, new: Part) -> Iterator[str]:
        before, now = ({name for one in part.get("security", []) for name in one} for part in (old, new))
        if now and not before:
            yield f"{place}: asks for signing in"
        elif now and before - now:
            yield f"{place}: a way of signing in is gone"
        for role in sorted(set(old.get("x-roles", [])) - set(new.get("x-roles", []))):
            yield f"{place}: no longer open to {role}"

    def _parameters(self, place: str, old: Part, new: Part) -> Iterator[str]:
        before, now = (
            {
                (part["in"], part["name"]): part
                for part in (resolved(root, one) for one in operation.get("parameters", []))
            }
            for root, operation in ((self.old, old), (self.new, new))
        )
        for key, part in before.items():
            there = f"{place} ?{key[1]}"
            if key not in now:
                yield f"{there}: gone"
                continue
            if now[key].get("required") and not part.get("required"):
                yield f"{there}: required"
            if part["schema"].get("default") != now[key]["schema"].get("default"):
                yield f"{there}: another default"
            yield from self._schema(there, part["schema"], now[key]["schema"], sent=True)
        for key, part in now.items():
            if key not in before and part.get("required"):
                yield f"{place} ?{key[1]}: new and required"

    def _body(self, place: str, old: Part, new: Part) -> Iterator[str]:
        if new.get("required") and not old.get("required"):
            yield f"{place}: a body is required"
        if old and not new:
            yield f"{place}: no body is taken"
            return
        yield from self._content(f"{place} body", old.get("content", {}), new.get("content", {}), sent=True)

    def _content(self, place: str, old: Part, new: Part, *, sent: bool) -> Iterator[str]:
        for kind, content in old.items():
            if kind not in new:
                yield f"{place}: no {kind}"
            else:
                yield from self._schema(place, content.get("schema", {}), new[kind].get("schema", {}), sent=sent)

    def _answers(self, place: str, old: Part, new: Part) -> Iterator[str]:
        for code in old["responses"]:
            there = f"{place} {code}"
            if code not in new["responses"]:
                if code < "400":
                    yield f"{there}: gone"
                continue
            before, now = self._whole(self.old, old["responses"], code), self._whole(self.new, new["responses"], code)
            for header in sorted(set(before.get("headers", {})) - set(now.get("headers", {}))):
                yield f"{there}: no header {header}"
            yield from self._content(there, before.get("content", {}), now.get("content", {}), sent=False)

    def _whole(self, root: Part, parent: Part, name: str) -> Part:
        return resolved(root, parent.get(name, {}))

    # --- schemas: what is sent may not be narrowed, what is answered may not be widened ---

    def _schema(self, place: str, old: Part, new: Part, *, sent: bool) -> Iterator[str]:
        if "$ref" in old and "$ref" in new:
            key = (old["$ref"], new["$ref"], sent)
            if key in self._seen:
                return
            self._seen.add(key)
            place = old["$ref"].rpartition("/")[2]
        old, new = resolved(self.old, old), resolved(self.new, new)
        yield from self._types(place, old, new, sent=sent)
        if sent:
            yield from self._bounds(place, old, new)
        yield from self._members(place, old, new, sent=sent)
        for word in ("items", "additionalProperties"):
            if isinstance(old.get(word), dict) and isinstance(new.get(word), dict):
                yield from self._schema(f"{place}[]", old[word], new[word], sent=sent)
        for word in ("anyOf", "oneOf", "allOf"):
            yield from self._choices(f"{place} {word}", old.get(word, []), new.get(word, []), sent=sent)

    def _types(self, place: str, old: Part, new: Part, *, sent: bool) -> Iterator[str]:
        before, now = _types(old), _types(new)
        narrow, wide = (before, now) if sent else (now, before)
        # A place that took whole numbers and takes any number takes what it did.
        known = wide | ({"integer"} if "number" in wide else set())
        if before and now and not narrow <= known:
            yield f"{place}: {'no longer' if sent else 'now also'} {', '.join(sorted(narrow - known))}"
        if bool(before) != bool(now) and ("anyOf" in old) == ("anyOf" in new):
            yield f"{place}: another type"
        if old.get("format") != new.get("format") and not (sent and "format" not in new):
            yield f"{place}: another format"
        if sent and "enum" in new and not set(map(str, old.get("enum", ()))) <= set(map(str, new["enum"])):
            yield f"{place}: fewer values"
        if sent and "enum" in new and "enum" not in old:
            yield f"{place}: certain values only"

    def _bounds(self, place: str, old: Part, new: Part) -> Iterator[str]:
        for word in (*_LEAST, *_MOST):
            if word not in new or new[word] == old.get(word):
                continue
            if word not in old or (new[word] > old[word]) == (word in _LEAST):
                yield f"{place}: {word} is narrower"
        if "pattern" in new and new["pattern"] != old.get("pattern"):
            yield f"{place}: another pattern"
        if new.get("additionalProperties") is False and old.get("additionalProperties") is not False:
            yield f"{place}: no other members"

    def _members(self, place: str, old: Part, new: Part, *, sent: bool) -> Iterator[str]:
        before, now = old.get("properties", {}), new.get("properties", {})
        for name, part in before.items():
            if name not in now:
                yield f"{place}.{name}: gone"
            else:
                yield from self._schema(f"{place}.{name}", part, now[name], sent=sent)
        was, required = set(old.get("required", [])), set(new.get("required", []))
        for name in sorted(required - was if sent else (was - required) & set(now)):
            yield f"{place}.{name}: {'required' if sent else 'no longer always there'}"

    def _choices(self, place: str, old: list[Part], new: list[Part], *, sent: bool) -> Iterator[str]:
        """Alternatives are told apart by what they refer to, or by their type."""
        before, now = ({_name(part): part for part in parts} for parts in (old, new))
        lost = set(before) - set(now) if sent else set(now) - set(before)
        if before and now:
            yield from (f"{place}: {'no longer' if sent else 'now also'} {name}" for name in sorted(lost))
        for name in set(before) & set(now):
            yield from self._schema(place, before[name], now[name], sent=sent)


def resolved(root: Part, part: Part) -> Part:
    while "$ref" in part:
        found: Any = root
        for name in part["$ref"].removeprefix("#/").split("/"):
            found = found[name]
        part = found
    return part


def _types(schema: Part) -> set[str]:
    types = schema.get("type", [])
    return set(types if isinstance(types, list) else [types])


def _name(part: Part) -> str:
    return str(part.get("$ref") or part.get("type") or part)
