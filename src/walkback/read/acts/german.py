"""German and Dutch. Shapes are pieces of patterns, parted by semicolons: see ``tongue``."""

from walkback.model.verdict import EventKind
from walkback.read.acts.tongue import Tongue

GERMAN = Tongue(
    families=(
        (
            EventKind.RETRACTED,
            "takes-back",
            r"""
                (?:nehme|nehmen|ziehe|ziehen) (?:ich |wir )?(?:hiermit |heute )?[^;.!?]{0,120}zurück
            """,
            "speech",
        ),
        (
            EventKind.RETRACTED,
            "takes-back",
            r"""
                widerrufe; widerrufen (?=wir|hiermit); distanziere mich; distanzieren uns;
                revidiere
            """,
            "own",
        ),
        (
            EventKind.RETRACTED,
            "takes-back",
            r"""
                (?:möchte|muss|will|möchten|müssen) [^;.!?]{0,120}(?:zurücknehmen|zurückziehen);
                (?:möchte|muss|will|möchten|müssen) [^;.!?]{0,120}widerrufen
            """,
            "speech",
        ),
        (
            EventKind.RETRACTED,
            "takes-back",
            r"""
                (?:habe|haben) (?:ich |wir )?[^;.!?]{0,100}(?:zurückgenommen|zurückgezogen);
                (?:habe|haben) (?:ich |wir )?[^;.!?]{0,100}widerrufen
            """,
            "own",
        ),
        (
            EventKind.RETRACTED,
            "deletes",
            r"""
                (?:habe|haben) (?:ich |wir )?[^;.!?]{0,100}(?:gelöscht|entfernt|offline genommen)
            """,
            "speech",
        ),
        (
            EventKind.RETRACTED,
            "withdrawn",
            r"""
                (?:wurde|ist|wird|wurden|sind) [^;,.!?]{0,60}(?:zurückgezogen|zurückgenommen);
                (?:wurde|ist|wird|wurden|sind) [^;,.!?]{0,60}widerrufen
            """,
            "speech",
        ),
        (
            EventKind.RETRACTED,
            "owns-up",
            r"""
                hätte ich (?:so )?(?:nicht|nie) [^;.!?]{0,40}(?:sagen|schreiben) (?:dürfen|sollen);
                hätte ich (?:so )?(?:nicht|nie) [^;.!?]{0,40}behaupten (?:dürfen|sollen)
            """,
            "",
        ),
        (
            EventKind.APOLOGISED,
            "apologises",
            r"""
                entschuldige (?:ich )?mich; entschuldigen (?:wir )?uns;
                bitte (?:ich )?[^;.!?]{0,80}(?:um entschuldigung|um verzeihung);
                bitten (?:wir )?[^;.!?]{0,80}(?:um entschuldigung|um verzeihung);
                (?:möchte|will|muss) (?:ich )?mich [^;.!?]{0,80}entschuldigen;
                (?:möchten|müssen) (?:wir )?uns [^;.!?]{0,80}entschuldigen
            """,
            "fault",
        ),
        (
            EventKind.APOLOGISED,
            "apologises",
            r"(?:tut|tun) mir [^;.!?]{0,30}leid",
            "own",
        ),
        (
            EventKind.APOLOGISED,
            "regrets",
            r"(?:bedaure|bedauere|bedauern wir|bereue)",
            "own",
        ),
        (
            EventKind.CORRECTED,
            "corrects",
            r"""
                korrigiere; berichtige; muss (?:ich )?mich korrigieren;
                (?:muss|möchte) [^;.!?]{0,60}(?:korrigieren|richtigstellen|berichtigen);
                stelle [^;.!?]{0,60}richtig
            """,
            "",
        ),
        (
            EventKind.CORRECTED,
            "misspoke",
            r"""
                habe (?:ich )?mich (?:versprochen|vertan|verrechnet|verschrieben|geirrt);
                war [^;.!?]{0,30}falsch; richtig ist; muss (?:es )?(?:richtig )?(?:heißen|lauten);
                ist mir ein fehler unterlaufen
            """,
            "",
        ),
        (
            EventKind.CLARIFIED,
            "clarifies",
            r"""
                stelle (?:ich )?klar; möchte (?:ich )?[^;.!?]{0,60}klarstellen;
                gemeint (?:war|habe ich); wollte (?:ich )?(?:damit )?sagen
            """,
            "",
        ),
        (
            EventKind.CLARIFIED,
            "not-meant",
            r"""
                (?:wollte|habe) (?:ich )?[^;.!?]{0,60}(?:behaupten|unterstellen|andeuten);
                habe (?:ich )?[^;.!?]{0,60}(?:gemeint|gesagt)
            """,
            "",
        ),
        (
            EventKind.REAFFIRMED,
            "stands-by",
            r"""
                stehe (?:ich )?zu; stehen (?:wir )?zu; bleibe (?:ich )?(?:bei|dabei);
                bleiben (?:wir )?bei; halte (?:ich )?an [^;.!?]{0,80}fest; wiederhole
            """,
            "own",
        ),
    ),
    speech=r"""
        aussagen?; äußerung(?:en)?; aeusserung(?:en)?; erklärung; behauptung(?:en)?;
        bemerkung(?:en)?; worte?; wort; tweets?; posts?; beitrag; beiträge; artikel;
        pressemitteilung; kommentare?; vorwurf; vorwürfe; vergleich; formulierung(?:en)?; meldung;
        mitteilung; zahl(?:en)?; angaben?; video; entschuldigung; zitat; unterstellung(?:en)?;
        darstellung; text; stellungnahme; was ich
    """,
    mine=r"(?:mein|unser)\w*",
    faults=r"fehler\w*; verhalten; rede; ton; wortwahl",
    own=r"""
        (?:was|dem was|wie|dass) (?:ich|wir) [^;.!?]{0,80}(?:gesagt|geschrieben|behauptet);
        dem, was (?:ich|wir); jedem wort; jedes wort;
        diese[rnsm]? (?:aussage\w*|äußerung\w*|behauptung\w*|worte?\w*|unterstellung\w*);
        diese[rnsm]? (?:erklärung|bemerkung\w*)
    """,
    negations=r"nicht; nie; niemals; kein\w*; nichts; weder; keinesfalls; keineswegs",
    conditions=r"wenn; falls; sofern; sollte; sollten",
    wishes=r"""
        würde; werde; werden wir; könnte; soll; sollen; müsste; fordere\w*; verlange\w*;
        erwarte\w*; weigere\w*; muss (?:er|sie|der|die|das|herr|frau)
    """,
    others=r"""
        (?:er|sie|der \w+|die \w+|das \w+) (?:sagte?|schrieb|erklärte|fordert|verlangt)[^.;]{0,50}
    """,
    services=r"""
        verspätung\w*; verzögerung\w*; unannehmlichkeit\w*; störung\w*; wartezeit\w*; ausfall;
        ausfälle; umleitung\w*; technische\w*; sperrung\w*; späte\w*; lange\w*; verlust\w*; tod;
        trauer; umstände
    """,
    joins=r"und; aber; sondern; oder",
    wholly=r"vollständig; in vollem umfang; uneingeschränkt; ganz; voll und ganz",
    pronouns=r"ich; wir",
    shared=r"""
        muss; will; möchte; möchten; müssen; haben; nehmen; ziehen; entschuldigen; bitten; stehen;
        bleiben; wollte; widerrufen; distanzieren; bedauern
    """,
)

DUTCH = Tongue(
    families=(
        (
            EventKind.RETRACTED,
            "takes-back",
            r"""
                (?:neem|nemen|trek|trekken) (?:ik |wij |we )?[^;.!?]{0,120}(?:terug|in);
                herroep; distantieer (?:ik )?(?:me|mij);
                (?:wil|moet) [^;.!?]{0,100}(?:terugnemen|intrekken|herroepen)
            """,
            "speech",
        ),
        (
            EventKind.RETRACTED,
            "takes-back",
            r"(?:heb|hebben) [^;.!?]{0,100}(?:ingetrokken|teruggenomen)",
            "own",
        ),
        (
            EventKind.RETRACTED,
            "deletes",
            r"""
                (?:heb|hebben) [^;.!?]{0,100}(?:verwijderd|gewist|offline gehaald)
            """,
            "speech",
        ),
        (
            EventKind.RETRACTED,
            "withdrawn",
            r"""
                (?:is|zijn|wordt|werd) [^;,.!?]{0,50}(?:ingetrokken|teruggetrokken)
            """,
            "speech",
        ),
        (
            EventKind.RETRACTED,
            "owns-up",
            r"""
                had (?:ik )?[^;.!?]{0,40}(?:niet|nooit) mogen (?:zeggen|schrijven|plaatsen)
            """,
            "",
        ),
        (
            EventKind.APOLOGISED,
            "apologises",
            r"""
                (?:bied|bieden) [^;.!?]{0,60}excuses;
                (?:mijn|onze) (?:\w+ )?(?:excuses|verontschuldigingen);
                verontschuldig (?:ik )?(?:me|mij);
                (?:wil|moet) [^;.!?]{0,60}(?:excuses (?:aanbieden|maken)|verontschuldigen);
                (?:maak|maken) [^;.!?]{0,30}excuses; vraag [^;.!?]{0,40}(?:om )?vergeving;
                excuus voor
            """,
            "fault",
        ),
        (
            EventKind.APOLOGISED,
            "regrets",
            r"betreur; spijt mij; spijt me; heb (?:ik )?spijt van",
            "own",
        ),
        (
            EventKind.CORRECTED,
            "corrects",
            r"""
                corrigeer; rectificeer;
                (?:wil|moet) [^;.!?]{0,60}(?:corrigeren|rectificeren|rechtzetten);
                heb (?:ik )?me (?:vergist|versproken|verrekend); juist is;
                moet (?:zijn|luiden):? (?=\d)
            """,
            "",
        ),
        (
            EventKind.CLARIFIED,
            "clarifies",
            r"""
                verduidelijk; (?:wil|moet) [^;.!?]{0,60}(?:verduidelijken|ophelderen);
                bedoelde (?:ik )?; wilde (?:ik )?(?:daarmee )?zeggen;
                uit (?:hun|zijn|haar|de) (?:context|verband) (?:gehaald|gerukt)
            """,
            "",
        ),
        (
            EventKind.CLARIFIED,
            "not-meant",
            r"""
                (?:heb|wilde) (?:ik )?[^;.!?]{0,50}(?:gezegd|beweren|suggereren|beweerd)
            """,
            "",
        ),
        (
            EventKind.REAFFIRMED,
            "stands-by",
            r"""
                sta (?:ik )?(?:nog steeds )?achter; staan (?:wij )?achter; blijf (?:ik )?bij;
                handhaaf; herhaal
            """,
            "own",
        ),
    ),
    speech=r"""
        uitspra(?:ak|ken); woord(?:en)?; bewering(?:en)?; opmerking(?:en)?; verklaring(?:en)?;
        tweets?; berichten?; bericht; artikel; persbericht; beschuldiging(?:en)?; reactie;
        cijfers?; excuses; video; uitlating(?:en)?; wat ik; vergelijking; stelling; bijdrage;
        post
    """,
    mine=r"(?:mijn|onze|ons)",
    faults=r"fout(?:en)?; gedrag; toon; woordkeuze",
    own=r"""
        wat (?:ik|wij|we) (?:\w+ ){0,8}(?:gezegd|geschreven|beweerd)?; elk woord; ieder woord;
        (?:die|deze) (?:uitspra(?:ak|ken)|woorden|beschuldiging(?:en)?|bewering(?:en)?)
    """,
    negations=r"niet; nooit; geen; niets; noch; nimmer",
    conditions=r"als; indien; mocht; mochten",
    wishes=r"""
        zal; zou; zullen; zouden; moet (?:hij|zij|de|het)\b; eis; eisen; verwacht dat; weiger
    """,
    others=r"""
        (?:hij|zij|de \w+|het \w+) (?:zei|zegt|schreef|eist|verklaarde)[^.;]{0,40}
    """,
    services=r"""
        vertraging\w*; overlast; ongemak\w*; storing\w*; wachttijd\w*; uitval; omleiding\w*;
        technische; late; verlies; overlijden; dood
    """,
    joins=r"en; maar; of",
    wholly=r"volledig; geheel; in zijn geheel; onvoorwaardelijk; helemaal",
    pronouns=r"ik; wij; we",
    shared=r"""
        wil; moet; hebben; nemen; trekken; bieden; maken; staan; wilde; bedoelde
    """,
)
