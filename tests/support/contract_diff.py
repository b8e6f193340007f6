"""Breaking changes between two versions of the contract: those that break programs written for the older one."""

from collections.abc import Iterator
from json import dumps
from typing import Any

Part = dict[str, Any]
_SERIALIZATION = ("style", "explode")
_METHODS = ("get", "put", "post", "delete", "patch", "head", "options")
_LOWER_BOUNDS = ("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties")
_UPPER_BOUNDS = ("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties")


def breaking_changes(old: Part, new: Part) -> list[str]:
    """Return each breaking change as `place: what changed`, sorted."""
    return sorted(set(_Comparison(old, new).changes()))


class _Comparison:
    """The comparison of two contracts; `sent` is true for schemas of requests, and false for those of responses."""

    def __init__(self, old: Part, new: Part) -> None:
        self.old, self.new = old, new
        self._compared: set[tuple[str, str, bool]] = set()

    def changes(self) -> Iterator[str]:
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
            place, self._resolved(self.old, old, "requestBody"), self._resolved(self.new, new, "requestBody")
        )
        yield from self._responses(place, old, new)

    def _security(self, place: str, old: Part, new: Part) -> Iterator[str]:
        before, now = ([set(option) for option in part.get("security", [])] or [set()] for part in (old, new))
        if any(not option for option in before) and all(now):
            yield f"{place}: requires authentication"
        elif not all(any(option <= old_option for option in now) for old_option in before):
            yield f"{place}: a security scheme is gone, or is not enough"
        for role in sorted(set(old.get("x-roles", [])) - set(new.get("x-roles", []))):
            yield f"{place}: no longer allowed to {role}"

    def _parameters(self, place: str, old: Part, new: Part) -> Iterator[str]:
        before, now = (
            {
                (part["in"], part["name"]): part
                for part in (resolved(root, parameter) for parameter in operation.get("parameters", []))
            }
            for root, operation in ((self.old, old), (self.new, new))
        )
        for key, part in before.items():
            parameter = f"{place} ?{key[1]}"
            if key not in now:
                yield f"{parameter}: gone"
                continue
            if now[key].get("required") and not part.get("required"):
                yield f"{parameter}: required"
            if part["schema"].get("default") != now[key]["schema"].get("default"):
                yield f"{parameter}: another default"
            if any(part.get(keyword) != now[key].get(keyword) for keyword in _SERIALIZATION):
                yield f"{parameter}: another serialization"
            yield from self._schema(parameter, part["schema"], now[key]["schema"], sent=True)
        for key, part in now.items():
            if key not in before and part.get("required"):
                yield f"{place} ?{key[1]}: new and required"

    def _body(self, place: str, old: Part, new: Part) -> Iterator[str]:
        if new.get("required") and not old.get("required"):
            yield f"{place}: a body is required"
        if old and not new:
            yield f"{place}: takes no body"
            return
        yield from self._content(f"{place} body", old.get("content", {}), new.get("content", {}), sent=True)

    def _content(self, place: str, old: Part, new: Part, *, sent: bool) -> Iterator[str]:
        for media_type, content in old.items():
            if media_type not in new:
                yield f"{place}: no {media_type}"
            else:
                yield from self._schema(place, content.get("schema", {}), new[media_type].get("schema", {}), sent=sent)

    def _responses(self, place: str, old: Part, new: Part) -> Iterator[str]:
        for status in old["responses"]:
            response = f"{place} {status}"
            if status not in new["responses"]:
                if status < "400":
                    yield f"{response}: gone"
                continue
            before, now = (
                self._resolved(self.old, old["responses"], status),
                self._resolved(self.new, new["responses"], status),
            )
            yield from self._headers(response, before.get("headers", {}), now.get("headers", {}))
            for link in sorted(set(before.get("links", {})) - set(now.get("links", {}))):
                yield f"{response}: no link {link}"
            yield from self._content(response, before.get("content", {}), now.get("content", {}), sent=False)

        for status in sorted(set(new["responses"]) - set(old["responses"])):
            if status < "300":
                yield f"{place} {status}: a new success status"

    def _headers(self, place: str, old: Part, new: Part) -> Iterator[str]:
        for name in old:
            if name not in new:
                yield f"{place}: no header {name}"
                continue
            before, now = self._resolved(self.old, old, name), self._resolved(self.new, new, name)
            yield from self._schema(f"{place} {name}", before.get("schema", {}), now.get("schema", {}), sent=False)

    def _resolved(self, root: Part, parent: Part, name: str) -> Part:
        return resolved(root, parent.get(name, {}))

    # Schemas: those of requests must not accept less, and those of responses must not allow more.

    def _schema(self, place: str, old: Part, new: Part, *, sent: bool) -> Iterator[str]:
        if "$ref" in old and "$ref" in new:
            place = old["$ref"].rpartition("/")[2]
        if "$ref" in old or "$ref" in new:
            key = (old.get("$ref") or dumps(old), new.get("$ref") or dumps(new), sent)
            if key in self._compared:  # compared before, or a recursive schema
                return
            self._compared.add(key)
        old, new = merged(self.old, old), merged(self.new, new)
        if ALTERNATIVES & {*old, *new}:
            yield from self._alternatives(place, old, new, sent=sent)
            return
        yield from self._types(place, old, new, sent=sent)
        yield from self._values(place, old, new, sent=sent)
        if sent:
            yield from self._bounds(place, old, new)
        yield from self._members(place, old, new, sent=sent)
        for keyword in ("items", "additionalProperties"):
            before, now = old.get(keyword, {}), new.get(keyword, {})
            if isinstance(before, dict) and isinstance(now, dict) and (before or now):
                yield from self._schema(f"{place}[]", before, now, sent=sent)

    def _types(self, place: str, old: Part, new: Part, *, sent: bool) -> Iterator[str]:
        before, now = _types(old), _types(new)
        narrow, wide = (before, now) if sent else (now, before)
        # A schema of any number accepts integers too.
        known = wide | ({"integer"} if "number" in wide else set())
        if before and now and not narrow <= known:
            yield f"{place}: {'no longer' if sent else 'now also'} {', '.join(sorted(narrow - known))}"
        if wide and not narrow:
            yield f"{place}: {'no longer' if sent else 'now'} of any type"
        # The format of another type of number follows from the type.
        has_same_kind = before == now or "number" not in now
        if has_same_kind and old.get("format") != new.get("format") and not (sent and "format" not in new):
            yield f"{place}: another format"

    def _values(self, place: str, old: Part, new: Part, *, sent: bool) -> Iterator[str]:
        """Compare enumerations: responses may get new values (openapi/released/README.md), but not any value."""
        before, now = _values(old), _values(new)
        if sent and now is not None:
            if before is None:
                yield f"{place}: only certain values"
            elif not before <= now:
                yield f"{place}: fewer values"
        if not sent and before is not None and now is None:
            yield f"{place}: any value"
        if not sent and "const" in old and before != now:
            yield f"{place}: another value"

    def _bounds(self, place: str, old: Part, new: Part) -> Iterator[str]:
        for keyword in (*_LOWER_BOUNDS, *_UPPER_BOUNDS):
            if keyword not in new or new[keyword] == old.get(keyword):
                continue
            if keyword not in old or (new[keyword] > old[keyword]) == (keyword in _LOWER_BOUNDS):
                yield f"{place}: {keyword} is narrower"
        for keyword in ("pattern", "multipleOf", "uniqueItems", "propertyNames"):
            if keyword in new and new[keyword] and new[keyword] != old.get(keyword):
                yield f"{place}: another {keyword}"
        if new.get("additionalProperties") is False and old.get("additionalProperties") is not False:
            yield f"{place}: no other members"

    def _members(self, place: str, old: Part, new: Part, *, sent: bool) -> Iterator[str]:
        before, now = old.get("properties", {}), new.get("properties", {})
        required_before, required = set(old.get("required", [])), set(new.get("required", []))
        for name, part in before.items():
            if name not in now:
                yield f"{place}.{name}: gone"
                continue
            yield from self._schema(f"{place}.{name}", part, now[name], sent=sent)
            if sent and name not in required_before and part.get("default") != now[name].get("default"):
                yield f"{place}.{name}: another default"
        for name in sorted(required - required_before if sent else (required_before - required) & set(now)):
            yield f"{place}.{name}: {'required' if sent else 'no longer always present'}"

    def _alternatives(self, place: str, old: Part, new: Part, *, sent: bool) -> Iterator[str]:
        """Compare alternatives: requests must keep each old one, responses must not get a new one."""
        before, now = alternatives(self.old, old), alternatives(self.new, new)
        for alternative in before if sent else now:
            changes = [
                self._compare_alone(*(alternative, other) if sent else (other, alternative), sent=sent)
                for other in (now if sent else before)
            ]
            if all(changes):
                verb, reason = "no longer" if sent else "now also", min(changes, key=len)[0]
                yield f"{place}: {verb} {_name(alternative)} ({reason})"

    def _compare_alone(self, old: Part, new: Part, *, sent: bool) -> list[str]:
        comparison = _Comparison(self.old, self.new)
        comparison._compared |= self._compared
        return list(comparison._schema("", old, new, sent=sent))


ALTERNATIVES = {"anyOf", "oneOf"}


def alternatives(root: Part, schema: Part) -> list[Part]:
    """Return the alternatives of a schema, each merged and of one type."""
    parts = [*schema.get("anyOf", []), *schema.get("oneOf", [])]
    if parts:
        return [alternative for part in parts for alternative in alternatives(root, part)]
    if "$ref" in schema and len(_types(resolved(root, schema))) == 1:
        return [schema]
    schema = merged(root, schema)
    return [{**schema, "type": kind} for kind in sorted(_types(schema))] or [schema]


def merged(root: Part, schema: Part) -> Part:
    """Resolve a schema's reference, and merge its `allOf` into it."""
    schema = resolved(root, schema)
    for part in schema.get("allOf", []):
        other = merged(root, part)
        both: Part = {"required": [*schema.get("required", []), *other.get("required", [])]}
        both["properties"] = {**schema.get("properties", {}), **other.get("properties", {})}
        for keywords, narrower in ((_UPPER_BOUNDS, min), (_LOWER_BOUNDS, max)):
            bounds = {keyword: [part[keyword] for part in (schema, other) if keyword in part] for keyword in keywords}
            both |= {keyword: narrower(values) for keyword, values in bounds.items() if values}
        schema = {**other, **schema, **both}
    return {keyword: value for keyword, value in schema.items() if keyword != "allOf"}


def resolved(root: Part, part: Part) -> Part:
    """Resolve a reference within a contract; a part without one is returned as it is."""
    while "$ref" in part:
        target: Any = root
        for name in part["$ref"].removeprefix("#/").split("/"):
            target = target[name]
        part = target
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
