"""Spanish and Portuguese. Shapes are pieces of patterns, parted by semicolons: see ``tongue``."""

from walkback.model.verdict import EventKind
from walkback.read.acts.tongue import Tongue

SPANISH = Tongue(
    families=(
        (
            EventKind.RETRACTED,
            "takes-back",
            r"""
                retiro; retiramos; me retracto; nos retractamos; me desdigo; rectifico y retiro;
                (?:quiero|deseo|debo|queremos) (?:retirar|retractarme|desdecirme);
                doy marcha atrás
            """,
            "speech",
        ),
        (
            EventKind.RETRACTED,
            "takes-back",
            r"he retirado; hemos retirado",
            "own",
        ),
        (
            EventKind.RETRACTED,
            "deletes",
            r"""
                he (?:borrado|eliminado|suprimido); hemos (?:borrado|eliminado); borr[ée];
                elimin[ée]
            """,
            "speech",
        ),
        (
            EventKind.RETRACTED,
            "withdrawn",
            r"(?:ha sido|queda|quedan|han sido|fue) retirad[oa]s?",
            "speech",
        ),
        (
            EventKind.RETRACTED,
            "owns-up",
            r"""
                (?:nunca|no) (?:debí|debería|tendría que) (?:haber )?(?:dicho|decir|escrito|usado);
                (?:nunca|no) (?:debí|debería) (?:escribir|usar|publicar)
            """,
            "",
        ),
        (
            EventKind.APOLOGISED,
            "apologises",
            r"""
                (?:pido|pedimos|ofrezco|presento) (?:\w+ ){0,3}(?:disculpas?|perdón|excusas);
                me disculpo;
                nos disculpamos; (?:quiero|deseo|debo|queremos|quisiera) disculparme;
                (?:quiero|deseo|debo|quisiera) pedir(?:les?)? (?:\w+ ){0,2}(?:disculpas?|perdón);
                mis (?:\w+ )?disculpas; perdón por
            """,
            "fault",
        ),
        (
            EventKind.APOLOGISED,
            "regrets",
            r"""
                lamento; lamentamos; me arrepiento de; siento (?:mucho )?(?:haber|mis)
            """,
            "own",
        ),
        (
            EventKind.CORRECTED,
            "corrects",
            r"""
                corrijo; rectifico; (?:quiero|debo|deseo) (?:corregir|rectificar); me equivoqué;
                cometí un error; hubo un error; (?:la cifra|el dato) (?:correct[oa]|exact[oa]) es;
                donde (?:dije|decía|dice)
            """,
            "",
        ),
        (
            EventKind.CLARIFIED,
            "clarifies",
            r"""
                aclaro; (?:quiero|deseo|debo) (?:aclarar|precisar|matizar); quise decir;
                (?:fueron|han sido) (?:sacad[oa]s de contexto|malinterpretad[oa]s)
            """,
            "",
        ),
        (
            EventKind.CLARIFIED,
            "not-meant",
            r"(?:nunca|no) (?:he dicho|dije|quise decir|pretendía|afirmé)",
            "",
        ),
        (
            EventKind.REAFFIRMED,
            "stands-by",
            r"""
                mantengo; me reafirmo en; reafirmo; me ratifico en; ratifico; sostengo; reitero
            """,
            "own",
        ),
    ),
    speech=r"""
        declaraci[oó]n(?:es)?; palabras?; afirmaci[oó]n(?:es)?; acusaci[oó]n(?:es)?; tuits?;
        tweets?; mensajes?; publicaci[oó]n(?:es)?; comentarios?;
        lo que (?:dije|he dicho|escribí|afirmé); artículo; comunicado; cifras?; disculpas?; vídeo;
        video; expresi[oó]n; post; insinuaci[oó]n(?:es)?; manifestaciones; frase; dato;
        retiro lo dicho; lo dicho
    """,
    mine=r"(?:mis?|nuestr[oa]s?)",
    faults=r"error(?:es)?; tono; conducta; posición; actitud",
    own=r"""
        lo (?:que )?(?:dije|he dicho|escribí|afirmé|dicho);
        haber (?:dicho|escrito|llamado|acusado|ofendido|publicado|afirmado);
        (?:cada|ni una) palabra; (?:esas?|estas?) (?:palabras|declaraciones|acusaci[oó]n(?:es)?)
    """,
    negations=r"no; nunca; jamás; nada; ni; tampoco; ningun\w*; sin",
    conditions=r"si; en caso de; siempre que",
    wishes=r"""
        exijo; exigimos; pido que; debe; debería; deberían; que se disculpe; me niego; retiraré;
        pediré; tendría; espero que; ojalá
    """,
    others=r"""
        (?:él|ella|el \w+|la \w+) (?:dijo|dice|exige|pide|afirma|afirmó)[^.;]{0,40}
    """,
    services=r"""
        retrasos?; demoras?; molestias?; inconvenientes?; espera; cortes?; incidencias?; averías?;
        cancelaci[oó]n; tardanza; pérdida; muerte; fallecimiento; técnic[oa]s?
    """,
    joins=r"y; e; pero; o",
    wholly=r"por completo; totalmente; completamente; íntegramente; sin reservas",
)

PORTUGUESE = Tongue(
    families=(
        (
            EventKind.RETRACTED,
            "takes-back",
            r"""
                retiro(?:-[ao]s?)?; retiramos; retrato-me; me retrato; retracto-me; desdigo-me;
                (?:quero|desejo|devo|venho) (?:retirar|retratar-me|me retratar); renego;
                volto atrás
            """,
            "speech",
        ),
        (
            EventKind.RETRACTED,
            "takes-back",
            r"(?<!o ministro )(?:já )?retirei",
            "own",
        ),
        (
            EventKind.RETRACTED,
            "deletes",
            r"apaguei; eliminei; removi; apagámos; apagamos; tenho apagado",
            "speech",
        ),
        (
            EventKind.RETRACTED,
            "withdrawn",
            r"(?:foi|foram|está|fica) retirad[oa]s?",
            "speech",
        ),
        (
            EventKind.RETRACTED,
            "owns-up",
            r"""
                (?:não|nunca) (?:devia|deveria) ter (?:dito|escrito|usado|publicado|afirmado)
            """,
            "",
        ),
        (
            EventKind.APOLOGISED,
            "apologises",
            r"""
                (?:peço|pedimos) (?:\w+ ){0,3}(?:desculpas?|perdão);
                (?:quero|desejo|devo|venho|gostaria de) (?:\w+ )?pedir (?:\w+ ){0,2}desculpas?;
                (?:quero|desejo|devo|venho|gostaria de) (?:\w+ )?pedir perdão;
                apresento (?:\w+ ){0,4}desculpas; (?:as )?minhas (?:\w+ )?desculpas;
                desculpo-me; me desculpo
            """,
            "fault",
        ),
        (
            EventKind.APOLOGISED,
            "regrets",
            r"lamento; lamentamos; arrependo-me; me arrependo",
            "own",
        ),
        (
            EventKind.CORRECTED,
            "corrects",
            r"""
                corrijo; retifico; rectifico; (?:quero|devo|desejo) (?:corrigir|retificar);
                enganei-me; me enganei; errei; cometi um erro;
                (?:o número|o valor) (?:correto|certo|correcto) é; onde se lê
            """,
            "",
        ),
        (
            EventKind.CLARIFIED,
            "clarifies",
            r"""
                esclareço; clarifico; (?:quero|desejo|devo) (?:esclarecer|clarificar|precisar);
                quis dizer; queria dizer;
                foram (?:descontextualizad[oa]s|mal interpretad[oa]s|retirad[oa]s do contexto)
            """,
            "",
        ),
        (
            EventKind.CLARIFIED,
            "not-meant",
            r"(?:nunca|não) (?:disse|quis dizer|afirmei|pretendia)",
            "",
        ),
        (
            EventKind.REAFFIRMED,
            "stands-by",
            r"mantenho; reafirmo; reitero; sustento; confirmo",
            "own",
        ),
    ),
    speech=r"""
        declaraç(?:ão|ões); palavras?; afirmaç(?:ão|ões); acusaç(?:ão|ões); tweets?;
        publicaç(?:ão|ões); mensage(?:m|ns); comentários?; o que (?:disse|escrevi|afirmei);
        artigo; comunicado; números?; desculpas?; vídeo; expressão; insinuaç(?:ão|ões); frase;
        post; texto; retiro-[ao]s?
    """,
    mine=r"(?:minhas?|meus?|nossas?|nossos?)",
    faults=r"erros?; tom; conduta; posição; atitude",
    own=r"""
        o que (?:disse|escrevi|afirmei|eu disse); pelo que (?:disse|escrevi|afirmei);
        ter (?:dito|escrito|ofendido|acusado|usado|publicado); cada palavra;
        (?:essas|estas|aquelas) (?:palavras|declarações|acusações)
    """,
    negations=r"não; nunca; jamais; nada; nem; nenhum\w*; sem",
    conditions=r"se; caso",
    wishes=r"""
        exijo; exigimos; deve; deveria; devem; recuso\w*; retirarei; pedirei; espero que;
        que (?:o|a) \w+ (?:peça|retire)
    """,
    others=r"""
        (?:ele|ela|o \w+|a \w+) (?:disse|diz|exige|pede|afirma|afirmou)[^.;]{0,40}
    """,
    services=r"""
        atrasos?; incómodos?; incômodos?; transtornos?; demoras?; espera; interrupç(?:ão|ões);
        avarias?; cancelamento; perda; morte; falecimento; técnic[oa]s?
    """,
    joins=r"e; mas; ou",
    wholly=r"""
        por completo; totalmente; integralmente; na íntegra; sem reservas; completamente
    """,
)
