"""replayweb.page shows our bundles in a browser. Its two files come with ``make test-long``."""

import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from tests.bundle.conftest import EDITED
from tests.publish.chromium import PROGRAM

PLAYER = Path(__file__).parents[2] / ".npm" / "replaywebpage" / "package"
TRIES = 3  # its worker is at times not ready for the first load
WITHIN = 45.0  # seconds for one load

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not (PLAYER / "ui.js").exists(), reason="no replaywebpage: make test-long"),
    pytest.mark.skipif(PROGRAM is None, reason="no Chromium"),
]
PAGE = """<!doctype html><title>player</title><script src="/ui.js"></script>
<replay-web-page source="/out.wacz" %s embed="default" replayBase="/replay/">
</replay-web-page>"""


@contextmanager
def served(files):
    """The address of a server that answers Range, as the player needs it."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_HEAD(self):
            self.do_GET()

        def do_GET(self):
            kind, data = files.get(self.path.partition("?")[0], (None, b""))
            wanted = self.headers.get("Range", "")
            start, end, status = 0, len(data), 200 if kind else 404
            if kind and wanted.startswith("bytes="):
                first, _, last = wanted.removeprefix("bytes=").partition("-")
                start = int(first) if first else max(0, len(data) - int(last))
                end = min(len(data), int(last) + 1) if first and last else len(data)
                status = 206
            self.send_response(status)
            self.send_header("Content-Type", kind or "text/plain")
            self.send_header("Accept-Ranges", "bytes")
            if status == 206:
                self.send_header("Content-Range", f"bytes {start}-{end - 1}/{len(data)}")
            self.send_header("Content-Length", str(end - start))
            self.end_headers()
            if self.command == "GET":
                self.wfile.write(data[start:end])

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def shows(page, address, sentence):
    """Whether a frame of the player comes to show the sentence."""
    page.goto(address)
    deadline = time.monotonic() + WITHIN
    while time.monotonic() < deadline:
        for frame in page.frames:
            try:
                if sentence in (frame.inner_text("body", timeout=1000) or ""):
                    return True
            except Exception:  # noqa: BLE001 - frames come and go while the player loads
                continue
        page.wait_for_timeout(250)
    return False


def test_the_player_shows_the_page_as_it_was_received(bundle, told):
    playwright = pytest.importorskip("playwright.sync_api")
    page = PAGE % f'url="{told.urls[EDITED]}"'
    files = {
        "/": ("text/html", page.encode()),
        "/ui.js": ("text/javascript", (PLAYER / "ui.js").read_bytes()),
        "/replay/sw.js": ("text/javascript", (PLAYER / "sw.js").read_bytes()),
        "/out.wacz": ("application/wacz", bundle(EDITED).read_bytes()),
    }
    sentence = told.words[EDITED][-1]
    options = {"executable_path": PROGRAM, "args": ["--no-sandbox", "--disable-dev-shm-usage"]}
    with served(files) as address, playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(**options)
        try:
            page = browser.new_page()
            assert any(shows(page, f"{address}/?{turn}", sentence) for turn in range(TRIES))
        finally:
            browser.close()
