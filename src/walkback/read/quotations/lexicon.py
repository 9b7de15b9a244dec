# ruff: noqa: RUF001 - quotation marks and their look-alikes are this file's subject
"""The closed classes of words that tell who speaks: verbs of saying, pronouns, roles, stops.

Lists, not patterns, so that each entry can be argued about on its own. All in lower case. The
clues that were learnt from English ask whether a word is a verb of saying more than which it is,
so they carry over to the other languages listed.
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
    """
) - {"sum", "put", "rule"}
ACCORDING = word_set(
    """
    according selon laut zufolge según secondo volgens segundo aldus per według enligt
    """
)
AUXILIARIES = word_set(
    """
    is are was were be been being am has have had having do does did done will would shall should
    can could may might must 'd 'll 're 've 'm ’d ’ll ’re ’ve ’m let gets got get goes went go
    came come comes made make makes making took take takes gave give gives giving began wants
    want wanted became become seems seem seemed
    """
)
PRONOUNS = word_set(
    """
    he she they it i we you who him them me us
    """
) - {"one", "that", "you"}
MALE = word_set(
    """
    he him his himself er il él lui hij ele mr sir lord mr. brother father son herr señor monsieur
    spokesman chairman congressman businessman king prince actor husband man boy gentleman priest
    monk abbot duke count baron sprecher präsident kanzler
    """
)
FEMALE = word_set(
    """
    she her hers herself elle ella lei zij ela mrs ms miss dame lady baroness sister mother frau
    madame mme señora spokeswoman chairwoman congresswoman businesswoman queen princess actress
    wife woman girl nun abbess duchess countess sprecherin ministerin präsidentin kanzlerin
    """
)
# Given names that tell, as a hint for pronouns alone; the commonest of the languages we try.
MALE_NAMES = word_set(
    """
    leonard lewis louis ralph walter arthur roy albert bruce carl eugene gerald harold hugh
    russell victor vincent warren roland stanley francis douglas clive trevor dominic james john
    robert michael william david richard joseph thomas charles christopher daniel matthew anthony
    mark donald steven paul andrew joshua kenneth kevin brian george edward ronald timothy jason
    jeffrey jacob gary nicholas eric stephen jonathan larry justin scott brandon benjamin samuel
    gregory frank patrick raymond jack dennis jerry tom tim jim joe bob bill mike dave steve dan
    ben sam nick chris matt tony ted fred harry henry oliver simon peter philip ian neil graham
    colin keith barry roger alan nigel martin adam jeremy boris keir gordon hans klaus jürgen
    wolfgang stefan karl heinrich friedrich uwe jean pierre michel philippe jacques françois
    antoine luc marco giuseppe giovanni luca matteo antonio carlos josé juan luis miguel javier
    pedro diego pablo jan piet kees willem lars erik anders bjorn sven mohammed muhammad ahmed ali
    omar hassan ibrahim imran vladimir ivan sergei dmitry klaas jonas lukas felix tobias bastien
    gideon conrad ambrose bogdan piotr
    """
)
FEMALE_NAMES = word_set(
    """
    eleanor beatrice florence edith irene rita joanna louise ellen frances martha gloria teresa
    sheila maureen eileen bridget miriam naomi mary patricia jennifer linda elizabeth barbara
    susan jessica sarah karen lisa nancy betty margaret sandra ashley kimberly emily donna
    michelle carol amanda melissa deborah stephanie rebecca laura helen sharon cynthia kathleen
    amy angela shirley anna brenda pamela emma nicole samantha katherine christine debra rachel
    carolyn janet catherine maria heather diane ruth julie joyce virginia victoria kelly christina
    joan evelyn lauren judith hillary megan alice jane kate anne ann claire lucy charlotte sophie
    olivia grace theresa nicola fiona gillian hannah chloe ursula angela sabine monika petra heike
    katrin ingrid marie isabelle nathalie sylvie brigitte élodie giulia francesca chiara elena
    carmen pilar lucía ana isabel rosa marta anja saskia astrid karin fatima aisha leila olga
    tatiana svetlana natalia yulia renate henriette imogen ines una celia halina elsa estelle oona
    honor
    """
)
DETERMINERS = word_set(
    """
    the a an this these those his her its their my our your another one some many several two
    three four five six seven eight nine ten both other others few most all each every no any
    """
) - {"all"}
PREPOSITIONS = word_set(
    """
    of in on at by for with from to into onto over under about after before during between among
    against through without within upon toward towards across behind beyond near off out up down
    as like since until till despite amid via per than around along above below
    """
)
CONJUNCTIONS = word_set(
    """
    and or but nor so yet if because while when where whereas although though unless whether how
    why what that which who whom whose then there here not also even just still only too very
    meanwhile however moreover instead later earlier ago now today yesterday tonight tomorrow
    again once perhaps maybe indeed thus therefore nevertheless nonetheless finally both either
    neither more less much such same
    """
)
TIMES = word_set(
    """
    monday tuesday wednesday thursday friday saturday sunday january february march april june
    july august september october november december jan feb mar apr jun jul aug sept sep oct nov
    dec mon tue tues wed thu thurs fri sat sun morning afternoon evening night week month year
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
    """
)
# Roles that no "he" or "she" stands for.
BODIES = word_set(
    """
    ministry court police newspaper paper magazine report study document release site ad commercial
    video poll survey company firm bank group organization organisation union party campaign team
    committee commission council agency department office bureau board government administration
    authority embassy university institute foundation association federation charity church network
    channel station source senate house congress parliament crowd audience couple family
    """
)
# Written and spoken things of which one says that they say.
WRITTEN = word_set(
    """
    statement letter email e-mail memo post tweet message article column book memoir blog
    editorial essay speech remarks interview response reply testimony filing note website page
    brief erklärung brief beitrag déclaration lettre communiqué comunicado carta
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


# The same classes in de, fr, es, it, nl, pt, pl, sv: they count where an article is not in
# English, for many are English words too ("die", "war", "met", "son").
FOREIGN = {
    "V": word_set(
        """
        sprach spricht bezeichnet kündigte rief jugé juge qualifié qualifie parlé parle évoqué
        calificó tachó habló definito definisce parlato noemde noemt sprak chamou classificou
        nazwał nazwała kallade kallar
        sagte sagt sagten sagen gesagt erklärte erklärt erklärten betonte betont schrieb
        schreibt twitterte teilte mitteilte fügte fragte meinte meint kritisierte kritisiert
        forderte fordert warnte warnt bezeichnete nannte nennt antwortete äußerte bestätigte
        berichtete berichtet versicherte behauptete ergänzte hieß heißt zitierte dit disait
        déclare déclaré déclarait affirme affirmé affirmait explique expliqué expliquait estime
        estimé estimait écrit écrivait ajoute ajouté ajoutait assure assuré précise précisé
        souligne souligné indique indiqué annonce annoncé répond répondu demande demandé insiste
        insisté rappelle rappelé regrette dénonce dénoncé tweeté raconte raconté confie confié
        lance lancé martèle commente conclut poursuit reconnaît reconnu dijo dice dicho decía
        afirmó afirma afirmado declaró declara declarado explicó explica explicado aseguró
        asegura asegurado señaló señala indicó indica escribió escribe añadió añade agregó
        agrega sostuvo sostiene subrayó manifestó expresó anunció anuncia respondió preguntó
        advirtió comentó insistió destacó recordó apuntó tuiteó detto disse dichiarato affermato
        afferma spiegato spiega scritto scrive aggiunto aggiunge sostenuto sottolineato
        commentato risposto zei zegt gezegd verklaarde schreef schrijft voegde vertelde vertelt
        meldde meldt benadrukte liet vroeg antwoordde vindt aldus diz afirmou declarou explicou
        escreveu acrescentou respondeu powiedział powiedziała dodał dodała napisał napisała
        oświadczył oświadczyła stwierdził stwierdziła przyznał mówi mówił säger sade skrev
        uppgav tillade siger sagde skriver
        """
    ),
    "X": word_set(
        """
        hat haben hatte ist war sind wird würde wurde a ont est sont était fue es son ha han era
        è sono
        """
    ),
    "P": word_set(
        """
        er wir il elle ils elles on él ella ellos ellas lui lei loro hij zij ele ela which that
        whom one ona han hon
        """
    ),
    "D": word_set(
        """
        o os as
        der die das ein eine einer den dem des le la les un une l’ el los las una uno il lo gli
        het een de um uma
        """
    ),
    "I": word_set(
        """
        von im in am an auf bei mit nach vor über zu zum zur für aus durch um gegen unter dans
        sur avec pour par au aux du en chez depuis sous vers entre con por para del al sobre
        desde hasta nel nella sul sulla di dal dalla alla op met voor naar uit
        """
    ),
    "C": word_set(
        """
        und oder aber dass wenn weil als ob auch et ou mais que qui pero che en maar dat
        """
    ),
    "T": word_set(
        """
        montag dienstag mittwoch donnerstag freitag samstag sonntag lundi mardi mercredi jeudi
        vendredi samedi dimanche lunes martes miércoles jueves viernes sábado domingo
        """
    ),
    "R": word_set(
        """
        sprecher sprecherin minister ministerin präsident präsidentin kanzler kanzlerin behörde
        polizei porte-parole ministre président présidente maire député portavoz ministro
        ministra presidente alcalde woordvoerder premier ex-minister abgeordnete abgeordneter
        reeder bürgermeister bürgermeisterin dyrektor dyrektorka rzecznik prezydent burmistrz
        """
    ),
}


EVERY_ROLE = ROLES | FOREIGN["R"]


def part(text: str, low: str, table: dict[str, str]) -> str:
    """The part a token can play, as one letter.

    ``.`` end of a sentence, ``,`` other punctuation, ``s`` possessive, ``P`` pronoun,
    ``V`` verb of saying, ``X`` other closed verbs, ``D`` determiner, ``I`` preposition,
    ``C`` conjunction and adverb, ``T`` time, ``A`` "according", ``H`` handle, ``N`` capitalised,
    ``R`` role, ``0`` number, ``w`` any other word. ``table``: ``ENGLISH``, or ``ANY`` elsewhere.
    """
    first = text[0]
    if not (first.isalnum() or first == "@"):
        return _mark_part(first, low)
    found = "N" if text in _CAPITALS else table.get(low)
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


def _table(*, foreign: bool) -> dict[str, str]:
    """The letter of each word. Later lists win: "that" is a conjunction before anything else."""
    found: dict[str, str] = {}
    for letter, own in (
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
        found.update(dict.fromkeys(own, letter))
        if foreign:
            found.update(dict.fromkeys(FOREIGN.get(letter, ()), letter))
    return found


ENGLISH = _table(foreign=False)
ANY = _table(foreign=True)
