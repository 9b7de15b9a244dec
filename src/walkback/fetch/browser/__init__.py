"""Look at a page with a browser, in a process that is thrown away.

    Exchange (already fetched) -> Browser.view -> View | NotViewed

The browser gets the page's own body from us, byte for byte as it was received; all else it asks
for goes through a proxy of ours (``proxy``), which holds the guard, speaks TLS to both sides and
records every exchange. docs/browser.md says why it is built like this.
"""

from walkback.fetch.browser.browser import Browser
from walkback.fetch.browser.options import BrowserOptions, missing, program

__all__ = ["Browser", "BrowserOptions", "missing", "program"]
