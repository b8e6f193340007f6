"""Breaking changes of a contract: what programs written against the older version depend on."""

from collections.abc import Iterator
from json import dumps
from typing import Any

Part = dict[str, Any]
_SERIALIZATION = ("style", "explode")
_METHODS = ("get", "put", "post", "delete", "patch", "head", "options")
_LOWER_BOUNDS = ("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties")
_UPPER_BOUNDS = ("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties")


def breaks(old: Part, new: Part) -> list[str]:
    """Return each breaking change with its place; empty if every program continues to work."""
    return sorted(set(_Comparison(old, new).all()))


class _Comparison:
    def __init__(self, old: Part, new: Part) -> None:
        self.old, self.new = old, new
        self._compared: set[tuple[str, str, bool]] = set()

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
            place, self._resolved(self.old, old, "requestBody"), self._resolved(self.new, new, "requestBody")
        )
        yield from self._responses(place, old, new)

    def _security(self, place: str, old: Part, new: Part) -> Iterator[str]:
        before, now = ([set(schemes) for schemes in part.get("security", [])] or [set()] for part in (old, new))
        if any(not schemes for schemes in before) and all(now):
            yield f"{place}: requires authentication"
        elif not all(any(schemes <= old_schemes for schemes in now) for old_schemes in before):
            yield f"{place}: an authentication scheme is gone or not sufficient"
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
            parameter_place = f"{place} ?{key[1]}"
            if key not in now:
                yield f"{parameter_place}: gone"
                continue
            if now[key].get("required") and not part.get("required"):
                yield f"{parameter_place}: required"
            if part["schema"].get("default") != now[key]["schema"].get("default"):
                yield f"{parameter_place}: another default"
            if [part.get(word) for word in _SERIALIZATION] != [now[key].get(word) for word in _SERIALIZATION]:
                yield f"{parameter_place}: another serialization"
            yield from self._schema(parameter_place, part["schema"], now[key]["schema"], sent=True)
        for key, part in now.items():
            if key not in before and part.get("required"):
                yield f"{place} ?{key[1]}: new and required"

    def _body(self, place: str, old: Part, new: Part) -> Iterator[str]:
        if new.get("required") and not old.get("required"):
            yield f"{place}: the body is required"
        if old and not new:
            yield f"{place}: no body is accepted"
            return
        yield from self._content(f"{place} body", old.get("content", {}), new.get("content", {}), sent=True)

    def _content(self, place: str, old: Part, new: Part, *, sent: bool) -> Iterator[str]:
        for media_type, content in old.items():
            if media_type not in new:
                yield f"{place}: no {media_type}"
            else:
                yield from self._schema(place, content.get("schema", {}), new[media_type].get("schema", {}), sent=sent)

    def _responses(self, place: str, old: Part, new: Part) -> Iterator[str]:
        for code in old["responses"]:
            response_place = f"{place} {code}"
            if code not in new["responses"]:
                if code < "400":
                    yield f"{response_place}: gone"
                continue
            before, now = (
                self._resolved(root, operation["responses"], code)
                for root, operation in ((self.old, old), (self.new, new))
            )
            yield from self._headers(response_place, before.get("headers", {}), now.get("headers", {}))
            for link in sorted(set(before.get("links", {})) - set(now.get("links", {}))):
                yield f"{response_place}: no link {link}"
            yield from self._content(response_place, before.get("content", {}), now.get("content", {}), sent=False)

        for code in sorted(set(new["responses"]) - set(old["responses"])):
            if code < "300":
                yield f"{place} {code}: a new success response"

    def _headers(self, place: str, old: Part, new: Part) -> Iterator[str]:
        for name in old:
            if name not in new:
                yield f"{place}: no header {name}"
                continue
            before, now = self._resolved(self.old, old, name), self._resolved(self.new, new, name)
            yield from self._schema(f"{place} {name}", before.get("schema", {}), now.get("schema", {}), sent=False)

    def _resolved(self, root: Part, parent: Part, name: str) -> Part:
        return resolved(root, parent.get(name, {}))

    # --- schemas: those of requests (`sent`) must not be narrowed, those of responses must not be widened ---

    def _schema(self, place: str, old: Part, new: Part, *, sent: bool) -> Iterator[str]:
        if "$ref" in old and "$ref" in new:
            place = old["$ref"].rpartition("/")[2]
        if "$ref" in old or "$ref" in new:
            key = (old.get("$ref") or dumps(old), new.get("$ref") or dumps(new), sent)
            if key in self._compared:  # already, or in the middle of it: schemas can be recursive
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
        yield from self._properties(place, old, new, sent=sent)
        for word in ("items", "additionalProperties"):
            before, now = old.get(word, {}), new.get(word, {})
            if isinstance(before, dict) and isinstance(now, dict) and (before or now):
                yield from self._schema(f"{place}[]", before, now, sent=sent)

    def _types(self, place: str, old: Part, new: Part, *, sent: bool) -> Iterator[str]:
        before, now = _types(old), _types(new)
        narrow, wide = (before, now) if sent else (now, before)
        # Integers are numbers.
        covered = wide | ({"integer"} if "number" in wide else set())
        if before and now and not narrow <= covered:
            yield f"{place}: {'no longer' if sent else 'now also'} {', '.join(sorted(narrow - covered))}"
        if wide and not narrow:
            yield f"{place}: {'no longer' if sent else 'now'} of any type"
        same_type = before == now or "number" not in now  # the format of an integer that becomes a number may change
        if same_type and old.get("format") != new.get("format") and not (sent and "format" not in new):
            yield f"{place}: another format"

    def _values(self, place: str, old: Part, new: Part, *, sent: bool) -> Iterator[str]:
        """Compare enumerations: responses may have new values (openapi/released/README.md), but not any value."""
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
        for word in (*_LOWER_BOUNDS, *_UPPER_BOUNDS):
            if word not in new or new[word] == old.get(word):
                continue
            if word not in old or (new[word] > old[word]) == (word in _LOWER_BOUNDS):
                yield f"{place}: {word} is narrower"
        for word in ("pattern", "multipleOf", "uniqueItems", "propertyNames"):
            if word in new and new[word] and new[word] != old.get(word):
                yield f"{place}: another {word}"
        if new.get("additionalProperties") is False and old.get("additionalProperties") is not False:
            yield f"{place}: no additional properties"

    def _properties(self, place: str, old: Part, new: Part, *, sent: bool) -> Iterator[str]:
        before, now = old.get("properties", {}), new.get("properties", {})
        was_required, required = set(old.get("required", [])), set(new.get("required", []))
        for name, part in before.items():
            if name not in now:
                yield f"{place}.{name}: gone"
                continue
            yield from self._schema(f"{place}.{name}", part, now[name], sent=sent)
            if sent and name not in was_required and part.get("default") != now[name].get("default"):
                yield f"{place}.{name}: another default"
        for name in sorted(required - was_required if sent else (was_required - required) & set(now)):
            yield f"{place}.{name}: {'required' if sent else 'no longer always present'}"

    def _alternatives(self, place: str, old: Part, new: Part, *, sent: bool) -> Iterator[str]:
        """Compare alternatives: each old one of a request, and each new one of a response, needs a counterpart."""
        before, now = alternatives(self.old, old), alternatives(self.new, new)
        for alternative in before if sent else now:
            differences = [
                self._differences(*(alternative, other) if sent else (other, alternative), sent=sent)
                for other in (now if sent else before)
            ]
            if all(differences):
                closest = min(differences, key=len)[0]
                yield f"{place}: {'no longer' if sent else 'now also'} {_name(alternative)} ({closest})"

    def _differences(self, old: Part, new: Part, *, sent: bool) -> list[str]:
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
    return [{**schema, "type": type_name} for type_name in sorted(_types(schema))] or [schema]


def merged(root: Part, schema: Part) -> Part:
    """Return a schema without a reference at its top, merged with its `allOf`."""
    schema = resolved(root, schema)
    for part in schema.get("allOf", []):
        more = merged(root, part)
        both: Part = {"required": [*schema.get("required", []), *more.get("required", [])]}
        both["properties"] = {**schema.get("properties", {}), **more.get("properties", {})}
        for words, narrower in ((_UPPER_BOUNDS, min), (_LOWER_BOUNDS, max)):
            bounds = {word: [part[word] for part in (schema, more) if word in part] for word in words}
            both |= {word: narrower(values) for word, values in bounds.items() if values}
        schema = {**more, **schema, **both}
    return {word: value for word, value in schema.items() if word != "allOf"}


def resolved(root: Part, part: Part) -> Part:
    """Follow references until there is none at the top."""
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
