"""What a field says about what was masked or found in it."""

from collections.abc import Sequence

from desktop.coaching.personal import Kind, Personal
from desktop.coaching.redaction import Masked, Secret
from desktop.shell.text import tr


def say_masked(masked: Sequence[Masked]) -> str:
    """What was masked, and why, in a sentence or two."""
    secrets = {each.secret for each in masked}
    said = []
    if {Secret.CARD, Secret.CODE} <= secrets:
        said.append(tr("A card number and its security code were masked: neither is ever kept here."))
    elif Secret.CARD in secrets:
        said.append(tr("A card number was masked, as none is ever kept here. Its last four digits stay."))
    elif Secret.CODE in secrets:
        said.append(tr("A card's security code was masked, as none is ever kept here."))
    if Secret.DIGITS in secrets:
        said.append(tr("This number was masked because it could be a card's."))
    return " ".join(said)


def keep_words() -> str:
    return tr("Keep it: it is an order number or the like…")


def say_pointed_out(found: Sequence[Personal], is_masked: bool = False) -> str:
    """Which details of people stand in the text, or were masked in it."""
    kinds = {one.kind for one in found}
    if len(kinds) > 1:
        what = tr("There are personal details in this text.")
        masked = tr("Personal details were masked, as agreed on this floor.")
    else:
        what, masked = _SENTENCES[next(iter(kinds))]
        what, masked = tr(what), tr(masked)
    return masked if is_masked else f"{what} {tr('Leave out what nobody will need.')}"


_SENTENCES = {
    Kind.EMAIL: (
        "There is an e-mail address in this text.",
        "An e-mail address was masked, as agreed on this floor.",
    ),
    Kind.PHONE: (
        "There is a telephone number in this text.",
        "A telephone number was masked, as agreed on this floor.",
    ),
    Kind.NATIONAL_ID: (
        "There is a national identity number in this text.",
        "A national identity number was masked, as agreed on this floor.",
    ),
}
