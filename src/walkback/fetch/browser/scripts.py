"""What we ask of a page from inside it: its words, its markup, and where it asks for consent.

All of it only reads, but ``BANNER``: that declines where a button plainly says so, and else hides.
It never accepts anything. Words for declining and accepting are those of the common consent
tools in the languages of the European Union.
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

BANNER = r"""() => {
  const about = /cookie|consent|consentement|einwilligung|zustimmung|datenschutz|gdpr|rgpd|dsgvo|privacy (?:choices|settings|preferences)|votre vie privée|données personnelles|tu privacidad|su privacidad|consentimiento|tua privacy|consenso|sua privacidade|consentimento|toestemming|zgod[aęy]|ciasteczk|samtyck|samtykke|evästee|súhlas|souhlas|hozzájárul|συγκατάθεσ|privacybeleid|slapuk|sīkdat|küpsis|kolačić|piškotk|бисквитк/gi;
  const no = /^(?:no,? thanks|reject(?: all| cookies| all cookies| non-essential.*| optional.*)?|decline(?: all| cookies)?|refuse(?: all)?|deny(?: all)?|disagree|i do not (?:accept|agree)|(?:use |accept |allow )?(?:only )?(?:strictly )?(?:necessary|essential)(?: cookies)?(?: only)?|continue without accepting|opt out|alle ablehnen|(?:alles )?ablehnen|nur (?:notwendige|essenzielle|erforderliche)(?: cookies)?(?: akzeptieren| erlauben| zulassen)?|tout refuser|refuser(?: tout)?|je refuse|continuer sans accepter|rechazar(?: todo| todas)?|no acepto|solo (?:las )?necesarias|rifiuta(?: tutto| tutti)?|continua senza accettare|recusar(?: tudo| todos)?|rejeitar(?: tudo| todos)?|(?:alles )?weigeren|alleen noodzakelijke?.*|odrzuć(?: wszystkie)?|nie zgadzam się|odmítnout(?: vše)?|odmietnuť(?: všetko)?|avvisa(?: alla)?|neka(?: alla)?|afvis(?: alle)?|avslå(?: alle)?|kun nødvendige|endast nödvändiga|hylkää(?: kaikki)?|vain välttämättömät|elutasít(?:om)?|απόρριψη(?: όλων)?|respinge(?: tot)?|отказ|отхвърляне)$/i;
  const yes = /accept|agree|allow all|akzeptier|zustimm|einverstanden|accepter|j'accepte|acept|accett|aceit|akkoord|zgadzam|akceptuj|přijmout|godkänn|hyväksy|elfogad|αποδοχή/i;
  const shown = e => {
    const s = getComputedStyle(e), r = e.getBoundingClientRect();
    return s.display !== "none" && s.visibility !== "hidden" && +s.opacity > 0.05 && r.width > 0 && r.height > 0;
  };
  const over = e => {
    const s = getComputedStyle(e);
    return s.position === "fixed" || s.position === "sticky" || e.matches("dialog[open],[role=dialog],[role=alertdialog],[aria-modal=true]");
  };
  const named = /cookie|consent|gdpr|cmp|onetrust|didomi|usercentrics|cybot|truste|quantcast|privacy-?(?:banner|notice|popup)/i;
  const all = [];
  const walk = root => { for (const e of root.querySelectorAll("*")) { all.push(e); if (e.shadowRoot) walk(e.shadowRoot); } };
  walk(document);
  const text = e => (e.innerText || (e.shadowRoot ? [...e.shadowRoot.children].map(c => c.innerText || "").join(" ") : "")).trim();
  const buttons = e => {
    const found = [...e.querySelectorAll("button,[role=button],input[type=button],input[type=submit],a")];
    const inside = e.shadowRoot ? [...e.shadowRoot.querySelectorAll("button,[role=button],a")] : [];
    return [...found, ...inside];
  };
  const label = b => (b.innerText || b.value || b.getAttribute("aria-label") || "").trim().replace(/\s+/g, " ");
  const whole = document.body ? document.body.innerText.length : 0;
  const asks = e => {
    if (e === document.body || e === document.documentElement || !shown(e)) return false;
    const name = e.id + " " + (e.getAttribute("class") || "");
    if (!over(e) && !(named.test(name) && e.parentElement === document.body)) return false;
    if (e.querySelector("article,main") || e.matches("article,main")) return false;
    const words = text(e);
    if (words.length < 15 || words.length > 6000) return false;
    const hits = (words.match(about) || []).length;
    const press = buttons(e).map(label);
    const choice = press.some(l => no.test(l) || yes.test(l));
    return hits >= 1 && (choice || (hits >= 2 && press.length > 0));
  };
  const found = all.filter(asks).filter(e => e.innerText.length < 0.9 * whole || over(e));
  const outer = found.filter(e => !found.some(o => o !== e && o.contains(e)));
  if (!outer.length) return { did: "none" };
  const told = outer.map(e => text(e).slice(0, 300));
  let did = "hidden", pressed = "";
  for (const e of outer) {
    const plain = buttons(e).filter(b => b.tagName !== "A" || /^(?:|#.*|javascript:.*)$/.test(b.getAttribute("href") || ""));
    const refusal = plain.find(b => { const l = label(b); return no.test(l) && shown(b); });
    if (refusal) { pressed = label(refusal); did = "declined"; refusal.click(); break; }
  }
  const hide = () => {
    for (const e of outer) if (e.isConnected) {
      e.setAttribute("hidden", ""); e.style.setProperty("display", "none", "important");
    }
    // What dims the page behind it, and what keeps the page from scrolling.
    for (const e of all) {
      if (!e.isConnected || !over(e) || !shown(e) || e.innerText && e.innerText.trim()) continue;
      const r = e.getBoundingClientRect();
      if (r.width >= innerWidth * 0.9 && r.height >= innerHeight * 0.9 && !e.querySelector("img,video,canvas,iframe")) {
        e.setAttribute("hidden", ""); e.style.setProperty("display", "none", "important");
      }
    }
    for (const e of [document.documentElement, document.body])
      if (getComputedStyle(e).overflowY === "hidden") e.style.setProperty("overflow", "visible", "important");
  };
  return new Promise(done => setTimeout(() => {
    hide();
    done({ did, pressed, text: told });
  }, pressed ? 250 : 0));
}"""
