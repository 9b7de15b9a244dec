"""A conversation, as it is told to the record and heard again from it.

``heard`` drives a generator with answers that are known; ``told`` checks what an adapter
returned, so that nothing it leaves out or makes up reaches the judge. Pure.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, TypeVar

from walkback.errors import BadInput
from walkback.model.address import normal
from walkback.model.canonical import canonical
from walkback.model.content import decode
from walkback.model.conversation import ACCOUNTS, ITEMS, Answer, Conversation, Listed, Post
from walkback.model.exchange import Exchange, Outcome, OutcomeKind, Request
from walkback.model.times import parse_stamp, stamp

T = TypeVar("T")

_FAILED = {OutcomeKind.UNREACHABLE, OutcomeKind.INCOMPLETE}
_SAID = {OutcomeKind.RECEIVED, OutcomeKind.GONE}
AHEAD = timedelta(days=1)  # how far a platform's clock may be ahead of ours
_LONGEST = 200
FIRST = "1"  # the version of an adapter that names none
LARGEST = 64 * 1024 * 1024
# Facts that say something else of a page's look.
_RESERVED = {"redirects", "marks", "network", "steady", "words", "lines", "frame", "links"}


def heard(conversation: Conversation[T], outcomes: Iterable[Outcome]) -> T:
    """What an adapter understands of answers that are known.

    Raises ``BadInput`` where it asks for something else than was asked, or for more.
    """
    try:
        request = next(conversation)
        for outcome in outcomes:
            if request.url != outcome.request.url:
                raise BadInput(
                    "the adapter asks for something else now",
                    expected=outcome.request.url,
                    found=request.url,
                )
            request = conversation.send(outcome)
    except StopIteration as end:
        value: T = end.value
        return value
    finally:
        conversation.close()
    raise BadInput("the adapter asks for more than was asked", found=request.url)


def told(given: Any, asked: Iterable[Outcome], at: datetime) -> Answer:
    """An adapter's answer as it may be kept. Raises ``BadInput`` for a defect of the adapter.

    An answer that shows no post is ``gone``, whatever status brought it. A time of publication
    that lies ahead of ours is not believed.
    """
    if not isinstance(given, Answer):
        raise BadInput("the adapter's look ends without an Answer", found=type(given).__name__)
    answer: Answer = given
    canonical([dict(answer.others), dict(answer.memory), list(answer.also)])
    answer = replace(answer, detail=answer.detail[:_LONGEST], reason=answer.reason[:_LONGEST])
    if answer.outcome in _FAILED or not (answer.post or answer.item or answer.account):
        _check_failure(answer)
        return replace(answer, post=None, item="", account="")
    if answer.item not in ("", *ITEMS) or answer.account not in ("", *ACCOUNTS):
        raise BadInput("facts that nobody knows", found=f"{answer.item} {answer.account}"[:80])
    if (answer.post is None) == (answer.item == "present"):
        raise BadInput("a post is present where it is shown", found=f"item {answer.item!r}")
    if all(outcome.kind in _FAILED for outcome in asked):
        raise BadInput("an adapter cannot know what nobody answered", found=answer.item)
    if answer.post is None:
        refused = answer.outcome is OutcomeKind.REFUSED
        return answer if refused else replace(answer, outcome=OutcomeKind.GONE)
    post = _believed(answer.post, at)
    also = tuple(normal(url) for url in answer.also)
    return replace(answer, outcome=OutcomeKind.RECEIVED, post=post, also=also)


def told_list(listed: Any, asked: Iterable[Outcome], at: datetime) -> Listed:
    """An adapter's listing as it may be kept. Raises ``BadInput`` as ``told`` does."""
    if not isinstance(listed, Listed):
        raise BadInput("the adapter's list ends without a Listed", found=type(listed).__name__)
    canonical([dict(listed.memory), list(listed.notes)])
    if listed.account not in ("", *ACCOUNTS):
        raise BadInput("an account state that nobody knows", found=listed.account[:80])
    if listed.outcome in _FAILED or listed.outcome is OutcomeKind.REFUSED:
        return replace(listed, posts=(), detail=listed.detail[:_LONGEST])
    if all(outcome.kind in _FAILED for outcome in asked):
        raise BadInput("an adapter cannot know what nobody answered", found=listed.account)
    posts = tuple(_believed(post, at) for post in listed.posts)
    return replace(listed, posts=posts, detail=listed.detail[:_LONGEST])


def _check_failure(answer: Answer) -> None:
    if answer.outcome in _SAID:
        raise BadInput("an answer that says nothing of post or account", found=answer.reason)


def _believed(post: Post, at: datetime) -> Post:
    if not isinstance(post, Post):
        raise BadInput("the adapter's posts are no posts", found=type(post).__name__)
    ahead = post.published is not None and post.published > at + AHEAD
    return replace(post, url=normal(post.url), published=None if ahead else post.published)


def facts_of(kind: str, answer: Answer, version: str = FIRST) -> dict[str, Any]:
    """What a look's answer says to the judge beside its words; ``version`` is the adapter's."""
    own = {"adapter": kind, "item": answer.item, "account": answer.account, "code": answer.code}
    own["understood"] = "" if version == FIRST else version
    others = {name: value for name, value in answer.others.items() if name not in _RESERVED}
    return others | {name: value for name, value in own.items() if value}


def digest(told_of: Answer | Listed) -> str:
    """What makes two answers the same; see ``Answer``."""
    kept: dict[str, Any] = {
        "outcome": told_of.outcome.value,
        "reason": told_of.reason,
        "account": told_of.account,
        "code": told_of.code,
    }
    if isinstance(told_of, Answer):
        kept |= {"item": told_of.item, "post": post_json(told_of.post), "also": list(told_of.also)}
    else:
        kept |= {"posts": [post_json(post) for post in told_of.posts], "whole": told_of.whole}
        kept |= {"moved_to": told_of.moved_to}
    return hashlib.sha256(canonical(kept)).hexdigest()


def post_json(post: Post | None) -> dict[str, Any] | None:
    """Plain JSON of a post, whole."""
    if post is None:
        return None
    return {
        "url": post.url,
        "text": post.text,
        "published": _time(post.published),
        "edited": _time(post.edited),
        "pictures": [[one.url, one.alt] for one in post.pictures],
        "links": list(post.links),
        "language": post.language,
        "quoted": post.quoted,
        "quotes": post.quotes,
        "reply_to": post.reply_to,
        "earlier": [
            [one.text, _time(one.at), [[shown.url, shown.alt] for shown in one.pictures]]
            for one in post.earlier
        ],
    }


def _time(at: datetime | None) -> str | None:
    return stamp(at) if at is not None else None


def laid_over(memory: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """A memory with what an answer remembers laid over it; a None forgets."""
    both = {**memory, **new}
    return {name: value for name, value in both.items() if value is not None}


def again(opening: Mapping[str, Any], exchanges: Sequence[Exchange]) -> list[Outcome]:
    """The outcomes of a kept conversation, in order. Raises ``BadInput`` where bytes are short."""
    outcomes = []
    at = 0
    for one in opening["about"]["asked"]:
        hops = tuple(exchanges[at : at + one["hops"]])
        at += one["hops"]
        if len(hops) != one["hops"]:
            raise BadInput("a conversation lacks exchanges", subject=str(opening["id"]))
        outcomes.append(
            Outcome(
                Request(one["url"]),
                OutcomeKind(one["outcome"]),
                parse_stamp(one["at"]),
                one["reason"],
                one["detail"],
                hops,
                decode(hops[-1], LARGEST).data if one["whole"] and hops else None,
                parse_stamp(one["retry_at"]) if one["retry_at"] else None,
            )
        )
    return outcomes
