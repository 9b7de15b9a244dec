"""Steps 11 and 12: our own records can be read, and each verdict follows from its looks."""

import re
from typing import Any

from walkback.archive import Group, load_document
from walkback.errors import WalkbackError
from walkback.model import bundle as names
from walkback.model.bundle import Disclosed
from walkback.model.commitment import commit
from walkback.model.evidence import Leaf, LeafKind
from walkback.verify.groups import Walk, note_document
from walkback.verify.inquiry import (
    HOSTILE,
    Inquiry,
    UncheckedError,
    fault,
    problems_of,
    short,
    tell,
)
from walkback.verify.verdicts import check_verdicts, told_of

_SALT = re.compile(r"[0-9a-f]{64}")
_ENTRY = "entry/"


def check_own(inquiry: Inquiry, walk: Walk) -> str:
    """Step 11: our own records can be read, and disclosed fields are what leaves commit to.

    ``walk`` takes what step 12 needs.
    """
    inquiry.rests_on(8, 9)
    problems = problems_of(inquiry.groups.items(), lambda item: _read(inquiry, walk, *item))
    problems += problems_of(inquiry.opened.items(), lambda item: _check_opened(inquiry, *item))
    tell(problems)
    walk.opened = {
        f"{inquiry.leaves[n][0].id}/{one.field.removeprefix(_ENTRY)}": one.value
        for n, lines in inquiry.opened.items()
        for one in lines
    }
    walk.held_back = inquiry.held_back()
    shown = sum(map(len, inquiry.opened.values()))
    return (
        f"{len(inquiry.documents)} records, {shown} single fields of {len(inquiry.opened)} others"
    )


def check_conclusions(inquiry: Inquiry, walk: Walk) -> str:
    """Step 12: each verdict's looks are in the bundle as it states, and it follows from them."""
    inquiry.rests_on(8, 9, 11)
    tell(check_verdicts(inquiry.path.parent, walk))
    told = told_of(walk)
    if walk.unsure:
        told += f"; not in the bundle: {', '.join(sorted(walk.unsure)[:5])}"
    if walk.unsure or walk.older:
        raise UncheckedError(told)
    return told


def _read(inquiry: Inquiry, walk: Walk, number: int, group: Group) -> None:
    if group.leaf.kind in (LeafKind.CAPTURE, LeafKind.ROLLCALL, LeafKind.IMPORT):
        walk.places[group.leaf.id] = group.place
    if group.leaf.kind is LeafKind.CAPTURE:
        return
    try:
        inquiry.documents[number] = document = load_document(inquiry.path.parent, group.place)
        note_document(group, document, walk)
    except (WalkbackError, *HOSTILE) as error:
        subject = f"leaf {number}, {group.leaf.kind.value} {short(group.leaf.id)}"
        raise fault(subject, "cannot be read", "", error) from None


def _check_opened(inquiry: Inquiry, number: int, lines: list[Disclosed]) -> list[str]:
    leaf = inquiry.leaves[number][0]
    if number in inquiry.groups or len({one.field for one in lines}) < len(lines):
        return [f"{names.DISCLOSED}: a field of leaf {number} is there twice"]
    return [
        f"{names.DISCLOSED}: {short(one.field)} of leaf {number} is not what the leaf commits to"
        for one in lines
        if not fits(leaf, one)
    ]


def fits(leaf: Leaf, one: Disclosed) -> bool:
    """Whether a disclosed field is what the leaf commits to."""
    stated: Any = leaf.fields.get(one.field)
    if not _SALT.fullmatch(one.salt) or not one.field.isascii() or stated is None:
        return False
    return bool(commit(one.field, bytes.fromhex(one.salt), one.value) == stated)
