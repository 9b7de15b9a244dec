"""What we ask of a page from inside it: its words, its markup, whether it has come to rest.

All of it only reads; what asks for consent is taken away elsewhere (``banner``).
"""

# Title, visible words and the addresses of pictures large enough to hold words.
SIGN = """() => {
  const large = [...document.images].filter(i => i.width >= 200 && i.height >= 100);
  return {
    title: document.title || "",
    text: document.body ? document.body.innerText : "",
    pictures: [...new Set(large.map(i => (i.currentSrc || i.src).split(/[?#]/)[0].slice(0, 500)))],
    height: Math.max(document.documentElement.scrollHeight,
                     document.body ? document.body.scrollHeight : 0),
    nodes: document.getElementsByTagName("*").length,
  };
}"""

# A short sign of how far the page is: equal twice in a row means that it has come to rest.
REST = """() => {
  const text = document.body ? document.body.innerText : "";
  return document.readyState + " " + text.length + " " + text.slice(-200);
}"""

# Lazy pictures load when they are near; then back to the top, where a reader begins.
SCROLL = """async (most) => {
  const end = Math.min(document.documentElement.scrollHeight, most);
  for (let y = 0, n = 0; y < end && n < 12; y += Math.max(900, end / 12), n++) {
    window.scrollTo(0, y);
    await new Promise(done => setTimeout(done, 30));
  }
  window.scrollTo(0, 0);
}"""

# The markup as it stands, with what open shadow roots hold beside their hosts' own content.
DOM = """() => {
  const whole = document.documentElement.cloneNode(true);
  const into = (from, to) => {
    const a = from.children, b = [...to.children];
    for (let i = 0; i < a.length && i < b.length; i++) into(a[i], b[i]);
    if (from.shadowRoot) {
      const box = document.createElement("div");
      box.setAttribute("data-walkback-shadow", "");
      for (const child of from.shadowRoot.children) {
        if (child.tagName === "STYLE" || child.tagName === "SCRIPT") continue;
        const copy = child.cloneNode(true);
        into(child, copy);
        box.append(copy);
      }
      to.prepend(box);
    }
  };
  if ([...document.querySelectorAll("*")].some(e => e.shadowRoot))
    into(document.documentElement, whole);
  return "<!DOCTYPE html>\\n" + whole.outerHTML;
}"""
