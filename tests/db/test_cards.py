"""The rule for what is never stored, as laws over any text and by examples that people have typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.cards.brands import BRANDS, FEWEST, MOST
from db.cards.masking import Secret, find_and_mask, mask
from db.cards.numbers import VEIL, find_numbers, passes_check

# Test numbers that the brands publish for developers: docs.stripe.com/testing, developer.paypal.com.
PUBLISHED = (
    "4242424242424242",
    "4000056655665556",
    "4222222222222",
    "5555555555554444",
    "2223003122003222",
    "378282246310005",
    "371449635398431",
    "6011111111111117",
    "3056930009020004",
    "36227206271667",
    "3566002020360505",
    "6200000000000005",
    "6304000000000000",
    "6205500000000000004",
)
SPACINGS = (
    "", " ", "  ", "\u00a0", "\u2009", "\u202f", "\t", "-", "\u2010", "\u2013", "\u2014", "\u2212", ".", "/",
    "\n", "\r\n", " - ", " \n ", ", ", "_", "\u200b", "\u00ad", "\ufeff", "\u3000",
)  # fmt: skip
SCRIPTS = (ord("0"), 0xFF10, 0x0660, 0x0966, 0x1D7CE)


@st.composite
def card_numbers(draw: st.DrawFn) -> str:
    """A number of a known brand with its check digit."""
    brand = draw(st.sampled_from(BRANDS))
    low, high = draw(st.sampled_from(brand.ranges))
    begin = str(draw(st.integers(low, high)))
    length = draw(st.sampled_from(brand.lengths))
    rest = length - 1 - len(begin)
    body = begin + "".join(draw(st.lists(st.sampled_from("0123456789"), min_size=rest, max_size=rest)))
    return next(body + last for last in "0123456789" if passes_check(body + last))


@st.composite
def spaced(draw: st.DrawFn, digits: str) -> str:
    zero = draw(st.sampled_from(SCRIPTS))
    between = st.sampled_from(SPACINGS)
    signs = [chr(zero + int(digit)) for digit in digits]
    return signs[0] + "".join(draw(between) + sign for sign in signs[1:])


@given(st.data(), card_numbers())
def test_any_card_number_with_anything_between_its_digits_is_found(data: st.DataObject, number: str) -> None:
    written = data.draw(spaced(number))
    before = data.draw(st.sampled_from(["", "Card: ", "card", "ref 12 ", "(", "\n- ", "12/26 "]))
    behind = data.draw(st.sampled_from(["", ".", " exp 12/26", "thanks", ") and then", "\n\nNext: 5"]))
    masked, found = find_and_mask(before + written + behind)
    assert Secret.CARD in {each.secret for each in found}
    assert VEIL in masked
    assert written not in masked


@given(st.text(alphabet=st.sampled_from("0123456789 -./\n•,ab４three cvv")))
def test_masking_a_masked_text_changes_nothing(text: str) -> None:
    assert mask(mask(text)) == mask(text)


@given(st.lists(st.one_of(card_numbers(), st.text(max_size=9), st.sampled_from(["cvv 123", VEIL]))))
def test_no_masked_text_holds_a_number_that_can_be_found(parts: list[str]) -> None:
    assert find_numbers(mask(" ".join(parts))) == ()


@given(st.text().filter(lambda text: not any(sign.isdecimal() for sign in text)))
def test_a_text_without_digits_stays_as_it_is(text: str) -> None:
    assert mask(text) == text


@given(st.text(alphabet="0123456789", min_size=1, max_size=40))
def test_what_is_masked_passes_the_check_and_has_the_length_of_a_card(digits: str) -> None:
    for found in find_numbers(f"order {digits} today"):
        assert passes_check(found.digits)
        assert FEWEST <= len(found.digits) <= MOST


@pytest.mark.parametrize("number", PUBLISHED)
def test_the_numbers_that_brands_publish_for_trying_are_cards(number: str) -> None:
    (found,) = find_numbers(f"paid with {number}.")
    assert found.is_card
    assert found.masked == f"•••• •••• •••• {number[-4:]}"


def test_a_number_of_no_brand_that_passes_the_check_could_be_an_order() -> None:
    (found,) = find_numbers("order 1234567890123452")
    assert not found.is_card
    assert mask("order 1234567890123452", allowed={"1234567890123452"}.__contains__).endswith("3452")
    assert mask("order 1234567890123452", allowed={"1234567890123452"}.__contains__).startswith("order 1234")


def test_a_card_number_is_masked_whatever_is_allowed() -> None:
    assert mask("4242424242424242", allowed=lambda digits: True) == "•••• •••• •••• 4242"


@pytest.mark.parametrize(
    "said",
    [
        "four two four two four two four two four two four two four two four two",
        "Four, two, four, two - four, two, four, two - four, two, four, two - four, two, four, two",
        "four treble one " + "one one one one " * 3,
        "vier zwei " * 8,
        "quatre deux quatre deux " * 4,
        "cuatro dos " * 8,
        "four two four two 4242 4242 4242",
    ],
)
def test_a_card_number_said_in_words_is_found(said: str) -> None:
    masked, found = find_and_mask(f"She read out {said.strip()} twice.")
    assert [each.secret for each in found] in ([Secret.CARD], [Secret.DIGITS])
    assert masked.startswith("She read out ••••")
    assert masked.endswith(" twice.")


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("CVV 123", "CVV •••"),
        ("cvc2: 1234.", "cvc2: •••."),
        ("security code is 1 2 3", "security code is •••"),
        (
            "the three digits on the back, she said, were 456",
            "the three digits on the back, she said, were •••",
        ),
        ("CID 1234", "CID •••"),
        ("Prüfziffer 789", "Prüfziffer •••"),
        ("código de seguridad: 321", "código de seguridad: •••"),
        ("cryptogramme visuel 987", "cryptogramme visuel •••"),
        ("CVV\n123", "CVV\n•••"),
        ("cvv one two three", "cvv •••"),
        ("123 is the CVV", "••• is the CVV"),
        ("4242 4242 4242 4242 12/26 123", "•••• •••• •••• 4242 12/26 •••"),
        ("4242 4242 4242 4242, cvv 123", "•••• •••• •••• 4242, cvv •••"),
        ("4242 4242 4242 4242 cvv", "•••• •••• •••• 4242 cvv"),
        ("cvv 1234", "cvv •••"),
        ("cvv •••4", "cvv •••"),
        ("card 4242 4242 4242 4242, exp 12/26, cvv 123", "card •••• •••• •••• 4242, exp 12/26, cvv •••"),
    ],
)
def test_nothing_of_a_security_code_stays(text: str, masked: str) -> None:
    assert mask(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "Rang back at 020 7946 0958 on 12/03/2026 at 14:30.",
        "Ticket 48213, booking 7719204, call of 2026-03-02 09:30:15.",
        "Asked for the security code after 120 seconds.",
        "She checked the security code and closed the call in 340 s.",
        "IBAN DE89 3704 0044 0532 0130 00",
        "Reference 1234567890123456",
        "one two three four five, and then some more",
        "The cid of call 12 is known",
        "0000 0000 0000 0000",
        "•••• •••• •••• 1234",
    ],
)
def test_what_people_write_about_calls_raises_no_alarm(text: str) -> None:
    assert mask(text) == text


@pytest.mark.parametrize(
    "text",
    [
        *(
            sign.join(["4111", "1111", "1111", "1111"])
            for sign in ("|", ";", " : ", "*", "+", "=", "#", '" "')
        ),
        *("(4111) (1111) (1111) (1111)", "[4111][1111][1111][1111]", "4111<b>1111</b>1111 1111"),
        *("⁴¹¹¹¹¹¹¹¹¹¹¹¹¹¹¹", "④①①①①①①①①①①①①①①①", "\u0301".join("4111111111111111")),
        "3782;822463;10005",
    ],
)
def test_other_signs_between_the_groups_of_a_card_hide_nothing(text: str) -> None:
    masked, found = find_and_mask(text)
    assert [each.secret for each in found] == [Secret.CARD]
    assert VEIL in masked


@pytest.mark.parametrize(
    "text", ["41:11:11:11 11:11:11 11", "4111 + 11 = 4122; 1111 * 1111 11", "x² + y³ = 4"]
)
def test_times_and_sums_are_no_cards(text: str) -> None:
    assert mask(text) == text


def test_digits_typed_on_behind_a_masked_number_are_masked_with_it() -> None:
    assert mask("•••• •••• •••• 1234567") == "•••• •••• •••• 4567"


@pytest.mark.parametrize(
    "sign", ["4", " ", "4 ", "4 1 ", "four ", "cvv ", "•••• ", "1-", "123 ", "security "]
)
def test_a_hundred_thousand_signs_without_a_card_come_back_as_they_were(sign: str) -> None:
    """What grew squarely with the text would not end; `tests/benchmarks/test_text.py` prints the growth."""
    text = (sign * 100_000)[:100_000]
    assert mask(mask(text)) == mask(text)
    assert mask("1" + text).startswith("1")
