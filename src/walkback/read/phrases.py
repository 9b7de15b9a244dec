"""The words of furniture, in the languages of the pages we tried: en, de, fr, es, it, nl.

Lists, not patterns, so that each entry can be argued about on its own. All in lower case.
"""

import re


def word_set(text: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(text.split())


def phrase_set(text: str) -> frozenset[str]:
    """The phrases of a text, parted by commas."""
    return frozenset(phrase_tuple(text))


def phrase_tuple(text: str) -> tuple[str, ...]:
    """The same in the order written."""
    return tuple(" ".join(phrase.split()) for phrase in text.split(",") if phrase.strip())


def phrase_starts(text: str) -> tuple[str, ...]:
    """The same, each with the space that ends its last word."""
    return tuple(phrase + " " for phrase in phrase_tuple(text))


def phrase_pattern(text: str) -> re.Pattern[str]:
    """A pattern that finds any of the phrases as whole words."""
    found = "|".join(re.escape(phrase) for phrase in phrase_tuple(text))
    return re.compile(rf"(?:^| )(?:{found})(?= |$)")


_MONTHS = """
january february march april may june july august september october november december jan feb mar
apr jun jul aug sep sept oct nov dec januar februar märz mai juni juli oktober dezember okt dez
mär janvier février mars avril juin juillet août septembre octobre novembre décembre enero febrero
marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre gennaio febbraio aprile
maggio giugno luglio settembre ottobre dicembre januari februari maart mei augustus
"""
_DAYS = """
monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat
sun montag dienstag mittwoch donnerstag freitag samstag sonntag mo di mi do fr sa so lundi mardi
mercredi jeudi vendredi samedi dimanche lunes martes miércoles jueves viernes sábado domingo
lunedì martedì mercoledì giovedì venerdì sabato domenica maandag dinsdag woensdag donderdag
vrijdag zaterdag zondag
"""
_AGES = """
published posted updated modified last first created date time on at the of am pm a p m h s d t z
min mins st nd rd th ago just now about second seconds sec secs minute minutes hour hours hr hrs
day days week weeks month months year years yesterday today read reading gmt utc est edt bst cet
cest pst pdt ist version issued uhr um vor den der am stand veröffentlicht aktualisiert zuletzt
erschienen erstellt geändert sekunden minuten stunden stunde tag tage tagen woche wochen monat
monate jahr jahren lesezeit datum publié mis jour modifié le à il y heures heure jours jour
minutes lecture de temps publicado actualizado hace horas hora minutos días día el las lectura
pubblicato aggiornato ore minuti fa giorni geplaatst bijgewerkt gepubliceerd uur om dagen leestijd
op
"""
CLOCK_WORDS = word_set(_MONTHS + _DAYS + _AGES)

COUNT_WORDS = word_set(
    """
    comment comments reply replies response responses view views pageviews read reads reader
    readers like likes share shares shared retweet retweets repost reposts favourite favourites
    favorite favorites vote votes reaction reactions follower followers visitor visitors visit
    visits clap claps bookmark bookmarks download downloads people person have has are is been
    this page post article story k m x hits times time viewed watching online now reading total
    the so far on and others other rating ratings stars star average kommentar kommentare
    antworten aufrufe ansichten leser mal gelesen gefällt teilen commentaire commentaires vues
    partages partage lectures comentario comentarios vistas visitas compartidos commenti commento
    condivisioni visualizzazioni reactie reacties keer bekeken
    """
)

COMMANDS = phrase_set(
    """
    share, share this, share it, share article, share this article, share this story, share this
    page, share this post, share via, share on, tweet, tweet this, pin it, print, print this,
    print page, print this page, print article, email, e-mail, mail, email this, email this
    article, copy link, copy the link, link copied, save, saved, bookmark, read more, read next,
    read also, read on, see more, see also, see all, learn more, show more, load more, view more,
    view all, show all, find out more, more, continue reading, continue, related, most read, most
    popular, trending, trending now, recommended, recommended for you, advertisement, advertising,
    advert, ad, ads, sponsored, sponsored content, promoted, story continues below, story
    continues below advertisement, article continues below, article continues after advertisement,
    continue reading below advertisement, subscribe, subscribe now, sign up, sign up now, sign in,
    sign out, log in, login, log out, logout, register, join now, follow us, follow, like us on
    facebook, back to top, to top, top, skip to content, skip to main content, menu, search,
    close, home, next, previous, prev, older, newer, reply, report, edit, delete, cancel, leave a
    comment, leave a reply, post a comment, add a comment, view comments, write a comment,
    comments, comments are closed, no comments, no comments yet, 0 comments, join the
    conversation, join the discussion, loading, all rights reserved, getty images, play, pause,
    mute, listen, listen to this article, watch, download, expand, collapse, toggle navigation,
    open menu, accept, accept all, i agree, got it, ok, yes, no, cookie settings, privacy policy,
    terms of use, contact us, about us, click here, click to share, opens in new window, enlarge,
    click to enlarge, zoom, teilen, drucken, merken, speichern, weiterlesen, mehr, mehr zum thema,
    zum thema, lesen sie auch, lesen sie mehr, kommentieren, kommentare, nach oben, zur
    startseite, startseite, zurück, weiter, anzeige, werbung, anmelden, abonnieren, artikel
    teilen, seite drucken, schließen, jetzt teilen, mehr erfahren, alle anzeigen, partager,
    imprimer, lire aussi, à lire aussi, lire la suite, publicité, commenter, s'abonner, retour,
    compartir, imprimir, leer más, ver más, publicidad, comentar, volver, condividi, stampa, leggi
    anche, pubblicità, delen, afdrukken, lees meer, lees ook, advertentie, facebook, twitter, x,
    linkedin, whatsapp, telegram, reddit, pinterest, instagram, youtube, xing, pocket, flipboard,
    messenger, threads, bluesky, mastodon, tumblr, rss, tag, tags, topics, topic, categories,
    category, filed under
    """
)
SHARE_STARTS = phrase_starts(
    """
    share on, share this on, share to, share via, tweet on, follow us on, click to share on, click
    to email, click to print, auf facebook teilen, auf twitter teilen, teilen auf, bei facebook
    teilen, per e-mail teilen, partager sur, compartir en, condividi su, deel op, skip to, jump to
    """
)

CONSENT = phrase_tuple(
    """
    uses cookies, use cookies, accept cookies, accept all cookies, cookie policy, cookie settings,
    cookie preferences, verwendet cookies, nutzt cookies, verwenden cookies, verwenden wir
    cookies, nutzen cookies, nutzen wir cookies, utilise des cookies, utilisons des cookies,
    utiliza cookies, utilizamos cookies, usamos cookies, usa cookies, utilizza cookie, gebruikt
    cookies
    """
)

NOTE_WORDS = phrase_tuple(
    """
    corrections and clarifications, correction and clarification, corrections, correction,
    clarifications, clarification, editor's note, editors' note, editors note, editor note, note
    from the editor, erratum, errata corrige, errata, retraction, update, updated, korrektur,
    korrekturhinweis, berichtigung, richtigstellung, anmerkung der redaktion, anm. d. red, hinweis
    der redaktion, rectificatif, rectification, note de la rédaction, mise à jour, rectificación,
    fe de errores, fe de erratas, nota del editor, correctie, rectificatie, rättelse
    """
)

RELATED = phrase_set(
    """
    related, related news, related stories, related articles, related posts, related content,
    related links, related topics, related reading, related items, related coverage, related
    video, related videos, more, more news, more stories, more articles, more posts, most read,
    most popular, most viewed, most shared, most recent, popular, popular posts, popular stories,
    popular now, trending, trending now, latest, latest news, latest stories, latest posts, latest
    articles, recent posts, recent articles, recent comments, recommended, recommended for you,
    recommended stories, recommended reading, up next, what to read next, read next, read more,
    read also, see also, see more, also read, also on, don't miss, editor's picks, editors' picks,
    top stories, top news, featured, featured stories, in this section, elsewhere on the web, from
    the web, from around the web, around the web, sponsored content, promoted stories, paid
    content, about the author, about the authors, newsletter, newsletters, leave a comment, leave
    a reply, leave a response, post a comment, add a comment, join the discussion, join the
    conversation, comments, responses, replies, share, share this, share this article, share this
    story, tags, topics, categories, filed under, archives, follow us, subscribe, stay informed,
    stay connected, mehr zum thema, zum thema, mehr aus, meistgelesen, meistgelesene artikel,
    meist gelesen, das könnte sie auch interessieren, das könnte dich auch interessieren, das
    könnte ihnen auch gefallen, auch interessant, lesen sie auch, lesen sie mehr, verwandte
    artikel, verwandte themen, verwandte beiträge, ähnliche artikel, ähnliche beiträge, weitere
    artikel, weitere themen, weitere meldungen, weitere beiträge, weitere nachrichten, weitere
    informationen zum thema, empfehlungen, empfohlene artikel, kommentare, kommentar schreiben,
    schreibe einen kommentar, schreiben sie einen kommentar, neueste beiträge, neueste kommentare,
    aktuelle beiträge, schlagwörter, themen, links zum thema, à lire aussi, lire aussi, sur le
    même sujet, sur le même thème, articles liés, articles similaires, dans la même rubrique, les
    plus lus, commentaires, laisser un commentaire, noticias relacionadas, te puede interesar, le
    puede interesar, lo más leído, artículos relacionados, comentarios, deja un comentario, leggi
    anche, articoli correlati, ti potrebbe interessare, commenti, lees ook, lees meer,
    gerelateerde artikelen, meest gelezen, reacties
    """
)
RELATED_STARTS = phrase_starts(
    """
    related to, more from, more like this, more stories, read more
    about, read more on, you may also, you might also, you may be interested, you might be
    interested, people also, sign up for, sign up to, subscribe to, get the latest, follow us on,
    most read in, most popular in, other articles, other stories, this
    post has, comments on, mehr von, mehr aus, weitere artikel, das könnte
    """
)
