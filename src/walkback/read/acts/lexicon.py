"""English words by what they do in a sentence. Sets, so that each entry can be argued about."""


def word_set(text: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(text.split())


def phrases(text: str) -> tuple[tuple[str, ...], ...]:
    """Phrases parted by semicolons, the longest first, each as its words."""
    found = [tuple(part.split()) for part in text.split(";") if part.strip()]
    return tuple(sorted(found, key=len, reverse=True))


OWN = word_set("i we")
OTHERS = word_set("he she they you it who that which this these those one nobody everyone someone")
AUXILIARIES = word_set("am is are was were be been being have has had do does did having")
MODALS = word_set("will would shall should can could may might must ought")
NEGATIONS = word_set("not never neither nor hardly scarcely")
ADVERBS = word_set(
    """
    also now today tonight once again just hereby both really very so too here first then
    therefore thus still already only simply please quite rather ever long since even better
    instead however truly more much myself ourselves himself herself themselves itself always
    all back henceforth hence wholeheartedly forthwith anew earlier yesterday accordingly
    later soon perhaps maybe indeed formally together straight away without reservation
    unreservedly well rightly
    """
)
BOUNDARIES = word_set("; : \u2014 \u2013 ( ) \u2026 . ! ? \u25a1 | /") | {"-"}
COORDINATORS = word_set("and or but nor then so yet & plus")
# What leads to an infinitive and leaves it an act: "I would like to apologise".
PERFORMING = phrases(
    """
    want; wish; would like; should like; would wish; would want; need; have; have got; must; ought;
    am here; are here; am writing; am writing today; write; write today; am writing to you;
    feel obliged; feel bound; feel compelled; am obliged; am bound; am compelled; feel the need;
    am happy; are happy; am glad; are glad; am pleased; take this opportunity; take the opportunity;
    take this chance; use this opportunity; would like to take this opportunity; it is right;
    it is only right; it is right for me; it is time for me; owe it to you; owe it to the house;
    owe it to him; owe it to her; owe it to them; rise; rise today; stand here; come before you;
    come here today; wanted; have chosen; have decided; chose; decided; felt obliged;
    have come here; it falls to me; my duty; my duty is; decided today; have today decided
    """
)
# Verbs that put what follows into somebody's mouth or wish.
REPORTING = word_set(
    """
    say says said saying claim claims claimed demand demands demanded demanding insist insists
    insisted want wants wanted ask asks asked asking expect expects expected call calls called
    calling urge urges urged suggest suggests suggested think thinks thought believe believes
    believed hope hopes hoped argue argues argued tell tells told report reports reported write
    writes wrote require requires required order orders ordered force forced pretend pretends
    pretending wish wishes allege alleges imagine imagines deny denies denied wonder wonders
    prefer waiting wait waits tweeted posted announced announces likes love loves see asking
    """
)
# What one may say of oneself and mean it: "I accept that I was wrong".
AVOWING = word_set(
    """
    accept accepts admit admits acknowledge acknowledges recognise recognize concede confess know
    realise realize realised realized understand see say think believe fear regret agree add
    confirm find found learned learnt now feel
    """
)
CONDITIONS = word_set("if unless whether provided assuming suppose supposing lest wenn")

SPEECH = word_set(
    """
    statement statements remark remarks comment comments word words claim claims allegation
    allegations accusation accusations assertion assertions suggestion suggestions insinuation
    insinuations tweet tweets post posts posting thread threads message messages article articles
    piece op-ed column columns blog release letter email e-mail speech interview answer answers
    reply response quote quotes quotation figure figures number numbers date statistic statistics
    description characterisation characterization language phrase term expression slur insult
    insults joke jokes charge criticism criticisms attack endorsement pledge promise apology
    apologies retraction correction clarification denial video clip image picture photo meme
    graphic leaflet flyer newsletter retweet repost story caption toot skeet note report briefing
    announcement observation observations contention comparison analogy reference outburst tirade
    jibe sentence paragraph passage line lines version rumour rumor falsehood falsehoods untruth
    slander libel account press-release contribution testimony evidence notice item page entry
    imputation imputations aspersion aspersions utterance utterances assessment judgement
    judgment verdict prediction forecast warning boast implication inference tone choice phrasing
    wording formulation write-up posts' communication communique communiqué bulletin
    stories reporting briefings chart table map screenshot reel podcast broadcast advert ad
    factsheet document misstatement misstatements exaggeration hyperbole position view views
    opinion opinions assumption conclusion conclusions
    """
)
# What is put on a page or an account and can be taken off it.
POSTED = word_set(
    """
    tweet tweets post posts posting thread threads message messages article articles statement
    statements video clip image picture photo graphic meme piece page blog story reel toot skeet
    retweet repost release letter leaflet newsletter item entry line sentence paragraph passage
    word words claim claims quote document remark remarks note allegation allegations column
    op-ed caption screenshot chart table figure announcement podcast advert ad notice version
    accusation suggestion sentences paragraphs reference comment
    """
)
# Of these only one's own or a named one is meant; "the report was withdrawn" says too little.
POLICY = word_set("report position view views account version line evidence story reading response")
PARTS = word_set(
    """
    part parts some portion portions half passage line lines sentence sentences paragraph
    paragraphs section word words phrase one element elements bits bit
    """
)
ERRORS = word_set(
    """
    error errors mistake mistakes slip slips typo typos inaccuracy inaccuracies misstatement
    misquotation omission misprint miscalculation oversight misunderstanding misspelling
    """
)
DETERMINERS = word_set(
    """
    the a an this that these those any every all each some both such no my our its his her their
    your what whatever either another
    """
)
POSSESSIVES_OWN = word_set("my our mine ours")
POSSESSIVES_OTHER = word_set("his her their your its whose")
PRONOUNS = word_set("it that this them those these everything all same")
SAID = word_set(
    """
    say said saying tweet tweeted tweeting post posted posting write written wrote writing claim
    claimed claiming suggest suggested suggesting call called calling accuse accused accusing use
    used using compare compared comparing imply implied implying share shared sharing retweet
    retweeted repost reposted speak spoke spoken speaking describe described describing state
    stated stating publish published publishing repeat repeated repeating allege alleged alleging
    comment commented joke joked joking mock mocked mocking insult insulted insulting quote quoted
    question questioned brand branded label labelled labeled put phrase phrased word worded utter
    uttered told tell telling like liked name named naming single singled mention mentioned assert
    asserted say-so attribute attributed give gave given quoting refer referred liken likened
    characterise characterize characterised characterized issue issued release released
    """
)
SERVICE = word_set(
    """
    delay delays delayed inconvenience disruption disruptions interruption interruptions outage
    outages downtime noise sound audio quality glitch glitches queue queues wait waiting
    closure closures closed cancellation cancelling canceling postponement postponing notice
    length long thread rant spam spamming cross-posting silence absence late lateness lateness
    slow slowness reply replying respond responding response missing being running traffic
    roadworks parking shortage shortages confusion congestion technical problem problems issues
    issue website site link links poor bad weather short typo typos formatting crossposting
    duplicate double photo selfie blurry trouble bother hassle disturbance intrusion hour
    timetable trains train bus buses service services kick-off backlog wait times hold-up hold-ups
    lack unavailability maintenance works repairs rescheduling change changes wifi microphone
    camera lighting no-show lunch early quick brief pun puns pedantry bluntness cynicism language
    french english spelling handwriting voice cough clutter mess dust disappointment inbox emails
    """
)
GRIEF = word_set(
    """
    loss losses death deaths passing bereavement tragedy died dead funeral condolences grief
    mourning killed victims victim accident disaster illness lost bereaved widow sympathies
    suffering condolence sadness hearing
    """
)
FAULT = word_set(
    """
    wrong incorrect inaccurate mistaken untrue false misleading erroneous unfounded baseless
    unjustified unfair inappropriate unacceptable unwarranted outdated
    """
)
FACTUAL = word_set("wrong incorrect inaccurate mistaken untrue false misleading erroneous outdated")
MISSAID = word_set(
    """
    misspoke misspoken misstated mistyped misread misquoted miscalculated misremembered misled
    overstated understated exaggerated
    misnamed misidentified misattributed misreported miscounted misheard misrepresented
    """
)
WRONGLY = word_set("wrongly incorrectly mistakenly erroneously inaccurately inadvertently falsely")
ROLES = word_set(
    """
    minister mayor councillor senator chairman chairwoman chair chairperson president secretary
    governor commissioner ambassador spokesman spokeswoman spokesperson office ministry department
    council club party campaign committee government company board association agency authority
    congressman congresswoman representative deputy member leader speaker director chancellor
    premier undersigned author trust university foundation embassy organisation organization
    federation team cabinet alderman
    """
)
