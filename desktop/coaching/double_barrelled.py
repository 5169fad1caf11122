"""Finds questions that may ask for two behaviours at once, which no single answer fits.

A hint for whoever writes the scorecard, never a verdict: English verbs of contact-centre forms on both sides
of "and", "or", "&" or "/", or two question marks. Joined nouns ("terms and conditions", "first and last
name") and joined qualities ("clear and polite") are left alone. Other languages give no hint.
"""

import re
from collections.abc import Iterator
from functools import cache
from itertools import takewhile

# Words that are verbs wherever they stand in such a form.
VERBS = """acknowledge advise apologise apologize assure avoid build clarify confirm deliver demonstrate
    describe determine encourage engage ensure establish explain follow ask gather get give greet
    identify inform introduce investigate keep listen maintain make obtain personalise personalize probe
    provide reassure recap remain respond resolve say set speak state suggest summarise summarize take
    tell thank understand verify educate empathise empathize paraphrase restate disclose pronounce
    recognise recognize allow"""
# Words that are as often nouns: verbs only before what one does it to.
EITHER = """address answer call check close complete document end hand help hold log name note offer open
    promise question read record repeat request review show solve support transfer update use walk welcome"""
IRREGULAR = "built gave given got kept made said spoke spoken told took taken understood"
IRREGULAR_EITHER = "held shown"
_OBJECTS = """a an the this that these those any all his her their its it them him your our my each every what
    who whom why how when where whether if for to with through customer caller customers callers customer's
    caller's correct accurate appropriate clear"""
_JOINS = frozenset({"and", "or", "&", "and/or", "/", "then"})
_SKIPPED = frozenset({"then", "also", "either", "always", "not", "to", "did", "was", "were"})
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|&|\?|[,;:.]|and/or|/")
_ALONE = re.compile(r"\bthank(s| you)\b|\bplease and thank you\b", re.IGNORECASE)


def is_double_barrelled(text: str) -> bool:
    """Whether a question seems to ask for two behaviours."""
    words = [word.casefold() for word in _WORD.findall(_ALONE.sub(_quiet, text))]
    if words.count("?") > 1:
        return True
    return any(_joins_verbs(words, place) for place, word in enumerate(words) if word in _JOINS)


def _quiet(found: re.Match[str]) -> str:
    """ "Thank you" as something said is no verb; "thank the caller" is."""
    return "thanks"


def _joins_verbs(words: list[str], place: int) -> bool:
    after = list(_without_adverbs(words[place + 1 :]))
    before = list(takewhile(lambda word: word not in "?.;:", reversed(words[:place])))
    return _begins_with_verb(after) and any(_is_verb(before, at) for at in range(len(before)))


def _is_verb(before: list[str], at: int) -> bool:
    """In the words before the join, which run backwards."""
    following = before[at - 1] if at else ""
    return before[at] in _forms(VERBS) or (before[at] in _forms(EITHER) and following in _words(_OBJECTS))


def _begins_with_verb(after: list[str]) -> bool:
    if not after:
        return False
    following = after[1] if len(after) > 1 else ""
    return after[0] in _forms(VERBS) or (after[0] in _forms(EITHER) and following in _words(_OBJECTS))


def _without_adverbs(words: list[str]) -> Iterator[str]:
    begun = False
    for word in words:
        begun = begun or not (word in _SKIPPED or word.endswith("ly"))
        if begun:
            yield word


@cache
def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


@cache
def _forms(verbs: str) -> frozenset[str]:
    """Every form of the words: greet, greets, greeted, greeting."""
    regular = frozenset(form for verb in verbs.split() for form in _inflect(verb))
    return regular | _words(IRREGULAR if verbs == VERBS else IRREGULAR_EITHER)


def _inflect(verb: str) -> Iterator[str]:
    stem = verb.removesuffix("e")
    yield from (verb, f"{stem}ing", f"{stem}ed")
    if verb.endswith("y") and verb[-2] not in "aeiou":
        yield from (f"{verb[:-1]}ies", f"{verb[:-1]}ied")
    else:
        yield f"{verb}es" if verb.endswith(("s", "sh", "ch", "x")) else f"{verb}s"
    if verb in ("get", "set", "recap"):
        yield from (f"{verb}{verb[-1]}ing", f"{verb}{verb[-1]}ed")
