"""The municipality's sign-in for real: oidc-provider signs people and machines in, and Sammen takes its tokens.

Authorization code with PKCE through the provider's own forms, client credentials, four kinds of keys, keys that turn,
and a provider that goes away. Run by `judges/run`, with the service's own Python.
"""

import base64
import json
import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from urllib.parse import parse_qs, urljoin, urlsplit

import httpx
from joserfc.jwk import ECKey, KeySet, OKPKey, RSAKey

HERE = Path(__file__).parent
KINDS = ("RS256", "PS256", "ES256", "EdDSA")
SECRET = "a-secret-of-the-provider-0123456789"  # noqa: S105  of a provider that lives for a minute
# The service with shorter pauses: a minute between two fetches for unknown keys would be most of the running time.
SERVICE = """
import sys
from api.sign_in import oidc_provider
oidc_provider.UNKNOWN_KID_SECONDS = oidc_provider.RETRY_SECONDS = 1
from api.cli import main
sys.exit(main(sys.argv[1:]))
"""
MAPPING = {
    "username": "username", "name": "name",
    "grants": [
        {"claim": "roles", "value": "forvaltning", "role": "administration", "unit": "municipality"},
        {"claim": "roles", "value": "lis", "role": "data_supplier", "unit": "municipality"},
        {"claim": "roles", "value": "leder", "role": "leader", "unit_claim": "enheder"},
    ],
}  # fmt: skip
ROLES = {
    "anna": {"roles": ["forvaltning"], "name": "Anna Holm", "username": "anna"},
    "mette": {"roles": ["leder"], "enheder": ["900001"], "name": "Mette Lund"},
    "lis": {"roles": ["lis", "forvaltning-ikke"]},
    "ingen": {"roles": []},
}


def free_port() -> int:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        return int(bound.getsockname()[1])


def key_set(generation: str) -> dict[str, object]:
    """A key of each kind, with its private half: what the provider keeps for itself."""
    told = {"use": "sig"}
    keys = [
        RSAKey.generate_key(2048, told | {"alg": "RS256", "kid": f"rs-{generation}"}),
        RSAKey.generate_key(2048, told | {"alg": "PS256", "kid": f"ps-{generation}"}),
        ECKey.generate_key("P-256", told | {"alg": "ES256", "kid": f"es-{generation}"}),
        OKPKey.generate_key("Ed25519", told | {"alg": "EdDSA", "kid": f"ed-{generation}"}),
    ]
    return KeySet(keys).as_dict(private=True)  # type: ignore[return-value]


@contextmanager
def running(name: str, command: list[str], ready: str, **surroundings: str) -> Iterator[None]:
    log = (HERE / "build" / f"{name}.log").open("a")
    process = subprocess.Popen(command, cwd=HERE, env=os.environ | surroundings, stdout=log, stderr=log)  # noqa: S603
    try:
        deadline = time.monotonic() + 40
        while True:
            try:
                httpx.get(ready).raise_for_status()
                break
            except httpx.HTTPError:
                assert process.poll() is None, f"{name} ended: see build/{name}.log"
                assert time.monotonic() < deadline, f"{name} did not get ready"
                time.sleep(0.1)
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)
        log.close()


class Place:
    """A provider and a service beside it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.issuer, self.port = f"http://127.0.0.1:{free_port()}", free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.say(ROLES)

    def say(self, roles: dict[str, dict[str, object]]) -> None:
        (self.folder / "roles.json").write_text(json.dumps(roles))

    def provider(self, generation: str):
        keys = self.folder / f"{generation}.json"
        if not keys.exists():
            keys.write_text(json.dumps(key_set(generation)))
        port = str(urlsplit(self.issuer).port)
        command = ["node", "provider.js", port, str(keys), str(self.folder / "roles.json")]
        return running("provider", command, f"{self.issuer}/.well-known/openid-configuration")

    def service(self, port: int | None = None):
        port = port or self.port
        return running(
            "service",
            [sys.executable, "-c", SERVICE, "serve", "--port", str(port)],
            f"http://127.0.0.1:{port}/health/ready",
            SAMMEN_DATABASE_URL=f"sqlite+aiosqlite:///{self.folder}/sammen.db",
            SAMMEN_TOKEN_SECRET=secrets.token_urlsafe(40),
            SAMMEN_OIDC_ISSUER=self.issuer,
            SAMMEN_OIDC_AUDIENCE="sammen-api",
            SAMMEN_OIDC_MAPPING=json.dumps(MAPPING),
            SAMMEN_PASSWORD_SIGN_IN="false",  # noqa: S106  no password
            SAMMEN_CLIENT_SIGN_IN="false",
        )

    def endpoint(self, name: str) -> str:
        return str(httpx.get(f"{self.issuer}/.well-known/openid-configuration").json()[name])

    def person(self, account: str, kind: str = "RS256", **more: str) -> dict[str, str]:
        """Sign somebody in as a frontend does: authorization code with PKCE, through the provider's forms."""
        verifier, state = secrets.token_urlsafe(48), secrets.token_urlsafe(12)
        challenge = base64.urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        back, resource = "http://127.0.0.1/back", more.get("resource", f"urn:sammen:{kind}")
        asked = {
            "client_id": "portal", "response_type": "code", "redirect_uri": back, "scope": "openid sammen",
            "code_challenge": challenge, "code_challenge_method": "S256", "state": state, "resource": resource,
        }  # fmt: skip
        with httpx.Client() as browser:
            answer = browser.get(self.endpoint("authorization_endpoint"), params=asked)
            for _ in range(12):
                if answer.is_redirect:
                    address = urljoin(str(answer.url), answer.headers["location"])
                    if address.startswith(back):
                        break
                    answer = browser.get(address)
                else:
                    answer.raise_for_status()
                    [action] = re.findall(r'<form[^>]* action="([^"]+)"', answer.text)
                    form = dict(re.findall(r'name="(prompt)" value="(\w+)"', answer.text))
                    form |= {"login": account, "password": "x"} if form["prompt"] == "login" else {}
                    answer = browser.post(urljoin(str(answer.url), action), data=form)
            said = parse_qs(urlsplit(address).query)
            assert said["state"] == [state]
            form = {"grant_type": "authorization_code", "code": said["code"][0], "redirect_uri": back}
            form |= {"client_id": "portal", "code_verifier": verifier, "resource": resource}
            tokens = browser.post(self.endpoint("token_endpoint"), data=form)
        assert tokens.status_code == 200, tokens.text
        return dict(tokens.json())

    def machine(self, kind: str = "RS256") -> str:
        form = {"grant_type": "client_credentials", "scope": "sammen", "resource": f"urn:sammen:{kind}"}
        answer = httpx.post(self.endpoint("token_endpoint"), data=form, auth=("lis", SECRET))
        assert answer.status_code == 200, answer.text
        return str(answer.json()["access_token"])

    def get(self, token: str, path: str = "/v1/me", url: str = "") -> httpx.Response:
        return httpx.get((url or self.url) + path, headers={"Authorization": f"Bearer {token}"}, timeout=20)


def header(token: str) -> dict[str, str]:
    part = token.split(".", maxsplit=1)[0]
    return dict(json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))))


def refused(answer: httpx.Response) -> bool:
    return (answer.status_code, answer.json()["code"]) == (
        401,
        "not-signed-in",
    ) and "www-authenticate" in answer.headers


def sign_in_and_work(place: Place) -> None:
    for kind in KINDS:
        token = place.person("anna", kind)["access_token"]
        assert (header(token)["alg"], header(token)["typ"]) == (kind, "at+jwt")
        me = place.get(token).json()
        assert (me["name"], me["kind"], [one["role"] for one in me["roles"]]) == (
            "Anna Holm",
            "person",
            ["administration"],
        )
        machine = place.get(place.machine(kind)).json()
        assert (machine["kind"], [one["role"] for one in machine["roles"]]) == ("client", ["data_supplier"])
        print(f"{kind}: a person by code and PKCE, a machine by client credentials")
    wanted = {"name": "Birkeskolen", "kind": "school", "number": "900001"}
    made = httpx.post(f"{place.url}/v1/institutions", json=wanted, headers={"Authorization": f"Bearer {token}"})
    assert made.status_code == 201, made.text
    leader = place.get(place.person("mette")["access_token"]).json()
    assert [(one["role"], one["unit_name"]) for one in leader["roles"]] == [("leader", "Birkeskolen")]
    time.sleep(1)  # whole seconds order tokens
    place.say(ROLES | {"mette": {"roles": []}})
    assert place.get(place.person("mette")["access_token"]).json()["roles"] == []
    assert place.get(place.person("ingen")["access_token"]).json()["code"] == "no-role-here"
    print("roles come with their claims and go with them")


def what_is_not_taken(place: Place) -> None:
    tokens = place.person("anna")
    assert refused(place.get(tokens["id_token"]))
    assert refused(place.get(place.person("anna", resource="urn:other:RS256")["access_token"]))
    head, body, _ = tokens["access_token"].split(".")
    assert refused(place.get(f"{head}.{body}.{'A' * 342}"))
    for grant in ("password", "client_credentials", "refresh_token"):
        form = {"grant_type": grant, "username": "a", "password": "b", "refresh_token": "c", "client_id": "d"}
        answer = httpx.post(f"{place.url}/v1/token", data=form | {"client_secret": "e"})
        assert answer.json()["error"] == "unsupported_grant_type", answer.text
    print("ID tokens, tokens for others and forged ones are refused, and nobody signs in here")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        place = Place(Path(folder))
        with place.service():
            with place.provider("first"):
                sign_in_and_work(place)
                what_is_not_taken(place)
                old = place.person("anna")["access_token"]
            assert place.get(old).status_code == 200
            print("while the provider is away, what it signed is good")
            other = free_port()
            with place.service(other):
                answer = place.get(old, url=f"http://127.0.0.1:{other}")
                assert (answer.status_code, answer.json()["code"]) == (503, "sign-in-provider-away")
                print("a service that has no keys yet says so")
            time.sleep(1)
            with place.provider("second"):
                new = place.person("anna", "ES256")["access_token"]
                assert place.get(new).status_code == 200
                assert refused(place.get(old))
                print("new keys are found, and what turned-out keys signed is refused")


if __name__ == "__main__":
    main()
