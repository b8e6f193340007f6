"""Municipal sign-in with oidc-provider: it signs people and machines in, and Sammen accepts its tokens.

Authorization code with PKCE through the provider's forms, client credentials, four types of keys, key rotation, and an
outage of the provider. Run by `judges/run`, with the service's own Python.
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
ALGORITHMS = ("RS256", "PS256", "ES256", "EdDSA")
SECRET = "a-secret-of-the-provider-0123456789"  # noqa: S105  of a provider that lives for a minute
# The service with short pauses: otherwise it waits a minute between two fetches for unknown keys.
SERVICE = """
import sys
from api.sign_in import oidc_provider
assert oidc_provider.UNKNOWN_KID_SECONDS and oidc_provider.RETRY_SECONDS
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
    """Return private keys of each type, for the provider."""
    common = {"use": "sig"}
    keys = [
        RSAKey.generate_key(2048, common | {"alg": "RS256", "kid": f"rs-{generation}"}),
        RSAKey.generate_key(2048, common | {"alg": "PS256", "kid": f"ps-{generation}"}),
        ECKey.generate_key("P-256", common | {"alg": "ES256", "kid": f"es-{generation}"}),
        OKPKey.generate_key("Ed25519", common | {"alg": "EdDSA", "kid": f"ed-{generation}"}),
    ]
    return KeySet(keys).as_dict(private=True)  # type: ignore[return-value]


@contextmanager
def running(name: str, command: list[str], ready_url: str, **environment: str) -> Iterator[None]:
    """Run a program for as long as the block runs, which starts when the URL answers."""
    log = (HERE / "build" / f"{name}.log").open("a")
    process = subprocess.Popen(command, cwd=HERE, env=os.environ | environment, stdout=log, stderr=log)  # noqa: S603
    try:
        deadline = time.monotonic() + 40
        while True:
            try:
                httpx.get(ready_url).raise_for_status()
                break
            except httpx.HTTPError:
                assert process.poll() is None, f"{name} ended: see build/{name}.log"
                assert time.monotonic() < deadline, f"{name} did not become ready"
                time.sleep(0.1)
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)
        log.close()


class Installation:
    """A provider and a service that trusts it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.issuer, self.port = f"http://127.0.0.1:{free_port()}", free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.set_claims(ROLES)

    def set_claims(self, roles: dict[str, dict[str, object]]) -> None:
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

    def sign_in(self, account: str, algorithm: str = "RS256", resource: str = "") -> dict[str, str]:
        """Sign a person in as a frontend does: authorization code with PKCE, through the provider's forms."""
        verifier, state = secrets.token_urlsafe(48), secrets.token_urlsafe(12)
        challenge = base64.urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        redirect_uri, resource = "http://127.0.0.1/back", resource or f"urn:sammen:{algorithm}"
        parameters = {
            "client_id": "portal", "response_type": "code", "redirect_uri": redirect_uri, "scope": "openid sammen",
            "code_challenge": challenge, "code_challenge_method": "S256", "state": state, "resource": resource,
        }  # fmt: skip
        with httpx.Client() as browser:
            response = browser.get(self.endpoint("authorization_endpoint"), params=parameters)
            for _ in range(12):
                if response.is_redirect:
                    address = urljoin(str(response.url), response.headers["location"])
                    if address.startswith(redirect_uri):
                        break
                    response = browser.get(address)
                else:
                    response.raise_for_status()
                    [action] = re.findall(r'<form[^>]* action="([^"]+)"', response.text)
                    form = dict(re.findall(r'name="(prompt)" value="(\w+)"', response.text))
                    form |= {"login": account, "password": "x"} if form["prompt"] == "login" else {}
                    response = browser.post(urljoin(str(response.url), action), data=form)
            query = parse_qs(urlsplit(address).query)
            assert query["state"] == [state]
            form = {"grant_type": "authorization_code", "code": query["code"][0], "redirect_uri": redirect_uri}
            form |= {"client_id": "portal", "code_verifier": verifier, "resource": resource}
            tokens = browser.post(self.endpoint("token_endpoint"), data=form)
        assert tokens.status_code == 200, tokens.text
        return dict(tokens.json())

    def machine_token(self, algorithm: str = "RS256") -> str:
        """Return an access token by client credentials."""
        form = {"grant_type": "client_credentials", "scope": "sammen", "resource": f"urn:sammen:{algorithm}"}
        response = httpx.post(self.endpoint("token_endpoint"), data=form, auth=("lis", SECRET))
        assert response.status_code == 200, response.text
        return str(response.json()["access_token"])

    def get(self, token: str, path: str = "/v1/me", url: str = "") -> httpx.Response:
        return httpx.get((url or self.url) + path, headers={"Authorization": f"Bearer {token}"}, timeout=20)


def header(token: str) -> dict[str, str]:
    part = token.split(".", maxsplit=1)[0]
    return dict(json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))))


def is_refused(response: httpx.Response) -> bool:
    refusal = (response.status_code, response.json()["code"])
    return refusal == (401, "not-signed-in") and "www-authenticate" in response.headers


def check_accepted_tokens(installation: Installation) -> None:
    for algorithm in ALGORITHMS:
        token = installation.sign_in("anna", algorithm)["access_token"]
        assert (header(token)["alg"], header(token)["typ"]) == (algorithm, "at+jwt")
        me = installation.get(token).json()
        assert (me["name"], me["kind"], [grant["role"] for grant in me["roles"]]) == (
            "Anna Holm",
            "person",
            ["administration"],
        )
        machine = installation.get(installation.machine_token(algorithm)).json()
        assert (machine["kind"], [grant["role"] for grant in machine["roles"]]) == ("client", ["data_supplier"])
        print(f"{algorithm}: a person by code and PKCE, a machine by client credentials")
    fields = {"name": "Birkeskolen", "kind": "school", "number": "900001"}
    response = httpx.post(
        f"{installation.url}/v1/institutions", json=fields, headers={"Authorization": f"Bearer {token}"}
    )
    assert response.status_code == 201, response.text
    leader = installation.get(installation.sign_in("mette")["access_token"]).json()
    assert [(grant["role"], grant["unit_name"]) for grant in leader["roles"]] == [("leader", "Birkeskolen")]
    time.sleep(1)  # the order of tokens is by whole seconds
    installation.set_claims(ROLES | {"mette": {"roles": []}})
    assert installation.get(installation.sign_in("mette")["access_token"]).json()["roles"] == []
    assert installation.get(installation.sign_in("ingen")["access_token"]).json()["code"] == "no-role-here"
    print("roles begin and end with their claims")


def check_rejected_tokens(installation: Installation) -> None:
    tokens = installation.sign_in("anna")
    assert is_refused(installation.get(tokens["id_token"]))
    assert is_refused(installation.get(installation.sign_in("anna", resource="urn:other:RS256")["access_token"]))
    header_part, claims_part, _ = tokens["access_token"].split(".")
    assert is_refused(installation.get(f"{header_part}.{claims_part}.{'A' * 342}"))
    for grant in ("password", "client_credentials", "refresh_token"):
        form = {"grant_type": grant, "username": "a", "password": "b", "refresh_token": "c", "client_id": "d"}
        response = httpx.post(f"{installation.url}/v1/token", data=form | {"client_secret": "e"})
        assert response.json()["error"] == "unsupported_grant_type", response.text
    print("ID tokens, tokens for other audiences, forged tokens and the service's own sign-in are refused")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        installation = Installation(Path(folder))
        with installation.service():
            with installation.provider("first"):
                check_accepted_tokens(installation)
                check_rejected_tokens(installation)
                old = installation.sign_in("anna")["access_token"]
            assert installation.get(old).status_code == 200
            print("during an outage of the provider, its tokens are accepted")
            other_port = free_port()
            with installation.service(other_port):
                response = installation.get(old, url=f"http://127.0.0.1:{other_port}")
                assert (response.status_code, response.json()["code"]) == (503, "sign-in-provider-away")
                print("a service that has no keys yet answers 503")
            time.sleep(1)
            with installation.provider("second"):
                new = installation.sign_in("anna", "ES256")["access_token"]
                assert installation.get(new).status_code == 200
                assert is_refused(installation.get(old))
                print("after key rotation, new keys are fetched, and tokens signed by old ones are refused")


if __name__ == "__main__":
    main()
