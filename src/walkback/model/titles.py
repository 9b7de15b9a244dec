"""Words that stand before and behind a name: titles, honours, particles, suffixes. All folded."""

_TITLES_WORDS = """
    mr mrs ms miss mx dr prof professor sir dame lord lady lady baroness baron viscount viscountess
    earl countess count duke duchess marquess prince princess king queen emperor sheikh shaikh
    sheik emir sultan hon honourable honorable rt right the most reverend rev revd father fr sister
    brother bishop archbishop cardinal pope rabbi imam ayatollah mullah maulana mufti pastor deacon
    canon dean monsignor mgr sen senator senators rep representative reps congressman congresswoman
    congressperson delegate del assemblyman assemblywoman assemblymember councillor cllr councilman
    councilwoman councilmember alderman mayor lieutenant lt gov governor president vice prime
    minister chancellor premier secretary undersecretary deputy assistant attorney general ag
    solicitor speaker leader chair chairman chairwoman chairperson whip majority minority ambassador
    commissioner judge justice chief district sheriff officer detective inspector superintendent
    sgt sergeant cpl corporal pvt private capt captain maj major col colonel brig brigadier gen
    adm admiral rear marshal commander cmdr commodore ensign director ceo founder spokesman
    spokeswoman spokesperson former then ex late shadow foreign home defence defense health finance
    education interior justice treasury state us uk mp mep msp herr frau fraulein doktor
    monsieur madame mademoiselle mme mlle m me maitre senor senora senorita sr sra srta don dona
    signor signora signorina onorevole dott dottssa avv ing ingeniero licenciado lic senhor
    senhora seu dom doutor doutora pan pani pana mgr inz dhr mevr mevrouw meneer de heer hr fru
    shri smt shrimati sri thiru mian chaudhry haji hajji hadji syed
    """
TITLES = frozenset(_TITLES_WORDS.split()) - {"de", "sr", "then", "syed", "me", "m"}
# Given names too: a title only where two more names follow (Judge Ann Smith, but Judge Reinhold).
_RATHER_NAMES_WORDS = """
    dean earl baron duke prince king major bishop marshal don pope deacon canon count pan mian dom
    sultan emir shri sri
    """
RATHER_NAMES = frozenset(_RATHER_NAMES_WORDS.split())
_TITLE_OR_NAME_WORDS = """
    judge justice general state home chief del whip private health pastor officer chancellor
    """
TITLE_OR_NAME = RATHER_NAMES | frozenset(_TITLE_OR_NAME_WORDS.split())
_MALE_TITLES_WORDS = """
    mr sir lord baron duke king prince congressman councilman herr monsieur senor signor
    """
MALE_TITLES = frozenset(_MALE_TITLES_WORDS.split())
_FEMALE_TITLES_WORDS = """
    mrs ms miss dame lady baroness duchess queen princess congresswoman councilwoman frau fraulein
    madame mme mlle mademoiselle senora senorita sra signora mevrouw shrimati smt
    """
FEMALE_TITLES = frozenset(_FEMALE_TITLES_WORDS.split())
_HONOURS_WORDS = """
    mp mep msp ms mla td qc kc cbe obe mbe kbe dbe gbe cb kcb dcb gcb cmg kcmg gcmg ch om cvo kcvo
    phd dphil md dds dvm jd llb llm ba bsc ma msc mba mpa mph esq esquire frs fba frcp rn sj op osb
    ret retd usn usa usaf usmc dl jp pc pcc do ao ac am obc oc
    """
HONOURS = frozenset(_HONOURS_WORDS.split())
_PARTICLES_WORDS = """
    van von der den de del della di da do dos das du la le las los ter ten te zu zum zur af av bin
    ibn bint ben al el ul ur abu abou st saint san santa mac mc dal dello degli
    """
PARTICLES = frozenset(_PARTICLES_WORDS.split())
_BODIES_WORDS = """
    ministry department committee commission council party office university institute association
    federation union agency authority board bureau company corporation inc ltd plc llc gmbh group
    foundation society trust bank parliament senate congress assembly government embassy police
    court campaign team news times post guardian for and of parti partei ministerium gouvernement
    ministere ministerio consejo partido
    """
BODIES = frozenset(_BODIES_WORDS.split())

_GENERATIONS = {
    "jr": "jr", "jnr": "jr", "junior": "jr", "sr": "sr", "snr": "sr", "senior": "sr",
    "ii": "2", "2nd": "2", "iii": "3", "3rd": "3", "iv": "4", "4th": "4", "filho": "jr",
}  # fmt: skip
_SURE = _GENERATIONS | {"v": "5", "5th": "5", "vi": "6"}


def generation(word: str, *, sure: bool) -> str:
    """``jr``, ``sr``, ``2`` … for a suffix, else empty. ``sure``: a comma sets it apart."""
    key = word.casefold().strip(".,")
    return (_SURE if sure else _GENERATIONS).get(key, "")
