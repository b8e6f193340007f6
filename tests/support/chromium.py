"""A headless Chromium, controlled by the DevTools protocol."""

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
    """Return the path of the machine's Chromium, if it has one."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


class Page:
    """A page, with the URLs that it requested and the errors that it logged."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket, self._last_id = socket, 0
        self.requested_urls: list[str] = []
        self.errors: list[str] = []
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.send(f"{domain}.enable")

    def send(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Send a command of the protocol; return its result."""
        self._last_id += 1
        self._socket.send(json.dumps({"id": self._last_id, "method": method, "params": parameters}))
        while True:
            message = json.loads(self._socket.recv(SECONDS))
            if message.get("id") == self._last_id:
                assert "error" not in message, message
                result: dict[str, Any] = message["result"]
                return result
            self._record(message)

    def _record(self, message: dict[str, Any]) -> None:
        parameters = message.get("params", {})
        if message["method"] == "Network.requestWillBeSent":
            self.requested_urls.append(parameters["request"]["url"])
        elif message["method"] == "Runtime.exceptionThrown":
            self.errors.append(json.dumps(parameters["exceptionDetails"])[:500])
        elif message["method"] == "Log.entryAdded" and parameters["entry"]["level"] == "error":
            self.errors.append(parameters["entry"]["text"] + " " + parameters["entry"].get("url", ""))
        elif message["method"] == "Runtime.consoleAPICalled" and parameters["type"] == "error":
            self.errors.append(json.dumps(parameters["args"])[:500])

    def run(self, script: str) -> Any:
        """Return the value of an expression; a promise is awaited."""
        result = self.send("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in result, result
        return result["result"].get("value")

    def wait_for(self, script: str) -> Any:
        """Evaluate an expression until it is truthy; return its value."""
        deadline = time.monotonic() + SECONDS
        while not (value := self.run(script)):
            assert time.monotonic() < deadline, f"timed out: {script}"
            time.sleep(0.1)
        return value

    def click(self, selector: str) -> None:
        self.wait_for(f"!!document.querySelector({json.dumps(selector)})")
        self.run(f"document.querySelector({json.dumps(selector)}).click()")

    def type(self, selector: str, text: str) -> None:
        """Focus a field and type a text."""
        self.wait_for(f"!!document.querySelector({json.dumps(selector)})")
        self.run(f"document.querySelector({json.dumps(selector)}).focus()")
        self.send("Input.insertText", text=text)

    def press(self, key: str) -> None:
        """Press Tab or Enter."""
        text = {"text": "\r"} if key == "Enter" else {}
        for type, fields in (("keyDown", text), ("keyUp", {})):
            self.send(
                "Input.dispatchKeyEvent", type=type, key=key, code=key, windowsVirtualKeyCode=_KEY_CODES[key], **fields
            )

    def tab_to(self, selector: str) -> None:
        """Press Tab until an element has the focus."""
        for _ in range(300):
            self.press("Tab")
            if self.run(f"!!document.activeElement?.matches({json.dumps(selector)})"):
                return
        raise AssertionError(f"Tab does not reach {selector}")

    def go(self, url: str) -> None:
        self.send("Page.navigate", url=url)
        self.wait_for(f"document.readyState == 'complete' && location.href == {json.dumps(url)}")

    def screenshot(self, file: Path) -> None:
        file.write_bytes(base64.b64decode(self.send("Page.captureScreenshot")["data"]))


_KEY_CODES = {"Tab": 9, "Enter": 13}


@contextmanager
def open_page(url: str, folder: Path) -> Iterator[Page]:
    """Open a page in a browser with a new profile."""
    executable = program()
    assert executable is not None
    command = [executable, *FLAGS, f"--user-data-dir={folder / 'profile'}", "about:blank"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
    try:
        with connect(_debugger_url(process, folder), max_size=None) as socket:
            page = Page(socket)
            page.send("Page.navigate", url=url)
            page.wait_for("document.readyState == 'complete' && location.href != 'about:blank'")
            yield page
    finally:
        process.terminate()
        process.communicate(timeout=30)


def _debugger_url(process: "subprocess.Popen[str]", folder: Path) -> str:
    """Return the WebSocket URL of the browser's page, once the browser has written its port."""
    port_file = folder / "profile" / "DevToolsActivePort"
    deadline = time.monotonic() + SECONDS
    while not (port_file.exists() and "\n" in port_file.read_text()):
        assert process.poll() is None, process.stderr.read() if process.stderr else ""
        assert time.monotonic() < deadline, "the browser did not start"
        time.sleep(0.05)
    port, browser_path = port_file.read_text().split("\n")[:2]
    with connect(f"ws://127.0.0.1:{port}{browser_path}") as socket:
        socket.send(json.dumps({"id": 1, "method": "Target.getTargets"}))
        targets = json.loads(socket.recv(SECONDS))["result"]["targetInfos"]
    [id] = [target["targetId"] for target in targets if target["type"] == "page"]
    return f"ws://127.0.0.1:{port}/devtools/page/{id}"
