"""A real browser without a screen, told what to do over its own debugging protocol."""

import base64
import json
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--remote-debugging-port=0",
    "--window-size=1280,1600",
]  # fmt: skip
SECONDS = 30


def program() -> str | None:
    """The machine's Chromium, if it has one."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


class Page:
    """One page: what it asked for, what it complained of, and what a script in it answers."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket, self._number = socket, 0
        self.asked: list[str] = []
        self.complaints: list[str] = []
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.tell(f"{domain}.enable")

    def tell(self, method: str, **parameters: Any) -> dict[str, Any]:
        self._number += 1
        self._socket.send(json.dumps({"id": self._number, "method": method, "params": parameters}))
        while True:
            said = json.loads(self._socket.recv(SECONDS))
            if said.get("id") == self._number:
                assert "error" not in said, said
                result: dict[str, Any] = said["result"]
                return result
            self._note(said)

    def _note(self, said: dict[str, Any]) -> None:
        about = said.get("params", {})
        if said["method"] == "Network.requestWillBeSent":
            self.asked.append(about["request"]["url"])
        elif said["method"] == "Runtime.exceptionThrown":
            self.complaints.append(json.dumps(about["exceptionDetails"])[:500])
        elif said["method"] == "Log.entryAdded" and about["entry"]["level"] == "error":
            self.complaints.append(about["entry"]["text"] + " " + about["entry"].get("url", ""))
        elif said["method"] == "Runtime.consoleAPICalled" and about["type"] == "error":
            self.complaints.append(json.dumps(about["args"])[:500])

    def run(self, script: str) -> Any:
        """What an expression gives, waited for if it is a promise."""
        told = self.tell("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in told, told
        return told["result"].get("value")

    def until(self, script: str) -> Any:
        """What an expression gives, once that is something."""
        deadline = time.monotonic() + SECONDS
        while not (found := self.run(script)):
            assert time.monotonic() < deadline, f"never: {script}"
            time.sleep(0.1)
        return found

    def click(self, selector: str) -> None:
        self.until(f"!!document.querySelector({json.dumps(selector)})")
        self.run(f"document.querySelector({json.dumps(selector)}).click()")

    def type(self, selector: str, text: str) -> None:
        """Put the caret into a field and type, as a person does."""
        self.until(f"!!document.querySelector({json.dumps(selector)})")
        self.run(f"document.querySelector({json.dumps(selector)}).focus()")
        self.tell("Input.insertText", text=text)

    def press(self, key: str) -> None:
        text = {"text": "\r"} if key == "Enter" else {}
        for kind, more in (("keyDown", text), ("keyUp", {})):
            self.tell("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=_KEYS[key], **more)

    def tab_to(self, selector: str) -> None:
        """Go on by the Tab key until something is reached, as who has no mouse does."""
        for _ in range(300):
            self.press("Tab")
            if self.run(f"!!document.activeElement?.matches({json.dumps(selector)})"):
                return
        raise AssertionError(f"the keyboard does not reach {selector}")

    def go(self, url: str) -> None:
        self.tell("Page.navigate", url=url)
        self.until(f"document.readyState == 'complete' && location.href == {json.dumps(url)}")

    def photograph(self, file: Path) -> None:
        file.write_bytes(base64.b64decode(self.tell("Page.captureScreenshot")["data"]))


_KEYS = {"Tab": 9, "Enter": 13}


@contextmanager
def opened(url: str, folder: Path) -> Iterator[Page]:
    """A page at an address, in a browser with an empty profile of its own."""
    found = program()
    assert found is not None
    command = [found, *FLAGS, f"--user-data-dir={folder / 'profile'}", "about:blank"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
    try:
        with connect(_page(process, folder), max_size=None) as socket:
            page = Page(socket)
            page.tell("Page.navigate", url=url)
            page.until("document.readyState == 'complete' && location.href != 'about:blank'")
            yield page
    finally:
        process.terminate()
        process.communicate(timeout=30)


def _page(process: "subprocess.Popen[str]", folder: Path) -> str:
    """The address by which the browser's one page is talked to."""
    told = folder / "profile" / "DevToolsActivePort"
    deadline = time.monotonic() + SECONDS
    while not (told.exists() and "\n" in told.read_text()):
        assert process.poll() is None, process.stderr.read() if process.stderr else ""
        assert time.monotonic() < deadline, "the browser did not start"
        time.sleep(0.05)
    port, whole = told.read_text().split("\n")[:2]
    with connect(f"ws://127.0.0.1:{port}{whole}") as socket:
        socket.send(json.dumps({"id": 1, "method": "Target.getTargets"}))
        targets = json.loads(socket.recv(SECONDS))["result"]["targetInfos"]
    [id] = [target["targetId"] for target in targets if target["type"] == "page"]
    return f"ws://127.0.0.1:{port}/devtools/page/{id}"
