"""What walls and broken servers say, in the languages of the pages we tried.

These words decide nothing by themselves: they are heard only on a page of few words that is not
the known one, and what they do is to hold a verdict back (lessons D11, D12). So a list that is
too long costs an edit now and then; one that is too short costs a false one. Entries are shapes,
parted by semicolons: languages after English de, fr, es, it, nl, pt, pl, sv, da, no, fi and more.
"""

import re


def _any(shapes: str) -> re.Pattern[str]:
    """Any of the shapes, at the beginning of a word; a script without spaces has words anywhere."""
    found = [" ".join(shape.split()) for shape in shapes.split(";") if shape.strip()]
    return re.compile(rf"(?:\b|(?=[\u3040-\u9fff]))(?:{'|'.join(found)})", re.IGNORECASE)


# Login and subscription; people only; not for you; consent.
_WALLS = _any(
    r"""
    (?:sign|log) ?in (?:to|here|first|with|below|and); please (?:sign|log) ?in; log ?in required;
    you (?:must|need to) (?:be logged|log|sign); members (?:only|sign); subscribers? only;
    subscribe to (?:continue|read|unlock|keep);
    already (?:a subscriber|have an account|registered); create (?:a free|an|your) account;
    to continue reading; (?:remaining|free) articles? (?:left|this month);
    start your (?:free )?trial; enter your (?:password|e-?mail);
    bitte (?:melden sie sich|loggen|anmelden); melden sie sich an; jetzt abonnieren;
    nur für abonnenten; mit (?:einem )?abo weiterlesen; connectez-vous; identifiez-vous;
    réservé aux abonnés; abonnez-vous; inici[ae] sesión; suscríbe; solo para suscriptores;
    accedi (?:per|al|con); abbonati; log (?:eerst )?in om; inloggen om; alleen voor abonnees;
    inicie sessão; faça login; assine para; zaloguj się; logga in för; log ind for; logg inn for;
    kirjaudu sisään;

    (?:not|aren't|are not) a (?:ro)?bot; are you (?:a )?(?:human|robot);
    verify (?:that )?you(?:'re| are) (?:a )?human; human verification; checking your browser;
    security check; just a moment; enable (?:javascript|cookies); javascript (?:is|and cookies);
    unusual (?:traffic|activity); automated (?:requests|access|queries); captcha;
    ddos protection; kein roboter; pas un robot; no (?:soy|eres) un robot; non sono un robot;
    geen robot; nie jestem robotem; sicherheitsüberprüfung; contrôle de sécurité;
    comprobación de seguridad;

    access (?:to this (?:page|site|resource) )?(?:has been |is )?(?:denied|forbidden|restricted);
    access denied; forbidden; (?:request|you|ip|address) (?:has been |have been |was )?blocked;
    not authori[sz]ed; permission (?:denied|to);
    (?:not|un)available (?:in|from|for) your (?:country|region|location|area);
    in your (?:country|region); geo-?(?:blocked|restrict); too many requests; rate limit;
    quota exceeded; zugriff verweigert; in ihrem land; accès (?:refusé|interdit);
    dans votre (?:pays|région); acceso denegado; en (?:su|tu) (?:país|región); accesso negato;
    nel tuo paese; toegang geweigerd; in (?:uw|jouw) (?:land|regio); acesso negado;
    odmowa dostępu; åtkomst nekad; adgang nægtet;

    accept (?:all|cookies|and continue);
    cookies?(?: and (?:similar|other))? (?:settings|preferences|policy|consent|wall);
    (?:use|uses|using|such as) cookies; (?:value|respect|about) your privacy;
    your privacy choices; partners (?:store|and us|process); legitimate interest;
    manage (?:your )?(?:choices|preferences|consent); before you continue;
    cookies? (?:akzeptieren|zustimmen|einstellungen); alle akzeptieren; unsere partner;
    accepter (?:et|les|tout|tous); nos partenaires; aceptar (?:y|todas|las|cookies);
    nuestros socios; accetta (?:e|tutti|i cookie); nostri partner;
    (?:alles|cookies) (?:accepteren|toestaan); onze partners; aceitar (?:todos|cookies);
    akceptuj; godkänn alla; accepter alle
    """
)

_TROUBLES = _any(
    r"""

    (?:scheduled|planned|under|undergoing|down for|essential|some) (?:\w+ )?maintenance;
    (?:site|system|server|carrying out|performing|doing) (?:\w+ )?maintenance;
    maintenance (?:mode|work|window|page|in progress);
    be (?:right |straight )?back (?:soon|shortly|online|in|up); back (?:soon|shortly|online);
    (?:temporarily|currently|momentarily) (?:unavailable|down|offline|closed|out of);
    (?:web ?site|service|page|server) (?:is |are |has been )?(?:temporarily |currently )?down;
    (?:web ?site|service|page|server) (?:is |are |has been )?unavailable;
    (?:web ?site|service|page|server) (?:is |are |has been )?(?:offline|closed|overloaded);
    service unavailable; internal (?:server )?error; server error; bad gateway;
    gateway time-?out; (?:http|error|fehler|erreur|errore|fout)(?: code)?:? ?5\d\d;
    error (?:establishing|connecting|occurred|has occurred|while|code|id|number);
    database (?:connection )?(?:error|fail); (?:an|unexpected|unknown|application) error;
    something (?:has gone|went|is) wrong; try again (?:later|in|soon); come back later;
    (?:could|can) ?not (?:connect|complete|process|handle); fatal error; parse error; uncaught;
    exception; stack trace; traceback; undefined (?:index|function|variable); call to undefined;
    account (?:has been |is )?suspended; hosting (?:account|provider);
    (?:web ?site|domain|page) (?:has )?(?:been )?(?:expired|suspended|disabled);
    under construction; coming soon; launching soon;
    domain (?:name )?(?:is |may be )?(?:for sale|parked|available|expired); buy this domain;
    make an offer; related searches; over capacity; reference (?:#|number|id); ray id;
    incident id; request id; index of /;
    (?:successfully|default) (?:installed|web ?page|page|site); it works;

    wartung; in kürze wieder; bald wieder; gleich wieder; vorübergehend;
    derzeit nicht (?:erreichbar|verfügbar); interner (?:server)?fehler; datenbankfehler;
    ein fehler ist; etwas ist schief; im aufbau; später (?:noch einmal|erneut|wieder);
    en maintenance; maintenance en cours; momentanément; temporairement;
    de retour (?:bientôt|très|dans); erreur (?:interne|serveur|est survenue); une erreur;
    réessayer; en (?:construction|mantenimiento); mantenimiento;
    volv(?:emos|eremos) (?:pronto|en); temporalmente; error (?:interno|del servidor);
    ha ocurrido un error; inténtelo; in manutenzione; manutenzione;
    torn(?:iamo|eremo) (?:presto|a breve|online); temporaneamente; errore (?:interno|del server);
    si è verificato un errore; riprova; onderhoud; tijdelijk; zo weer; binnenkort;
    er is (?:iets|een fout); probeer het later; manutenção; voltamos; em breve; temporariamente;
    prace (?:konserwacyjne|techniczne); przerwa techniczna; chwilowo; spróbuj ponownie;
    underhåll; tillfälligt; försök igen; vedligehold; midlertidig; vedlikehold; prøv igen;
    prøv igjen; huolto; väliaikaisesti; údržb; karbantart; технич; временно; обслуживан;
    メンテナンス;
    维护; 維護
    """
)

_PAYWALLS = _any(
    r"""
    subscribe (?:to|now|for); subscribers? (?:only|exclusive); already a subscriber;
    to (?:continue|keep|finish) reading; (?:read|unlock) the (?:full|rest|whole);
    (?:sign|log) ?in to (?:read|continue|view|see|unlock); for (?:subscribers|members);
    start your (?:free )?trial; weiterlesen mit; jetzt abonnieren; nur für abonnenten;
    abonnenten; réservé aux abonnés; abonnez-vous; lire la suite; suscr[ií]b; suscriptores;
    abbonati; abonnees; verder lezen met; assine; assinantes; prenumer; tilaajille; abonnér;
    abonner
    """
)

_NOT_FOUND = _any(
    r"""
    404\b; not found\b; no such page; no longer (?:available|exists?|here|online);
    (?:does|do|did|could|can) ?not (?:exist|be found|find);
    (?:doesn|couldn|can)'t (?:exist|be found|find); has been (?:deleted|removed);
    nicht (?:gefunden|mehr verfügbar|vorhanden); existiert nicht; introuvable;
    n'existe (?:pas|plus); no encontrad[ao]; no existe; non trovat[ao]; non esiste;
    niet gevonden; bestaat niet; n[ãa]o (?:encontrad[ao]|existe); nie znaleziono; nie istnieje;
    hittades inte; finns inte; ikke fundet; findes ikke; ikke funnet; finnes ikke; ei löydy;
    nenalezena; nem található; не найдена
    """
)

_SAID = 3000  # letters; a wall says what it is at its beginning


def phrases(title: str, text: str) -> set[str]:
    """Which marks a page's own words give: ``wall-words``, ``trouble-words``, ``paywall-words``,
    ``title-words`` (one of the first two, in the title), ``not-found-title``.
    """
    title = _straight(title[:300])
    said = f"{title}\n{_straight(text[:_SAID])}"
    found = set()
    if _WALLS.search(said):
        found.add("wall-words")
    if _TROUBLES.search(said):
        found.add("trouble-words")
    if _PAYWALLS.search(said) or _PAYWALLS.search(text[-600:]):
        found.add("paywall-words")
    if _WALLS.search(title) or _TROUBLES.search(title):
        found.add("title-words")
    if not_found(title):
        found.add("not-found-title")
    return found


def not_found(title: str) -> bool:
    """Whether a title says that there is no such page."""
    return _NOT_FOUND.search(_straight(title[:300])) is not None


def _straight(text: str) -> str:
    return text.replace("\u2019", "'")
