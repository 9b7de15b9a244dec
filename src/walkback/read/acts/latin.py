"""French and Italian. Shapes are pieces of patterns, parted by semicolons: see ``tongue``."""

from walkback.model.verdict import EventKind
from walkback.read.acts.tongue import Tongue

FRENCH = Tongue(
    families=(
        (
            EventKind.RETRACTED,
            "takes-back",
            r"""
                (?:je|nous) (?:retire|retirons|rétracte|rétractons|désavoue|renie);
                je (?:me rétracte|reviens sur);
                je (?:souhaite|veux|tiens à|dois) [^;.!?]{0,30}(?:retirer|rétracter|revenir sur);
                nous (?:souhaitons|tenons à) [^;.!?]{0,30}(?:retirer|rétracter|revenir sur);
                je me dédis; je prends mes distances
            """,
            "speech",
        ),
        (
            EventKind.RETRACTED,
            "takes-back",
            r"j' ?ai (?:donc |aussi )?(?:retiré|rétracté)",
            "speech",
        ),
        (
            EventKind.RETRACTED,
            "deletes",
            r"""
                (?:j' ?ai|nous avons) (?:donc |immédiatement |aussitôt )?(?:supprimé|effacé)
            """,
            "speech",
        ),
        (
            EventKind.RETRACTED,
            "withdrawn",
            r"""
                (?:est|a été|sont|ont été) (?:\w+ )?(?:retirée?s?|rétractée?s?)
            """,
            "speech",
        ),
        (
            EventKind.RETRACTED,
            "owns-up",
            r"""
                je n' ?aurais (?:pas|jamais) dû (?:dire|écrire|employer|tenir|affirmer|publier)
            """,
            "",
        ),
        (
            EventKind.APOLOGISED,
            "apologises",
            r"""
                je (?:m' ?excuse|présente [^;.!?]{0,40}excuses|demande pardon);
                je (?:souhaite|veux|tiens à|dois) [^;.!?]{0,20}présenter [^;.!?]{0,30}excuses;
                je (?:souhaite|veux|tiens à|dois) [^;.!?]{0,20}(?:m' ?excuser|demander pardon);
                nous tenons à [^;.!?]{0,20}(?:nous excuser|présenter [^;.!?]{0,30}excuses);
                nous (?:nous excusons|présentons [^;.!?]{0,40}excuses); mes excuses;
                (?:toutes )?mes (?:plus )?(?:sincères |plates )?excuses;
                je suis (?:\w+ )?désolée? (?:de|pour|d' ?avoir)
            """,
            "fault",
        ),
        (
            EventKind.APOLOGISED,
            "regrets",
            r"(?:je|nous) (?:\w+ )?regrett(?:e|ons)",
            "own",
        ),
        (
            EventKind.CORRECTED,
            "corrects",
            r"""
                (?:je|nous) (?:corrige|corrigeons|rectifie|rectifions); je me suis trompée?;
                je (?:souhaite|tiens à|dois) [^;.!?]{0,20}(?:rectifier|corriger);
                erreur de ma part; une erreur s' ?est glissée; (?:il|on) fa(?:llait|ut) lire
            """,
            "",
        ),
        (
            EventKind.CLARIFIED,
            "clarifies",
            r"""
                je (?:précise|clarifie);
                je (?:souhaite|veux|tiens à) [^;.!?]{0,20}(?:préciser|clarifier); je voulais dire;
                ont été (?:mal \w+|sortis de (?:leur )?contexte|déformés)
            """,
            "",
        ),
        (
            EventKind.CLARIFIED,
            "not-meant",
            r"je n' ?ai (?:pas|jamais) (?:voulu dire|dit|prétendu|voulu)",
            "",
        ),
        (
            EventKind.REAFFIRMED,
            "stands-by",
            r"""
                je (?:maintiens|persiste|réaffirme|assume|confirme|réitère);
                nous (?:maintenons|réaffirmons|réitérons)
            """,
            "own",
        ),
    ),
    speech=r"""
        propos; déclarations?; tweets?; messages?; paroles?; mots?; affirmations?; accusations?;
        article; communiqué; commentaires?; publication; post; billet; chiffres?; excuses; vidéo;
        phrase; remarques?; ce que j' ?ai; expression; allégations?; insinuations?
    """,
    mine=r"(?:mon|ma|mes|notre|nos)",
    faults=r"erreurs?; ton; conduite; position; comportement",
    own=r"""
        ce que (?:j' ?ai|nous avons) (?:dit|écrit|déclaré|affirmé);
        (?:d' ?avoir|avoir) (?:dit|écrit|tenu|affirmé|employé|publié|blessé|accusé);
        ces (?:propos|mots|paroles|déclarations|accusations); (?:chaque|aucun|un) mot
    """,
    negations=r"ne; n'(?=\w|\s); n; pas; jamais; aucun\w*; rien; ni; nullement",
    conditions=r"si; s'(?=il); au cas où; à supposer",
    wishes=r"""
        devrait; doit; doivent; devraient; exige\w*; demande (?:que|à|au); réclame\w*; refuse\w*;
        retirerai\w*; excuserai\w*
    """,
    others=r"""
        (?:il|elle|le \w+|la \w+|on) (?:dit|a dit|déclare|a déclaré)[^.;]{0,40}(?:que|:)[^.;]{0,30};
        (?:il|elle|le \w+|la \w+|on) (?:veut|exige|demande|réclame)[^.;]{0,40}que[^.;]{0,30}
    """,
    services=r"""
        retards?; désagréments?; gêne; perturbations?; attente; panne; dérangement;
        inconvénients?; report; annulation; technique; perte; décès; mort; deuil; réponse tardive
    """,
    joins=r"et; mais; ou",
    wholly=r"entièrement; sans réserve; totalement; intégralement; en totalité",
)

ITALIAN = Tongue(
    families=(
        (
            EventKind.RETRACTED,
            "takes-back",
            r"""
                (?<!il )(?<!un )(?<!al )ritiro; ritiriamo; ritratto; ritrattiamo; rinnego;
                sconfesso; (?:voglio|vorrei|desidero|devo) (?:ritirare|ritrattare); mi rimangio;
                faccio marcia indietro; prendo le distanze da
            """,
            "speech",
        ),
        (
            EventKind.RETRACTED,
            "takes-back",
            r"ho (?:ritirato|ritrattato); abbiamo ritirato",
            "own",
        ),
        (
            EventKind.RETRACTED,
            "deletes",
            r"""
                ho (?:\w+ )?(?:cancellato|rimosso|eliminato);
                abbiamo (?:cancellato|rimosso|eliminato)
            """,
            "speech",
        ),
        (
            EventKind.RETRACTED,
            "withdrawn",
            r"""
                (?:è|sono) stat[oaei] (?:ritirat[oaei]|ritrattat[oaei]); si intende ritirat[oa]
            """,
            "speech",
        ),
        (
            EventKind.RETRACTED,
            "owns-up",
            r"""
                non avrei (?:mai )?dovuto (?:dire|scrivere|usare|pubblicare|affermare)
            """,
            "",
        ),
        (
            EventKind.APOLOGISED,
            "apologises",
            r"""
                (?:chiedo|chiediamo) (?:\w+ ){0,2}(?:scusa|perdono|venia); mi scuso; ci scusiamo;
                (?:voglio|vorrei|desidero|devo) (?:scusarmi|chiedere (?:\w+ )?(?:scusa|perdono));
                (?:voglio|vorrei|desidero|devo) porgere [^;.!?]{0,20}scuse;
                (?:porgo|presento|rivolgo|faccio) [^;.!?]{0,40}scuse;
                le mie (?:più )?(?:\w+ )?scuse
            """,
            "fault",
        ),
        (
            EventKind.APOLOGISED,
            "regrets",
            r"""
                mi dispiace (?:per|di|aver); sono dispiaciut[oa] (?:per|di); mi rammarico;
                mi pento; mi rincresce
            """,
            "own",
        ),
        (
            EventKind.CORRECTED,
            "corrects",
            r"""
                correggo; rettifico;
                (?:voglio|vorrei|devo|desidero) (?:correggere|rettificare|correggermi);
                mi sono (?:\w+ )?sbagliat[oa]; ho (?:\w+ )?sbagliato; ho commesso un errore;
                (?:la cifra|il dato) (?:corrett[oa]|esatt[oa]) è
            """,
            "",
        ),
        (
            EventKind.CLARIFIED,
            "clarifies",
            r"""
                preciso; chiarisco; (?:voglio|vorrei|desidero|devo) (?:precisare|chiarire);
                volevo dire; intendevo(?: dire)?;
                (?:sono state|è stata) (?:travisat[ea]|fraintes[ea]|estrapolat[ea])
            """,
            "",
        ),
        (
            EventKind.CLARIFIED,
            "not-meant",
            r"non (?:ho (?:mai )?(?:detto|sostenuto)|volevo dire|intendevo)",
            "",
        ),
        (
            EventKind.REAFFIRMED,
            "stands-by",
            r"""
                confermo; ribadisco; sostengo; mantengo; resto (?:della mia|convint[oa])
            """,
            "own",
        ),
    ),
    speech=r"""
        dichiarazion[ei]; parole?; affermazion[ei]; accus[ae]; tweet; post; messaggi[o]?;
        pubblicazione; comment[oi]; quello che ho; quanto ho; ciò che ho; articolo; comunicato;
        cifr[ae]; scuse; video; espressione; insinuazion[ei]; frase; frasi; dato; intervento
    """,
    mine=r"(?:mi[aoe]|miei|nostr[aoei])",
    faults=r"errori?; tono; comportamento; posizione",
    own=r"""
        (?:quello che|quanto|ciò che) (?:ho|abbiamo) (?:detto|scritto|dichiarato|affermato);
        (?:di )?aver (?:detto|scritto|offeso|accusato|usato|pubblicato|affermato);
        ogni (?:singola )?parola; (?:quelle|queste) (?:parole|dichiarazioni|accuse)
    """,
    negations=r"non; mai; nulla; niente; né; nessun\w*; neppure; neanche",
    conditions=r"se; qualora; nel caso",
    wishes=r"""
        chiedo che; pretendo; esigo; deve; dovrebbe; devono; dovrebbero; rifiuto; scuserò;
        ritirerò; chieda; vorremmo che
    """,
    others=r"""
        (?:lui|lei|il \w+|la \w+) (?:dice|ha detto|chiede|pretende|afferma)[^.;]{0,40}
    """,
    services=r"""
        ritard[oi]; disag[io]+; disservizi\w*; inconvenient[ei]; attes[ae]; interruzion[ei];
        guast[oi]; cancellazione; perdita; lutto; scomparsa; morte; tecnic[oi]
    """,
    joins=r"e; ed; ma; o",
    wholly=r"""
        completamente; integralmente; totalmente; senza riserve; del tutto; in toto
    """,
)
