"""One language as a table, and the small words by which a language is known."""

from dataclasses import dataclass

from walkback.model.verdict import EventKind


@dataclass(frozen=True, slots=True)
class Tongue:
    """What differs between languages: pieces of patterns, parted by semicolons.

    A family is (kind, cue, first-person verb shapes, what its object must be): ``speech``: words;
    ``own``: words of one's own; ``fault``: anything but a service or a death; empty: nothing.
    Own words are ``mine`` with ``speech`` or ``faults``, and ``own``. ``others``: a saying right
    before that is not ours. ``shared``: verb forms that the third person has too, and that need
    one of ``pronouns`` in their clause.
    """

    families: tuple[tuple[EventKind, str, str, str], ...]
    speech: str
    mine: str
    faults: str
    own: str
    negations: str
    conditions: str
    wishes: str
    others: str
    services: str
    joins: str
    wholly: str
    pronouns: str = ""
    shared: str = ""


_SMALL_WORDS = {
    "en": """
        the of and to in is was that for it with as i my on be have not we this are our by you
        at from has or an he his but which will what were
    """,
    "de": """
        der die das und ich nicht ist mich meine meinen zu den für mit von wir dass auf ein eine
        im dem des sich bei war habe uns als auch zurück
    """,
    "fr": """
        le la les de des et je ne pas est pour que qui mes mon ma du un une sur dans nous en au
        aux ce cette sont à été avec par
    """,
    "es": """
        el la los las de y que no es por lo mis mi una un del en con al se le para sobre como
        pido fue su sus ha he dije
    """,
    "it": """
        il la lo gli di e che non è per mi mio mia mie le un una del della sul sulla ho ci con
        nel da al ai sono era ha
    """,
    "pt": """
        o a os as de e que não é por meu minha minhas um uma do da em no na com ao se para sobre
        pelas pelo dos das foi disse
    """,
    "nl": """
        de het een en ik niet is van op dat mijn zijn voor met aan bij te om wij we hem over heb
        die in geen was wat terug
    """,
}
STOPWORDS = {name: frozenset(text.split()) for name, text in _SMALL_WORDS.items()}
