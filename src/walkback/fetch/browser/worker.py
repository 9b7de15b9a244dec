"""The browser's process: a proxy, a Chromium, one page after the other.

Started with two pipes and a third that tells of the parent's life; what it needs to know stands
in its first message. Everything that runs a stranger's code is a descendant of this process.
"""

import os
import signal
import sys
import threading
from contextlib import suppress
from typing import Any

from playwright.sync_api import Browser, sync_playwright
from playwright.sync_api import Error as PageError

from walkback.fetch.browser.authority import Authority
from walkback.fetch.browser.framing import (
    Message,
    pack,
    pack_exchange,
    read_message,
    unpack_exchange,
    write_all,
)
from walkback.fetch.browser.groups import descendants
from walkback.fetch.browser.proxy import Proxy
from walkback.fetch.browser.showing import UnshownError, show
from walkback.fetch.browser.upstream import Upstream
from walkback.fetch.browser.visit import Visit
from walkback.fetch.options import FetchOptions
from walkback.model.times import parse_stamp

_NO_FEATURES = (
    "AsyncDns,DnsOverHttps,MediaRouter,OptimizationHints,Translate,InterestFeedContentSuggestions,"
    "PrivacySandboxSettings4,WebTransport,DialMediaRouteProvider,NetworkTimeServiceQuerying"
)


def main(fds: tuple[int, int, int]) -> None:
    """Serve views until the pipe ends."""
    jobs, answers, life = fds
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.stdout = sys.stderr
    threading.Thread(target=_end_with_parent, args=(life,), daemon=True).start()
    first = read_message(jobs)
    if first is None:
        return
    how = first[0]
    options = FetchOptions(allow_net=tuple(how["allow_net"]), agent=how["own_agent"])
    authority = Authority()
    proxy = Proxy(Upstream(options), authority)
    with sync_playwright() as driver:
        browser = _launch(driver, how, proxy.port, authority.pin)
        how["agent"] = proxy.agent = _agent(browser, how["own_agent"])
        groups = sorted({os.getpgid(one) for one in descendants(os.getpid())} - {os.getpgrp()})
        write_all(answers, pack({"ready": browser.version, "groups": groups}))
        while (job := read_message(jobs)) is not None:
            write_all(answers, _answer(browser, proxy, job, how))


def _launch(driver: Any, how: dict[str, Any], port: int, pin: str) -> Browser:
    browser: Browser = driver.chromium.launch(
        executable_path=how["program"],
        headless=True,
        chromium_sandbox=how["sandbox"],
        args=[
            f"--proxy-server=http://127.0.0.1:{port}",
            "--proxy-bypass-list=<-loopback>",  # else loopback would go by without us
            # Names are resolved behind the guard and nowhere else.
            "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
            f"--ignore-certificate-errors-spki-list={pin}",
            "--disable-quic",
            "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
            "--webrtc-ip-handling-policy=disable_non_proxied_udp",
            "--dns-prefetch-disable",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-domain-reliability",
            "--disable-sync",
            "--disable-crash-reporter",
            "--no-pings",
            "--no-first-run",
            "--mute-audio",
            "--disable-gpu",
            "--hide-scrollbars",
            "--js-flags=--max-old-space-size=512",
            f"--disable-features={_NO_FEATURES}",
        ],
    )
    return browser


def _agent(browser: Browser, own: str) -> str:
    """Chromium's own name, so that pages serve it what they serve readers, and ours behind it."""
    major = browser.version.partition(".")[0]
    return (
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) "
        f"Chrome/{major}.0.0.0 Safari/537.36 {own}"
    )


def _answer(browser: Browser, proxy: Proxy, job: Message, how: dict[str, Any]) -> bytes:
    asked, parts = job
    own = unpack_exchange(asked["exchange"], parts)
    visit = Visit(own, parse_stamp(asked["now"]))
    try:
        found = show(browser, proxy, visit, how)
    except UnshownError as error:
        return pack({"reason": error.reason, "detail": error.detail[:300]})
    except PageError as error:
        return pack({"reason": "render", "detail": str(error)[:300]})
    blobs = found.pop("parts")
    found["loaded"] = []
    for exchange in list(visit.loaded):
        facts, pieces = pack_exchange(exchange)
        found["loaded"].append(facts)
        blobs += pieces
    return pack(found, blobs)


def _end_with_parent(life: int) -> None:
    """Nothing is ever written to this pipe: when it ends, the parent has."""
    with suppress(OSError):
        os.read(life, 1)
    for group in {os.getpgid(one) for one in descendants(os.getpid())} - {os.getpgrp()}:
        with suppress(OSError):
            os.killpg(group, signal.SIGKILL)
    os._exit(0)
