"""What asks for consent in front of a page: declined where a button plainly says so, else hidden.

Nothing is ever accepted: a button counts as declining only if all of its label is one of the
phrases below. They are those of the common consent tools, in the languages of the European
Union. The rules are general (an overlay or dialog that speaks of consent and offers a choice),
because lists of sites grow old, and one that broke the browser was worse than the banner.
"""

from typing import Any

# Parts of words that a request for consent has.
ABOUT = """
cookie consent consentement einwilligung zustimmung datenschutz gdpr rgpd dsgvo consentimiento
consenso consentimento toestemming zgodę zgody ciasteczk samtyck samtykke evästee súhlas souhlas
hozzájárul συγκατάθεσ slapuk sīkdat küpsis kolačić piškotk бисквитк confidentialité privacidad
privacidade informativa
"""

# Whole labels that decline, or keep to what is needed.
DECLINE = """
no thanks|no, thanks|reject|reject all|reject cookies|reject all cookies|reject non-essential
reject non-essential cookies|reject optional cookies|reject additional cookies|decline
decline all|decline cookies|refuse|refuse all|deny|deny all|disagree|i do not accept
i do not agree|necessary only|only necessary|necessary cookies only|only necessary cookies
essential only|only essential|essential cookies only|use necessary cookies only
accept only essential cookies|accept necessary cookies only|continue without accepting|opt out
strictly necessary only|alle ablehnen|ablehnen|alles ablehnen|nur notwendige
nur notwendige cookies|nur essenzielle cookies|nur essenzielle cookies akzeptieren
nur erforderliche|nur erforderliche cookies|ohne einwilligung fortfahren|tout refuser|refuser
refuser tout|je refuse|continuer sans accepter|rechazar|rechazar todo|rechazar todas
rechazar cookies|no acepto|solo necesarias|solo las necesarias|rifiuta|rifiuta tutto
rifiuta tutti|continua senza accettare|recusar|recusar tudo|recusar todos|rejeitar
rejeitar tudo|rejeitar todos|weigeren|alles weigeren|alleen noodzakelijk
alleen noodzakelijke cookies|odrzuć|odrzuć wszystkie|nie zgadzam się|odmítnout|odmítnout vše
odmietnuť|odmietnuť všetko|avvisa|avvisa alla|neka|neka alla|endast nödvändiga|afvis|afvis alle
kun nødvendige|avslå|avslå alle|hylkää|hylkää kaikki|vain välttämättömät|elutasít|elutasítom
απόρριψη|απόρριψη όλων|respinge|respinge tot|отказ|отхвърляне|odbij|odbij sve|zavrni
zavrni vse|keeldu|noraidīt|atmesti|atsisakyti
"""

# Beginnings of words on buttons that accept: seen, never pressed.
ACCEPT = """
accept agree allow got ok akzeptier zustimm einverstanden j'accepte accetta acepta aceit
akkoord zgadzam akceptuj přijmout godkänn hyväksy elfogad αποδοχή приемам
"""

NAMED = "cookie|consent|gdpr|onetrust|didomi|usercentrics|cybot|truste|quantcast|privacy-banner"

# Gives what was done: ``none``, ``declined`` with the label pressed, or ``hidden``; and its words.
_SCRIPT = r"""({about, decline, accept, names}) => {
  const named = new RegExp(names, "i");
  const plain = t => (t || "").trim().replace(/\s+/g, " ").toLowerCase();
  const shown = e => {
    const s = getComputedStyle(e), r = e.getBoundingClientRect();
    return s.display !== "none" && s.visibility !== "hidden" && +s.opacity > 0.05
      && r.width > 0 && r.height > 0;
  };
  const dialog = "dialog[open],[role=dialog],[role=alertdialog],[aria-modal=true]";
  const over = e => ["fixed", "sticky"].includes(getComputedStyle(e).position)
    || e.matches(dialog);
  const all = [];
  const walk = root => {
    for (const e of root.querySelectorAll("*")) {
      all.push(e);
      if (e.shadowRoot) walk(e.shadowRoot);
    }
  };
  walk(document);
  const inside = (e, what) => [...e.querySelectorAll(what),
    ...(e.shadowRoot ? e.shadowRoot.querySelectorAll(what) : [])];
  const words = e => plain((e.innerText || "") + " "
    + (e.shadowRoot ? [...e.shadowRoot.children].map(c => c.innerText || "").join(" ") : ""));
  const buttons = e => inside(e, "button,[role=button],input[type=button],input[type=submit],a");
  const label = b => plain(b.innerText || b.value || b.getAttribute("aria-label"));
  const declines = new Set(decline);
  const asks = e => {
    if (e === document.body || e === document.documentElement || !shown(e)) return false;
    const name = e.id + " " + (e.getAttribute("class") || "");
    if (!over(e) && !(named.test(name) && e.parentElement === document.body)) return false;
    if (e.matches("article,main") || e.querySelector("article,main")) return false;
    const text = words(e);
    if (text.length < 15 || text.length > 6000) return false;
    const hits = about.filter(w => text.includes(w)).length;
    const labels = buttons(e).map(label);
    const choice = labels.some(l => declines.has(l) || accept.some(w => l.startsWith(w)));
    return hits > 0 && (choice || (named.test(name) && labels.length > 0));
  };
  const found = all.filter(asks);
  const outer = found.filter(e => !found.some(o => o !== e && o.contains(e)));
  if (!outer.length) return {did: "none"};
  const told = outer.map(e => words(e).slice(0, 300));
  let pressed = "";
  for (const e of outer) {
    // A link may lead away from the page; what stays here is pressed.
    const stays = b => b.tagName !== "A" || /^(?:#.*)?$/.test(b.getAttribute("href") || "");
    const no = buttons(e).find(b => stays(b) && declines.has(label(b)) && shown(b));
    if (no) { pressed = label(no); no.click(); break; }
  }
  const hide = e => {
    e.setAttribute("hidden", "");
    e.style.setProperty("display", "none", "important");
  };
  const clear = () => {
    let left = 0;
    for (const e of outer) if (e.isConnected && shown(e)) { hide(e); left++; }
    // What dims the page behind it, and what keeps the page from scrolling.
    for (const e of all) {
      if (!e.isConnected || !over(e) || !shown(e) || plain(e.innerText)) continue;
      const r = e.getBoundingClientRect();
      const covers = r.width >= innerWidth * 0.9 && r.height >= innerHeight * 0.9;
      if (covers && !e.querySelector("img,video,canvas,iframe")) hide(e);
    }
    for (const e of [document.documentElement, document.body])
      if (getComputedStyle(e).overflowY === "hidden")
        e.style.setProperty("overflow", "visible", "important");
    return left;
  };
  return new Promise(done => setTimeout(() => {
    const left = clear();
    const did = pressed ? (left ? "declined and hidden" : "declined") : "hidden";
    done({did, pressed, text: told});
  }, pressed ? 300 : 0));
}"""


def take_away(page: Any) -> dict[str, Any]:
    """Take a banner away from a Playwright page; what was done, as plain JSON."""
    decline = [label for line in DECLINE.split("\n") for label in line.split("|") if label]
    words = {
        "about": ABOUT.split(),
        "decline": decline,
        "accept": ACCEPT.split(),
        "names": NAMED,
    }
    found: dict[str, Any] = page.evaluate(_SCRIPT, words)
    return found
