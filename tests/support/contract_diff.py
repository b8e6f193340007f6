"""What a change of the contract would break, in programs that were written against the older one."""

from collections.abc import Iterator
from json import dumps
from typing import Any

Part = dict[str, Any]
_WRITING = ("style", "explode")
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
        before, now = ([set(one) for one in part.get("security", [])] or [set()] for part in (old, new))
        if any(not one for one in before) and all(now):
            yield f"{place}: asks for signing in"
        elif not all(any(way <= one for way in now) for one in before):
            yield f"{place}: a way of signing in is gone, or is not enough"
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
            if [part.get(word) for word in _WRITING] != [now[key].get(word) for word in _WRITING]:
                yield f"{there}: written in another way"
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
            yield from self._headers(there, before.get("headers", {}), now.get("headers", {}))
            for link in sorted(set(before.get("links", {})) - set(now.get("links", {}))):
                yield f"{there}: no link {link}"
            yield from self._content(there, before.get("content", {}), now.get("content", {}), sent=False)

        for code in sorted(set(new["responses"]) - set(old["responses"])):
            if code < "300":
                yield f"{place} {code}: a new way to succeed"

    def _headers(self, place: str, old: Part, new: Part) -> Iterator[str]:
        for name in old:
            if name not in new:
                yield f"{place}: no header {name}"
                continue
            before, now = self._whole(self.old, old, name), self._whole(self.new, new, name)
            yield from self._schema(f"{place} {name}", before.get("schema", {}), now.get("schema", {}), sent=False)

    def _whole(self, root: Part, parent: Part, name: str) -> Part:
        return resolved(root, parent.get(name, {}))

    # --- schemas: what is sent may not be narrowed, what is answered may not be widened ---

    def _schema(self, place: str, old: Part, new: Part, *, sent: bool) -> Iterator[str]:
        if "$ref" in old and "$ref" in new:
            place = old["$ref"].rpartition("/")[2]
        if "$ref" in old or "$ref" in new:
            key = (old.get("$ref") or dumps(old), new.get("$ref") or dumps(new), sent)
            if key in self._seen:  # looked at before, or around this very place
                return
            self._seen.add(key)
        old, new = whole(self.old, old), whole(self.new, new)
        if ALTERNATIVES & {*old, *new}:
            yield from self._alternatives(place, old, new, sent=sent)
            return
        yield from self._types(place, old, new, sent=sent)
        yield from self._values(place, old, new, sent=sent)
        if sent:
            yield from self._bounds(place, old, new)
        yield from self._members(place, old, new, sent=sent)
        for word in ("items", "additionalProperties"):
            before, now = old.get(word, {}), new.get(word, {})
            if isinstance(before, dict) and isinstance(now, dict) and (before or now):
                yield from self._schema(f"{place}[]", before, now, sent=sent)

    def _types(self, place: str, old: Part, new: Part, *, sent: bool) -> Iterator[str]:
        before, now = _types(old), _types(new)
        narrow, wide = (before, now) if sent else (now, before)
        # A place that took whole numbers and takes any number takes what it did.
        known = wide | ({"integer"} if "number" in wide else set())
        if before and now and not narrow <= known:
            yield f"{place}: {'no longer' if sent else 'now also'} {', '.join(sorted(narrow - known))}"
        if wide and not narrow:
            yield f"{place}: {'no longer' if sent else 'now'} of any type"
        alike = before == now or "number" not in now  # the format of another number is judged by its type
        if alike and old.get("format") != new.get("format") and not (sent and "format" not in new):
            yield f"{place}: another format"

    def _values(self, place: str, old: Part, new: Part, *, sent: bool) -> Iterator[str]:
        """More values may be answered than were (openapi/released/README.md), but not any."""
        before, now = _values(old), _values(new)
        if sent and now is not None:
            if before is None:
                yield f"{place}: certain values only"
            elif not before <= now:
                yield f"{place}: fewer values"
        if not sent and before is not None and now is None:
            yield f"{place}: any value"
        if not sent and "const" in old and before != now:
            yield f"{place}: another value"

    def _bounds(self, place: str, old: Part, new: Part) -> Iterator[str]:
        for word in (*_LEAST, *_MOST):
            if word not in new or new[word] == old.get(word):
                continue
            if word not in old or (new[word] > old[word]) == (word in _LEAST):
                yield f"{place}: {word} is narrower"
        for word in ("pattern", "multipleOf", "uniqueItems", "propertyNames"):
            if word in new and new[word] and new[word] != old.get(word):
                yield f"{place}: another {word}"
        if new.get("additionalProperties") is False and old.get("additionalProperties") is not False:
            yield f"{place}: no other members"

    def _members(self, place: str, old: Part, new: Part, *, sent: bool) -> Iterator[str]:
        before, now = old.get("properties", {}), new.get("properties", {})
        was, required = set(old.get("required", [])), set(new.get("required", []))
        for name, part in before.items():
            if name not in now:
                yield f"{place}.{name}: gone"
                continue
            yield from self._schema(f"{place}.{name}", part, now[name], sent=sent)
            if sent and name not in was and part.get("default") != now[name].get("default"):
                yield f"{place}.{name}: another default"
        for name in sorted(required - was if sent else (was - required) & set(now)):
            yield f"{place}.{name}: {'required' if sent else 'no longer always there'}"

    def _alternatives(self, place: str, old: Part, new: Part, *, sent: bool) -> Iterator[str]:
        """What was taken is taken by one of the new ones; what is answered is as one of the old ones was."""
        before, now = alternatives(self.old, old), alternatives(self.new, new)
        for wanted in before if sent else now:
            found = [
                self._apart(*(wanted, one) if sent else (one, wanted), sent=sent) for one in (now if sent else before)
            ]
            if all(found):
                yield f"{place}: {'no longer' if sent else 'now also'} {_name(wanted)} ({min(found, key=len)[0]})"

    def _apart(self, old: Part, new: Part, *, sent: bool) -> list[str]:
        tried = _Comparison(self.old, self.new)
        tried._seen |= self._seen
        return list(tried._schema("", old, new, sent=sent))


ALTERNATIVES = {"anyOf", "oneOf"}


def alternatives(root: Part, schema: Part) -> list[Part]:
    """The schemas of which one holds, each whole and of one type."""
    parts = [*schema.get("anyOf", []), *schema.get("oneOf", [])]
    if parts:
        return [alternative for part in parts for alternative in alternatives(root, part)]
    if "$ref" in schema and len(_types(resolved(root, schema))) == 1:
        return [schema]
    schema = whole(root, schema)
    return [{**schema, "type": kind} for kind in sorted(_types(schema))] or [schema]


def whole(root: Part, schema: Part) -> Part:
    """A schema without references at its top, and with what `allOf` adds to it."""
    schema = resolved(root, schema)
    for part in schema.get("allOf", []):
        more = whole(root, part)
        both: Part = {"required": [*schema.get("required", []), *more.get("required", [])]}
        both["properties"] = {**schema.get("properties", {}), **more.get("properties", {})}
        for words, narrower in ((_MOST, min), (_LEAST, max)):
            given = {word: [one[word] for one in (schema, more) if word in one] for word in words}
            both |= {word: narrower(values) for word, values in given.items() if values}
        schema = {**more, **schema, **both}
    return {word: value for word, value in schema.items() if word != "allOf"}


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


def _values(schema: Part) -> set[str] | None:
    if "const" in schema:
        return {str(schema["const"])}
    return {str(value) for value in schema["enum"]} if "enum" in schema else None


def _name(part: Part) -> str:
    return str(part.get("$ref") or part.get("type") or part)
