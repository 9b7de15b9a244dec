# ruff: noqa: RUF001 - quotation marks and their look-alikes are this file's subject
"""The closed classes of words that tell who speaks: verbs of saying, pronouns, roles, stops.

Lists, not patterns, so that each entry can be argued about on its own. All in lower case. The
verbs stand in the languages we try (en, de, fr, es, it, nl, pt); what a verb is called does not
matter to the clues that were learnt, only that it is one, so they carry over.
"""

from walkback.read.phrases import word_set

SAYING = word_set(
    """
    say says said saying tell tells told telling write writes wrote writing written add adds added
    adding state states stated stating announce announces announced announcing argue argues argued
    arguing ask asks asked asking claim claims claimed claiming comment comments commented
    commenting complain complains complained complaining conclude concludes concluded concluding
    confirm confirms confirmed confirming continue continues continued continuing declare declares
    declared declaring deny denies denied denying describe describes described describing explain
    explains explained explaining exclaim exclaims exclaimed insist insists insisted insisting
    joke jokes joked joking note notes noted noting observe observes observed observing
    post posts posted posting quip quips quipped quipping recall recalls recalled recalling
    remark remarks remarked remarking reply replies replied replying respond responds responded
    responding report reports reported reporting reiterate reiterates reiterated shout shouts
    shouted shouting stress stresses stressed stressing suggest suggests suggested suggesting
    tweet tweets tweeted tweeting retweeted urge urges urged urging vow vows vowed vowing warn
    warns warned warning acknowledge acknowledges acknowledged acknowledging admit admits admitted
    admitting agree agrees agreed agreeing allege alleges alleged alleging answer answers answered
    answering assert asserts asserted asserting assure assures assured assuring boast boasts
    boasted boasting call calls called calling charge charges charged charging chant chanted
    chanting chide chided concede concedes conceded condemn condemns condemned condemning
    contend contends contended criticize criticizes criticized criticise criticises criticised
    decry decried dismiss dismisses dismissed dismissing echo echoed emphasize emphasizes
    emphasized emphasise emphasised estimate estimated lament lamented laments maintain maintains
    maintained mention mentioned mock mocked mused muse opined pledge pledged pledges pledging
    point points pointed pointing praise praised praises predict predicted predicts proclaim
    proclaimed promise promised promises propose proposed quote quoted quotes quoting read reads
    refer referred referring reveal revealed reveals scoff scoffed slam slammed snap snapped speak
    speaks spoke spoken speaking summarise summed sum swore swear testify testified testifies
    testifying thank thanked think thinks thought thunder thundered vent whisper whispered yell
    yelled accuse accused accuses accusing advise advised apologise apologised apologize apologized
    blast blasted blame blamed caution cautioned cite cited citing counter countered credited
    deride derided demand demanded demands denounce denounced disclose elaborate elaborated
    express expressed expresses expressing hail hailed label labeled labelled labels noting offer
    offered pleaded plead protest protested publish published rant ranted rebuke rebuked recount
    recounted recounts repeat repeated repeats retort retorted ridicule ridiculed rule ruled
    shot tout touted underline underlined underscore voice voiced signal signalled signaled
    cry cried laughed sighed sigh smiled nodded muttered murmured fired interject interjected
    interjecting tells answered put puts believe believes believed
    sagte sagt sagten sagen gesagt erklärte erklärt erklärten betonte betont schrieb schreibt
    twitterte teilte mitteilte fügte fragte meinte meint kritisierte kritisiert forderte fordert
    warnte warnt bezeichnete nannte nennt antwortete äußerte bestätigte berichtete berichtet
    versicherte behauptete ergänzte hieß heißt zitierte
    dit disait déclare déclaré déclarait affirme affirmé affirmait explique expliqué expliquait
    estime estimé estimait écrit écrivait ajoute ajouté ajoutait assure assuré précise précisé
    souligne souligné indique indiqué annonce annoncé répond répondu demande demandé insiste
    insisté rappelle rappelé regrette dénonce dénoncé tweeté raconte raconté confie confié lance
    lancé martèle commente conclut poursuit reconnaît reconnu
    dijo dice dicho decía afirmó afirma afirmado declaró declara declarado explicó explica
    explicado aseguró asegura asegurado señaló señala indicó indica escribió escribe añadió añade
    agregó agrega sostuvo sostiene subrayó manifestó expresó anunció anuncia respondió preguntó
    advirtió comentó insistió destacó recordó apuntó tuiteó
    detto disse dice dichiarato ha affermato afferma spiegato spiega scritto scrive aggiunto
    aggiunge sostenuto sostiene sottolineato commentato risposto
    zei zegt gezegd verklaarde schreef schrijft voegde vertelde vertelt meldde meldt benadrukte
    liet vroeg antwoordde vindt aldus
    disse diz afirmou afirma declarou explicou escreveu acrescentou respondeu
    """
) - {"ha", "sum", "put", "rule"}
# Verbs of saying that most often do something else: weaker evidence.
ACCORDING = word_set("according selon laut zufolge según secondo volgens segundo aldus per")
AUXILIARIES = word_set(
    """
    is are was were be been being am has have had having do does did done will would shall should
    can could may might must 'd 'll 're 've 'm ’d ’ll ’re ’ve ’m let gets got get goes went go
    came come comes made make makes making took take takes gave give gives giving began wants
    want wanted became become seems seem seemed hat haben hatte ist war sind wird würde wurde a
    ont est sont était fue es son ha han era è sono
    """
) - {"a", "es", "son"}
PRONOUNS = word_set(
    """
    he she they it i we you who him them me us
    er ihr wir il elle ils elles on él ella ellos ellas lui lei loro hij zij ze ele ela
    which that whom one
    """
) - {"ihr", "on", "one", "that", "you"}
MALE = word_set(
    "he him his himself er il él lui hij ele mr sir lord mr. brother father son herr señor"
)
FEMALE = word_set(
    "she her hers herself elle ella lei zij ela mrs ms miss dame lady baroness sister mother frau"
)
DETERMINERS = word_set(
    """
    the a an this that these those his her its their my our your another one some many several two
    three four five six seven eight nine ten both other others few most all each every no any
    der die das ein eine einer den dem des le la les un une des l’ el los las una uno il lo gli i
    het een de o os as um uma
    """
) - {"i", "all", "as"}
PREPOSITIONS = word_set(
    """
    of in on at by for with from to into onto over under about after before during between among
    against through without within upon toward towards across behind beyond near off out up down
    as like since until till despite amid via per than around along above below
    von im in am an auf bei mit nach vor über zu zum zur für aus durch um gegen unter
    dans sur avec pour par au aux du en chez depuis sous vers entre
    con por para del al sobre desde hasta
    nel nella sul sulla di dal dalla alla
    op met voor naar uit
    """
)
CONJUNCTIONS = word_set(
    """
    and or but nor so yet if because while when where whereas although though unless whether how
    why what that which who whom whose then there here not also even just still only too very
    meanwhile however moreover instead later earlier ago now today yesterday tonight tomorrow
    again once perhaps maybe indeed thus therefore nevertheless nonetheless finally both either
    neither more less much such same
    und oder aber dass wenn weil als ob auch et ou mais que qui si y o pero e ma che en maar dat
    """
)
TIMES = word_set(
    """
    monday tuesday wednesday thursday friday saturday sunday january february march april june
    july august september october november december jan feb mar apr jun jul aug sept sep oct nov
    dec mon tue tues wed thu thurs fri sat sun morning afternoon evening night week month year
    montag dienstag mittwoch donnerstag freitag samstag sonntag lundi mardi mercredi jeudi vendredi
    samedi dimanche lunes martes miércoles jueves viernes sábado domingo
    """
)
TITLES = word_set(
    """
    mr mrs ms miss mx dr sir dame lord lady baroness baron prof professor rev reverend father
    sister sen senator rep representative gov governor gen general col colonel maj major lt capt
    captain sgt cpl pvt cmdr adm admiral pres president vice prime minister chancellor secretary
    chief justice judge king queen prince princess pope cardinal archbishop bishop rabbi imam
    mayor councillor cllr mp msp mep ambassador chairman chairwoman chair speaker leader detective
    inspector constable officer sheriff deputy spokesman spokeswoman spokesperson congressman
    congresswoman commissioner attorney herr frau monsieur madame mme m señor señora sr sra don
    doña signor signora meneer mevrouw sheikh ayatollah hon honourable rt
    """
)
ROLES = word_set(
    """
    spokesman spokeswoman spokesperson spokespeople spokesmen official officials aide aides adviser
    advisers advisor advisors minister ministers ministry president chairman chairwoman chair chief
    head director leader leaders senator senators lawmaker lawmakers congressman congresswoman
    governor mayor councillor candidate nominee frontrunner front-runner secretary judge judges
    court lawyer lawyers attorney attorneys prosecutor prosecutors police officer officers sheriff
    detective man woman men women boy girl child mother father wife husband son daughter brother
    sister friend friends neighbor neighbors neighbour neighbours resident residents voter voters
    supporter supporters critic critics opponent opponents expert experts analyst analysts
    economist scientist scientists researcher researchers professor doctor doctors nurse teacher
    teachers student students pastor priest bishop rabbi imam reporter reporters journalist
    journalists author authors writer columnist editor editorial newspaper paper magazine report
    reports study statement letter email e-mail memo document documents book article release
    website site post tweet message ad commercial video poll survey company firm bank group groups
    organization organisation union party campaign team committee commission council agency
    department office bureau board government administration authority authorities embassy
    university institute foundation association federation charity church network channel station
    source sources insider insiders strategist strategists consultant operative pollster manager
    executive ceo founder co-founder owner member members delegate delegates activist activists
    protester protesters organizer organizers witness witnesses victim victims survivor survivors
    plaintiff defendant veteran veterans soldier soldiers general commander colonel captain
    billionaire businessman businesswoman mogul entrepreneur democrat democrats republican
    republicans conservative conservatives liberal liberals tory tories labour senate house
    congress parliament host anchor moderator actor actress singer comedian star artist director
    coach player person people one others some many couple crowd audience fan fans customer
    customers worker workers employee employees family families parents parent historian scholar
    theorist philosopher diplomat ambassador envoy counsel investigator investigators detective
    sprecher sprecherin minister ministerin präsident präsidentin kanzler kanzlerin behörde polizei
    porte-parole ministre président présidente maire député portavoz ministro ministra presidente
    alcalde woordvoerder premier ex-minister
    """
)
ADVERBS = word_set(
    "then also now recently sarcastically flatly bluntly simply tersely often always never ever"
)
ABBREVIATIONS = word_set(
    """
    mr mrs ms dr prof sen rep gov gen col lt capt sgt cpl maj adm rev hon pres jr sr st co inc corp
    ltd u.s u.k jan feb mar apr jun jul aug sept sep oct nov dec no vs fla calif mass pa ohio conn
    ariz ala ark colo del ill ind kan ky la md mich minn miss mo neb nev okla ore tenn tex va vt
    wash wis wyo ga n.y n.j d.c r.i n.h bros dept est mme mlle
    """
)


def part(text: str, low: str) -> str:
    """The part a token can play, as one letter.

    ``.`` end of a sentence, ``,`` other punctuation, ``s`` possessive, ``P`` pronoun,
    ``V`` verb of saying, ``X`` other closed verbs, ``D`` determiner, ``I`` preposition,
    ``C`` conjunction and adverb, ``T`` time, ``A`` "according", ``H`` handle, ``N`` capitalised,
    ``R`` role, ``0`` number, ``w`` any other word.
    """
    first = text[0]
    if not (first.isalnum() or first == "@"):
        return _mark_part(first, low)
    found = "N" if text in _CAPITALS else _PART_OF.get(low)
    # "May" and "Will" within a sentence are names; "He", "The" and "Monday" are what they are.
    if found is not None and not (found in "VXR" and first.isupper()):
        return found
    if first == "@":
        return "H"
    if first.isupper():
        return "N"
    adverb = low.endswith("ly") and len(low) > 4 and low not in _NOT_ADVERBS
    return "0" if first.isdigit() else "C" if adverb else "w"


def _mark_part(first: str, low: str) -> str:
    """The part of what does not begin as a word does."""
    if low in ("'s", "’s"):
        return "s"
    if low in AUXILIARIES:
        return "X"
    return "." if first in ".!?…" else ","


_CAPITALS = frozenset(("US", "UN", "IT", "WHO", "NO", "OR"))  # bodies and states, not small words
NOUNS_TOO = ROLES & SAYING  # "the report" and "they report"
_NOT_ADVERBS = word_set("family ally rally friendly elderly early daily weekly monthly supply only")
# Later lists win: "that" is a conjunction before it is anything else.
_PART_OF: dict[str, str] = {}
for _letter, _words in (
    ("R", ROLES),
    ("V", SAYING),
    ("X", AUXILIARIES),
    ("I", PREPOSITIONS),
    ("C", CONJUNCTIONS | ADVERBS),
    ("D", DETERMINERS),
    ("T", TIMES),
    ("A", ACCORDING),
    ("P", PRONOUNS),
):
    _PART_OF.update(dict.fromkeys(_words, _letter))
