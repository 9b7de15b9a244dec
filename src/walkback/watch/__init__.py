"""The conductor: what is due, in what order, and every stage in its turn.

    source   -> sources.requests -> [Request]
             -> fetch.fetch      -> Outcome     received | not modified | gone | refused | …
             -> archive.keep     -> Capture | a line of the roll call      bytes are durable
             -> ledger.append    -> Leaf        its existence is committed
             -> store            -> rows        findable; an open look where there is news
             -> read.read        -> Reading     in a worker; sources that list: items -> [Address]
             -> compare.compare  -> [Change]    against the current version
             -> judge.controls   -> [Request]   asked and kept in the same round
             -> judge.judge      -> Verdict | none
             -> archive.keep, ledger.append     the verdict is evidence too
             -> store            -> events      alerts follow later, never inside the pipeline

Each stage takes its work from the store, so that a crash after any arrow leaves a state that the
next round completes with the same functions. ``round.conduct`` wires the stages.

Nothing is imported here: a reading worker imports ``watch.reading`` alone, and so starts in half
the time.
"""
