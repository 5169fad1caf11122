"""Columns find their fields by header words and values, by memory, or by hand."""

from db.records.contacts import ImportKind
from desktop.coaching.mapping.columns import (
    Because,
    assign,
    by_field,
    guess,
    recall,
    with_reading,
)
from desktop.coaching.mapping.fields import RULES, Field, missing
from desktop.coaching.mapping.rows import find_orders, read_rows
from desktop.coaching.mapping.sheet import Row, build_sheet
from desktop.coaching.mapping.trouble import Trouble

CALL_LOG = (
    "call_id,agent,date,time,topic,answered (Y/N),resolved,speed_of_answer_in_seconds,AvgTalkDuration,"
    "SatisfactionRating"
)
CALL = "ID1,Ann,13/01/2021,09:12:58,Fees,Y,N,109,00:02:23,3"


def sheet(*lines, separator=","):
    return build_sheet([Row(n, tuple(line.split(separator))) for n, line in enumerate(lines, 1)])


def fields(kind, *lines, agents=()):
    made = sheet(*lines)
    return {made.headers[one.column]: one.field for one in guess(kind, made, agents) if one.field}


def test_a_call_log_in_mixed_header_styles_is_understood() -> None:
    assert list(fields(ImportKind.CALLS, CALL_LOG, CALL).values()) == [
        Field.REFERENCE,
        Field.AGENT,
        Field.DATE,
        Field.TIME,
        Field.TOPIC,
        Field.ANSWERED,
        Field.RESOLVED,
        Field.ANSWER_S,
        Field.TALK_S,
        Field.RATING,
    ]


def test_other_peoples_words_are_understood() -> None:
    found = fields(
        ImportKind.CALLS,
        "Contact ID,Advisor Name,Start Time,Wait Time (sec),HoldTime,ACW,CSAT,Call Direction,Channel Type",
        "1,Ann,2021-01-02 10:00,5,0:10,0:20,4,Inbound,Chat",
    )
    assert found == {
        "Contact ID": Field.REFERENCE,
        "Advisor Name": Field.AGENT,
        "Start Time": Field.DATE,
        "Wait Time (sec)": Field.ANSWER_S,
        "HoldTime": Field.HOLD_S,
        "ACW": Field.WRAP_S,
        "CSAT": Field.RATING,
        "Call Direction": Field.DIRECTION,
        "Channel Type": Field.CHANNEL,
    }


def test_a_header_whose_values_do_not_fit_is_not_believed() -> None:
    assert fields(ImportKind.CALLS, "Answered Calls,Agent", "204,Ann") == {"Agent": Field.AGENT}


def test_a_unit_in_the_header_is_taken() -> None:
    made = sheet("agent,date,talk time (minutes),wait_ms", "Ann,2021-01-02,2,500")
    found = by_field(guess(ImportKind.CALLS, made))
    assert (found[Field.TALK_S].reading, found[Field.ANSWER_S].reading) == ("min", "ms")
    contact = read_rows(ImportKind.CALLS, made, guess(ImportKind.CALLS, made)).rows[0].contact
    assert (contact.talk_s, contact.answer_s) == (120.0, 0.5)


def test_agents_on_the_floor_and_dates_are_found_by_their_values() -> None:
    made = sheet("wer,wann,x", "ANN LEE,2021-01-02,7", "Bo Ek,2021-01-03,8")
    found = {made.headers[one.column]: one for one in guess(ImportKind.CALLS, made, ["Ann Lee", "Bö Ek"])}
    assert (found["wer"].field, found["wer"].because) == (Field.AGENT, Because.VALUES)
    assert (found["wann"].field, found["wann"].because) == (Field.DATE, Because.VALUES)
    assert found["x"].field is None


def test_a_staff_list_with_split_names_makes_whole_names() -> None:
    made = sheet("last_name,first_name,birthday,facebook_id", "Brown,Sherrod,11/9/1952,7")
    mapping = guess(ImportKind.PEOPLE, made)
    assert set(by_field(mapping)) == {Field.LAST_NAME, Field.FIRST_NAME}, "a birthday is no hire date"
    assert read_rows(ImportKind.PEOPLE, made, mapping).rows[0].who.name == "Sherrod Brown"


def test_what_is_remembered_comes_back_without_the_order_of_dates() -> None:
    made = sheet("when,who,talk", "01/02/2021,Ann,2")
    mapping = recall(ImportKind.CALLS, made, [("date", "dmy"), ("agent", ""), ("talk_s", "min")])
    assert [(one.field, one.reading) for one in mapping] == [
        (Field.DATE, ""),
        (Field.AGENT, ""),
        (Field.TALK_S, "min"),
    ]
    assert {one.because for one in mapping} == {Because.REMEMBERED}
    assert mapping[0].last == "dmy"
    assert recall(ImportKind.CALLS, made, [("gone_field", "")])[0].field is None


def test_a_field_given_by_hand_leaves_its_former_column() -> None:
    mapping = guess(ImportKind.CALLS, sheet(CALL_LOG, CALL))
    moved = assign(mapping, 4, Field.AGENT)
    assert (moved[4].field, moved[1].field) == (Field.AGENT, None)
    assert assign(moved, 4, None)[4].field is None


def test_what_must_be_there_is_named() -> None:
    assert missing(ImportKind.CALLS, [Field.AGENT_REFERENCE]) == ((Field.DATE,),)
    assert missing(ImportKind.CALLS, [Field.AGENT, Field.DATE]) == ()
    assert missing(ImportKind.PEOPLE, [Field.TEAM]) == ((Field.NAME, Field.FIRST_NAME, Field.LAST_NAME),)
    assert missing(ImportKind.PEOPLE, [Field.LAST_NAME]) == ()


def test_no_two_fields_of_a_kind_claim_the_same_header_first() -> None:
    for kind, rules in RULES.items():
        for rule in rules:
            for words in rule.exact:
                assert words, (kind, rule.field)


def test_problems_name_row_and_column_and_sound_rows_are_kept() -> None:
    made = sheet(
        CALL_LOG,
        CALL,
        "ID2,Bo,14/01/2021,25:99,Fees,perhaps,N,-4,00:02:23,9",
        "",
        "ID3,,15/01/2021,09:00,Fees,Y,Y,1,1,1",
        "ID4,Bo,15/01/2021,09:00,Fees,Y,Y,1,1,1,extra",
        "ID5,Bo,15/01/2021",
        "ID6,Bo,16/01/2021,09:00,Fees,N,N,,,",
    )
    reading = read_rows(ImportKind.CALLS, made, guess(ImportKind.CALLS, made))
    assert [row.row for row in reading.rows] == [2, 8]
    assert [(one.row, one.column, one.trouble) for one in reading.problems] == [
        (3, "time", Trouble.NOT_A_TIME),
        (3, "answered (Y/N)", Trouble.NOT_YES_NO),
        (3, "speed_of_answer_in_seconds", Trouble.NEGATIVE),
        (3, "SatisfactionRating", Trouble.RATING_RANGE),
        (5, "agent", Trouble.BLANK),
        (6, "", Trouble.TOO_MANY_CELLS),
        (7, "time", Trouble.ENDS_EARLY),
    ]
    unanswered = reading.rows[1].contact
    assert unanswered.answered is False
    assert (unanswered.answer_s, unanswered.talk_s, unanswered.rating) == (None, None, None)


def test_an_order_chosen_by_hand_leaves_out_what_does_not_fit_it() -> None:
    made = sheet("agent,date", "Ann,01/02/2021", "Ann,13/02/2021", "Ann,02/13/2021")
    mapping = guess(ImportKind.CALLS, made)
    assert find_orders(ImportKind.CALLS, made, mapping)[Field.DATE].asks
    reading = read_rows(ImportKind.CALLS, made, with_reading(mapping, Field.DATE, "mdy"))
    assert [row.contact.started_at.strftime("%d %b") for row in reading.rows] == ["02 Jan", "13 Feb"]
    assert [(one.row, one.trouble) for one in reading.problems] == [(3, Trouble.OTHER_ORDER)]


def test_titles_over_the_table_blank_and_twin_headers_are_coped_with() -> None:
    made = sheet("Report of May,,", ",,", "date,date,", "1,2,3")
    assert made.headers == ("date", "date (2)")
    assert (made.header_row, made.rows[0].number) == (3, 4)
    assert build_sheet([]).headers == ()
