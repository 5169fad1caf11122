"""Each device's part of the record as a line of text, and the first finding with the row it is about."""

from db.records.log import Broken, DeviceChain, Fault, Verdict
from desktop.features.record.wording import finding_words
from desktop.shell.text import moment, ntr, number, tr

SHORT = 8
"""So many signs of a device's identity tell it from the others of one floor."""


def device_lines(verdict: Verdict) -> list[str]:
    """`Device 3f9a… (this one), since 2 Mar 2026, 09:00: 124 changes, whole.`, the oldest first."""
    return [_device_words(chain) for chain in verdict.devices]


def _device_words(chain: DeviceChain) -> str:
    name = tr("Device {name}", name=device_name(chain.uid))
    if chain.is_this:
        name = tr("{name} (this one)", name=name)
    if chain.begun_at is not None:
        name = tr("{name}, since {when}", name=name, when=moment(chain.begun_at))
    parts = [ntr("{n} change", "{n} changes", chain.changes)]
    if chain.erased:
        parts.append(ntr("{n} of them erased", "{n} of them erased", chain.erased))
    if chain.open:
        parts.append(ntr("{n} not sealed yet", "{n} not sealed yet", chain.open))
    parts.append(_state_words(chain))
    return tr("{name}: {parts}.", name=name, parts=", ".join(parts))


def _state_words(chain: DeviceChain) -> str:
    if chain.broken is None:
        return tr("whole")
    return tr("broken at change {n}", n=number(chain.broken.sequence))


def device_name(uid: str) -> str:
    """The end of its identity, for beginnings are alike where devices were made at one time."""
    return f"…{uid[-SHORT:]}"


def broken_words(verdict: Verdict) -> str:
    """What does not hold first, with the identities that a search begins with."""
    first, *more = verdict.broken
    said = tr("The record does not hold. First: {finding}", finding=_broken_words(first))
    if not more:
        return said
    said += " " + ntr("There is {n} more finding.", "There are {n} more findings.", len(more))
    return f"{said} {recordings_words(verdict)}".strip()


def recordings_words(verdict: Verdict) -> str:
    """Every kept recording that is missing or changed, by its name; blank for none."""
    names = [broken.detail for broken in verdict.broken if broken.fault is Fault.ATTACHMENT]
    return tr("Recordings: {names}.", names="; ".join(names)) if names else ""


def _broken_words(broken: Broken) -> str:
    facts = []
    if broken.device:
        facts.append(tr("device {name}", name=device_name(broken.device)))
    if broken.row:
        facts.append(tr("row {row}", row=broken.row))
    said = finding_words(broken)
    return tr("{said} ({facts})", said=said, facts=", ".join(facts)) if facts else said
