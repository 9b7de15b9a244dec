"""The nouns: frozen values that the rooms hand to each other. No I/O.

``source`` and ``exchange`` (what is asked, what came), ``evidence``, ``rollcall`` and ``proof``
(what is kept and proven), ``reading`` and ``change`` (words), ``look``, ``verdict`` and
``dossier`` (judgement), ``views`` (what people are shown).
"""
