"""The verbs of taking back, correcting, clarifying and standing by, in all their forms."""


def _forms(text: str) -> dict[str, tuple[str, str]]:
    """``word: (verb, form)`` of lines "base s past participle ing"."""
    made = {}
    for line in text.strip().splitlines():
        base, *rest = line.split()
        names = ("s", "past", "pp", "ing")
        made[base] = (base, "base")
        for form, word in zip(names, rest, strict=True):
            made.setdefault(word, (base, form))
    return made


VERBS = _forms(
    """
    withdraw withdraws withdrew withdrawn withdrawing
    retract retracts retracted retracted retracting
    recant recants recanted recanted recanting
    disavow disavows disavowed disavowed disavowing
    rescind rescinds rescinded rescinded rescinding
    revoke revokes revoked revoked revoking
    disown disowns disowned disowned disowning
    repudiate repudiates repudiated repudiated repudiating
    renounce renounces renounced renounced renouncing
    unsay unsays unsaid unsaid unsaying
    take takes took taken taking
    walk walks walked walked walking
    row rows rowed rowed rowing
    roll rolls rolled rolled rolling
    distance distances distanced distanced distancing
    dissociate dissociates dissociated dissociated dissociating
    delete deletes deleted deleted deleting
    remove removes removed removed removing
    pull pulls pulled pulled pulling
    unpublish unpublishes unpublished unpublished unpublishing
    erase erases erased erased erasing
    scrub scrubs scrubbed scrubbed scrubbing
    correct corrects corrected corrected correcting
    amend amends amended amended amending
    rectify rectifies rectified rectified rectifying
    fix fixes fixed fixed fixing
    revise revises revised revised revising
    clarify clarifies clarified clarified clarifying
    stand stands stood stood standing
    stick sticks stuck stuck sticking
    hold holds held held holding
    reaffirm reaffirms reaffirmed reaffirmed reaffirming
    reiterate reiterates reiterated reiterated reiterating
    restate restates restated restated restating
    reassert reasserts reasserted reasserted reasserting
    repeat repeats repeated repeated repeating
    maintain maintains maintained maintained maintaining
    defend defends defended defended defending
    confirm confirms confirmed confirmed confirming
    """
)
