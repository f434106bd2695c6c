"""Media: smuggled films that pass from hand to hand, and books that the state itself lets a few people read.

Who decides: each person, whether to look at a film that somebody near has. Films and serials from the South come
across the border on what the decade offers: cassettes, then discs, then sticks and cards. Whoever keeps a copy shows
and passes it on, in the neighbourhood unit and to the units that theirs deals with, as far as there is something to
play it on; copies wear out. People watch to kill time, a diplomat who left says, not out of belief in another system:
so the pull is leisure and monotony, the brake is fear, and whether the disloyal watch more has a coefficient whose
prior is centred on nought (surveys of people who left disagree: Haggard & Noland 2011; Kern & Hainmueller 2009 found in
East Germany that watching made people more content). What viewing does to belief is not decided here.
Some offices read Southern books with a licence: those who are trusted most see most (a court poet). A reader may lend
such a book to friends outside; one in the own or a linked unit takes it, and may hand it on with a chance below one. A
reader with whom a book is found may say from whom it came first, and the agency goes back along that way: it asks next
month for a name, and only a name that all reports under one mark agree on can be told.
Knowledge of life outside grows with all this, with word from kin in the South and with being abroad, and fades slowly.
Left out: radio and television by air, music apart from films, what a copy costs, soldiers who watch in barracks, and
dealers as a trade. No one is followed by a link between persons: a borrower is found by lot in the unit.
"""

from typing import Any

import numpy as np

from tumen.mechanism import (
    HOUSES, WIDTH, Column, Mechanism, Param, Place, Scratch, Tally, Unit, draw, f4, i2, i4, i8, put, rule,
    series, sigmoid_, span, u1, u4,
)  # fmt: skip

FILM, READ, LENT, BORROWED = u1(1), u1(2), u1(4), u1(8)  # of `watching`
COPY, LENDER = u1(1), u1(2)  # of `shelf`
FOUND, BY_READER, BY_HEARSAY = u1(1), u1(2), u1(3)  # of `exposed`
HOME, ABROAD, CHINA, SOUTH = u1(0), u1(2), u1(4), u1(5)
WRITER, OFFICE = u1(1), u1(2)
HOUSEWIFE, RETIRED, NONE = u1(8), u1(9), u1(11)
BOOKS = 3  # code of the offence of lending books
MARKS = 256  # files in which the agency keeps what readers said
DIRECTLY, INDIRECTLY = u4(1), u4(2)
COUNT, LOW, HIGH, LATER = 0, 1, 2, 3  # what a file holds: reports, the two halves of names, at second hand
ZERO, ONE, TWO, LINKS = f4(0), f4(1), f4(2), f4(8)
NOBODY, NEVER = i4(-1), i2(-32000)
TWENTY, SIXTY = i4(240), i4(720)
LAST_HAND = i4(255)


@rule
def reach(across, ease, show, own, afar, linked):  # type: ignore[no-untyped-def]
    """Chance of being offered a film this month: from over the border, by holders of the unit and linked units."""
    return min(across + ease * show * (own + afar * linked), ONE)


@rule
def appetite(age, work, dull, busy, young, youth):  # type: ignore[no-untyped-def]
    """How readily an offer is taken: leisure and youth, as far as monotony counts at all (`dull` from 0 to 1)."""
    idle = (work == HOUSEWIFE) | (work == RETIRED) | (work == NONE)
    pull = (ONE if idle else busy) * (young if age < youth else ONE)
    return ONE + dull * (pull - ONE)


@rule
def sway(loyalty, belief):  # type: ignore[no-untyped-def]
    """How private loyalty bends it: 1 at belief 0 for everybody, never above 2."""
    return TWO * sigmoid_(-belief * loyalty)


@rule
def dread(fear, caution):  # type: ignore[no-untyped-def]
    """What fear leaves of it."""
    return max(ONE - caution * fear, ZERO)


@rule
def licensed(post):  # type: ignore[no-untyped-def]
    """Writers and the offices that the state lets read what comes from the South."""
    return (post == WRITER) | (post == OFFICE)


@rule
def lends(chance, fear, caution):  # type: ignore[no-untyped-def]
    """Chance that a licensed reader lends a book to a friend outside this month."""
    return chance * dread(fear, caution)


@rule
def agrees(count, half, sum_of_halves):  # type: ignore[no-untyped-def]
    """Whether all reports of a file can name this person: so many times this half of the name is the sum."""
    return (count > i8(0)) & (count * half == sum_of_halves)


@rule
def learnt(knowledge, gain):  # type: ignore[no-untyped-def]
    """Knowledge after something was seen or read: a part of what was not known yet."""
    return knowledge + gain * (ONE - knowledge)


class Media(Mechanism):
    owns = dict(
        knowledge=Column("f4", "1", "knowledge of life outside", bounds=(0, 1), record=1000),
        viewed=Column("i2", "month", "month of the first smuggled film seen; -32000 never", bounds=(-32000, 32000),
                      start=-32000),
        shelf=Column("u1", "bits", "1 has copies of smuggled films, 2 has lent licensed books outside", bounds=(0, 3)),
        watching=Scratch("u1", "bits", "this month: 1 saw a film, 2 read licensed books, 4 lent books out, 8 read"
                         " borrowed books"),
        exposed=Scratch("u1", "code", "0 no, 1 found with borrowed books, 2 named by a reader they lent to, 3 named"
                        " by a second-hand reader"),
        copies=Unit("u1", "1", "holders of films in the unit last month", step=1),
        lent_soul=Unit("u4", "1", "low half of the identity of the first lender of a book that goes round from"
                       " here", step=1),
        lent_line=Unit("u4", "1", "high half of it", step=1),
        lent_hop=Unit("u1", "1", "hands through which it has gone; 0: none", step=1),
        ease=Place("f4", "1", "share of homes that can play and copy a film, telephones counted in", over=(),
                   digits=4),
        wanted=Place("i8", "1", "what found readers said last month, by mark of the first lender: reports, sums of both"
                     " halves of the names, reports at second hand", over=(4, MARKS)),
        wanted_any=Place("u1", "1", "1: somebody was named last month", over=()),
        viewers=Tally("persons", "persons who saw a film this month", over=("province",)),
        viewed_ever=Tally("persons", "persons of 20-59 at home, interior and border: who ever saw a film, and all",
                          over=(2, 2)),
        borrowed=Tally("persons", "who read a borrowed book: from the first lender, at second hand", over=(2,)),
        named=Tally("reports", "what readers with whom a book was found said this month, as in `wanted`; a report is"
                    " one row", over=(4, MARKS)),
    )  # fmt: skip
    reads = "born work status soul line house post loyalty fear news watch n province place weight place_border link"
    params = dict(
        smuggling=Param(1, "1", "scale of what is smuggled in; a scenario sets 0 or 2", (0, 5), "assumed", "D",
                        "1 is history"),
        supply=Param(series("film_supply"), "2016 = 1", "films that come across the border", (0, 3), "film_supply",
                     "D", "no count; cassettes, discs, sticks, cards"),
        border_open=Param(series("border_open"), "1", "openness of the border", (0, 1), "border_open", "D",
                          "closed in January 2020 as read; how far it opens again is assumed"),
        players=Param(series("film_players"), "1", "homes that can play films", (0, 1), "film_players", "D",
                      "no count before surveys of the 2010s"),
        subscribers=Param(series("mobile_subscribers"), "persons", "mobile telephones", (0, 1e7),
                          "mobile_subscribers", "D", "eight counts; straight lines from 2014 to 2021"),
        by_phone=Param(0.5, "1", "players that a telephone per head stands for", (0, 2), "assumed", "D",
                       "cards are passed on by telephone until signatures block them (from about 2014)"),
        across=Param(0.006, "1/month", "chance that a person at the border is offered a film from over it, at the"
                     " supply of 2016", (0.0012, 0.03), "media_mobile", "D",
                     "viewing base, free within a factor of five: half of border residents by 2014"),
        show=Param(0.0025, "1/month", "chance that one holder offers a film to one neighbour, where all can play it",
                   (0.0004, 0.01), "media_mobile", "D", "free within a factor of five, with `across`"),
        afar=Param(0.2, "1", "a holder in a linked unit against one in the own", (0, 0.5), "media_mobile", "D",
                   "most borrow from kin and friends, a fifth from the market"),
        again=Param(2, "1", "pull of those who have seen one before", (1, 20), "assumed", "D",
                    "they know whom to ask: three in four of those asked inside saw one monthly"),
        replay=Param(0.5, "1/month", "chance that a holder looks at a film in a month", (0, 1), "media_mobile", "D",
                     "as above"),
        keep=Param(0.2, "1", "chance that a viewer keeps or copies it", (0, 1), "assumed", "D",
                   "one in five; mixed with `show`"),
        wear=Param(0.04, "1/month", "chance that a holder's copy breaks, is swapped away or erased", (0.01, 0.2),
                   "assumed", "D", "two years"),
        dull=Param(0.8, "1", "how far viewing answers leisure and youth", (0, 1), "testimony of a diplomat", "C"),
        busy=Param(0.6, "1", "pull for those with work, school or farm, against the idle", (0.2, 1), "assumed", "D",
                   "evenings only"),
        young=Param(1.6, "1", "pull for the young", (1, 3), "assumed", "D", "serials and songs"),
        youth=Param(360, "months", "age below which one is young here", (300, 480), "assumed", "D", "thirty",
                    dtype="i4"),
        old_enough=Param(144, "months", "age from which films are watched on one's own account", (96, 192), "assumed",
                         "D", "twelve", dtype="i4"),
        belief=Param(0, "1/logit", "how private loyalty holds from viewing; below 0 the loyal watch more",
                     (-1.5, 1.5), "assumed", "D", "sign free: normal, mean 0, deviation 0.5"),
        caution=Param({"1990": 0.6, "2020-12": 1}, "1", "part of viewing and lending that full fear stops", (0, 1),
                      "media_mobile", "D", "seven in ten found it more dangerous in the 2010s and viewing went on; the"
                      " law of December 2020 (recalled) punishes viewing and passing on far harder"),
        from_film=Param(0.03, "1", "part of what is unknown that a month with films teaches", (0, 0.1), "assumed", "D",
                        "some thirty months of films teach half or more"),
        from_book=Param(0.06, "1", "the same for a month with books", (0, 0.2), "assumed", "D", "denser than films"),
        from_kin=Param(0.05, "1", "the same for word from kin outside", (0, 0.3), "assumed", "D",
                       "a call or a letter on how they live"),
        from_stay=Param(0.06, "1", "the same for a month abroad, in China, in the South", (0, 0.3), "assumed", "D",
                        "daily life"),
        fade=Param(0.004, "1/month", "part of knowledge that fades", (0, 0.02), "assumed", "D", "half in 14 years"),
        read=Param(0.6, "1/month", "chance that a licensed reader reads", (0.1, 1), "testimony of a court poet", "D",
                   "freely, in the office; how often is assumed"),
        lend=Param(0.01, "1/month", "chance that a licensed reader lends a book outside", (0, 1), "assumed", "D",
                   "one in nine a year; free"),
        borrow=Param(0.07, "1", "chance that somebody of a linked unit takes a book that goes round", (0, 1),
                     "assumed", "D", "with eight links about one reader a book"),
        borrow_near=Param(0.4, "1", "the same in the own unit", (0, 1), "assumed", "D", "friends are near"),
        onward=Param(0.4, "1", "chance that a reader hands the book on", (0, 0.95), "assumed", "D",
                     "free, below one: with one reader a handing-on, books come to rest"),
        least=Param(0.01, "1", "chance that a borrowed book is found where nobody watches", (0, 1), "assumed", "D",
                    "visitors see it"),
        found=Param(1, "1", "finding against the watch kept on lending (`watch`)", (0, 20), "assumed", "D",
                    "a reader without licence is as visible as a lender"),
        tells=Param(0.7, "1", "chance that a reader who was found says from whom it came first", (0, 1), "assumed",
                    "D", "under interrogation most do; each hand knows the first, which is generous"),
        adult=Param(192, "months", "age from which people borrow books", (168, 216), "assumed", "D", "working age",
                    dtype="i4"),
    )  # fmt: skip
    decisions = (
        "media.see", "media.keep", "media.read", "media.lend", "media.lot", "media.choose",
        "media.borrow", "media.onward", "media.find", "media.tell",
    )  # fmt: skip
    events = dict(
        saw_film="saw a smuggled film for the first time",
        lent_book="lent a licensed book to a friend outside",
        borrowed="read a borrowed book (amount: hands through which it had gone)",
        found_reading="was found with a borrowed book (amount: 1 if it named the first lender)",
        named="was named as lender of a book (amount: 1 by own reader, 2 at second hand)",
    )
    examples = [
        dict(rule=reach, args=(0.0, 0.5, 0.002, 10, 0.1, 0), result=0.01),
        dict(rule=reach, args=(0.003, 0.0, 0.002, 10, 0.1, 0), result=0.003),
        # a housewife of forty, a worker of forty, a worker of twenty; and where monotony does not count
        dict(rule=appetite, args=(480, 8, 1.0, 0.5, 1.5, 360), result=1.0),
        dict(rule=appetite, args=(480, 5, 1.0, 0.5, 1.5, 360), result=0.5),
        dict(rule=appetite, args=(240, 5, 1.0, 0.5, 1.5, 360), result=0.75),
        dict(rule=appetite, args=(480, 5, 0.0, 0.5, 1.5, 360), result=1.0),
        dict(rule=sway, args=(-2.0, 0.0), result=1.0),
        dict(rule=sway, args=(0.0, 0.5), result=1.0),
        dict(rule=dread, args=(0.5, 0.6), result=0.7),
        dict(rule=licensed, args=(2,), result=True),
        dict(rule=licensed, args=(0,), result=False),
        dict(rule=lends, args=(0.01, 0.5, 0.6), result=0.007),
        dict(rule=agrees, args=(3, 7, 21), result=True),
        dict(rule=agrees, args=(2, 7, 20), result=False),
        dict(rule=learnt, args=(0.5, 0.1), result=0.55),
    ]

    serves = dict(I1=licensed, I3=lends, I4=reach, I5=appetite)

    def govern(self, land: Any, p: Any, month: Any) -> None:
        heads = float(land.place_persons.sum())
        land.ease[...] = min(1.0, float(p.players) + float(p.by_phone) * float(p.subscribers) / heads)

    def account(self, land: Any, p: Any, month: Any) -> None:
        land.wanted[...] = land.tally.named
        land.wanted_any[...] = 1 if land.tally.named.any() else 0


@span
def watch(knowledge, viewed, shelf, watching, exposed, copies, copies_all, copies_next, news, loyalty, fear, born, work,  # type: ignore[no-untyped-def]
          status, house, soul, line, n, province, place, place_border, weight, link, ease, p, month, key_see, key_keep,
          viewers, viewed_ever, log, event_saw_film):  # fmt: skip
    """Bound first: who could see a film under the highest pull there is; then the few, with the same draw."""
    hit, low, high = np.empty(WIDTH, np.uint8), np.empty(WIDTH, np.float32), np.empty(WIDTH, np.float32)
    last = ONE - p.fade
    pull = max(ONE, ONE + p.dull * (max(p.young, ONE) - ONE)) * (TWO if p.belief != ZERO else ONE)
    over = p.across * p.smuggling * p.supply * p.border_open
    for u in range(n.shape[0]):
        m, k, border = n[u], province[u], place_border[place[u]]
        linked = i4(0)
        for j in range(link.shape[1]):
            linked = i4(linked + i4(copies_all[link[u, j]]))
        here = reach(over if border else ZERO, ease[()], p.show, f4(copies[u]), p.afar, f4(linked))
        held, out, seen = i4(0), u1(0), i4(0)
        for i in range(m):
            watching[u, i], exposed[u, i] = u1(0), u1(0)
        for i in range(m):
            knowledge[u, i] = knowledge[u, i] * last
        for i in range(m):
            held = i4(held + i4(shelf[u, i] & COPY))
        for i in range(m):
            s = status[u, i]
            out = u1(out | u1((s == ABROAD) | (s == CHINA) | (s == SOUTH)))
        word = ZERO
        for h in range(HOUSES):
            word = max(word, news[u, h])
        if out or word > ZERO:
            for i in range(m):
                if status[u, i] == ABROAD or status[u, i] == CHINA or status[u, i] == SOUTH:
                    knowledge[u, i] = learnt(knowledge[u, i], p.from_stay)
                elif status[u, i] == HOME:
                    knowledge[u, i] = learnt(knowledge[u, i], min(p.from_kin * news[u, house[u, i]], ONE))
        if held > i4(0) or here > ZERO:
            top, ever = here * pull, here * pull * p.again
            for i in range(m):
                low[i] = ever if viewed[u, i] != NEVER else top
            for i in range(m):
                high[i] = TWO
            if held > i4(0):
                for i in range(m):
                    low[i] = max(low[i], p.replay if shelf[u, i] & COPY else ZERO)
                for i in range(m):
                    high[i] = ONE - p.wear if shelf[u, i] & COPY else TWO
            c = i4(0)
            for i in range(m):
                x = draw(key_see, soul[u, i])
                d = u1((x < low[i]) | (x >= high[i]))
                hit[i] = d
                c = i4(c + i4(d))
            if c:
                for i in range(m):
                    if not hit[i]:
                        continue
                    x = draw(key_see, soul[u, i])
                    has = shelf[u, i] & COPY
                    if has and x >= high[i]:  # the upper end of the same lot: a copy that breaks is not watched
                        shelf[u, i] = u1(shelf[u, i] & LENDER)
                        held = i4(held - i4(1))
                        continue
                    age = i4(i4(month) - i4(born[u, i]))
                    if status[u, i] != HOME or age < p.old_enough:
                        continue
                    chance = here * appetite(age, work[u, i], p.dull, p.busy, p.young, p.youth)
                    chance = chance * sway(loyalty[u, i], p.belief) * (p.again if viewed[u, i] != NEVER else ONE)
                    if has:
                        chance = max(chance, p.replay)
                    if x < chance * dread(fear[u, i], p.caution):
                        seen = i4(seen + i4(1))
                        watching[u, i] = FILM
                        knowledge[u, i] = learnt(knowledge[u, i], p.from_film)
                        if viewed[u, i] == NEVER:
                            viewed[u, i] = i2(month)
                            put(log, soul[u, i], line[u, i], event_saw_film, u4(age), u4(0))
                        if not has and draw(key_keep, soul[u, i]) < p.keep:
                            shelf[u, i] = u1(shelf[u, i] | COPY)
                            held = i4(held + i4(1))
                viewers[k] += i8(seen) * i8(weight[u])
        copies_next[u] = u1(held)
        grown, ever_seen = i4(0), i4(0)
        for i in range(m):
            age = i4(i4(month) - i4(born[u, i]))
            one = i4((age >= TWENTY) & (age < SIXTY) & (status[u, i] == HOME))
            grown = i4(grown + one)
            ever_seen = i4(ever_seen + i4(one & i4(viewed[u, i] != NEVER)))
        viewed_ever[border, 0] += i8(ever_seen) * i8(weight[u])
        viewed_ever[border, 1] += i8(grown) * i8(weight[u])


@span
def lend(knowledge, shelf, watching, exposed, lent_soul, lent_line, lent_hop, lent_soul_all, lent_line_all,  # type: ignore[no-untyped-def]
         lent_hop_all, lent_soul_next, lent_line_next, lent_hop_next, wanted, wanted_any, watch, fear, post, born,
         status, soul, line, n, province, weight, link, p, month, key_read, key_lend, key_lot, key_choose, key_borrow,
         key_onward, key_find, key_tell, borrowed, named, log, event_lent_book, event_borrowed, event_found_reading,
         event_named):  # fmt: skip
    """Books: read in the office, lent outside, handed on; and the way back from a reader to the first lender.

    Units without licensed readers, without a book that goes round near them and without a name asked for are passed by.
    """
    many = i4(link.shape[1])
    for u in range(n.shape[0]):
        m, w = n[u], i8(weight[u])
        lent_soul_next[u], lent_line_next[u], lent_hop_next[u] = u4(0), u4(0), u1(0)
        round_here = i4(lent_hop[u])
        for j in range(many):
            round_here = i4(round_here + i4(lent_hop_all[link[u, j]]))
        readers, lenders = i4(0), i4(0)
        for i in range(m):
            readers = i4(readers + i4(licensed(post[u, i])))
            lenders = i4(lenders + i4(shelf[u, i] & LENDER))
        asked = lenders > i4(0) and wanted_any[()] != u1(0)
        if readers == i4(0) and round_here == i4(0) and not asked:
            continue
        best, hands = ONE + ONE, i4(0)  # the smallest lot among those who lend from here, and their book's hands
        first_soul, first_line = u4(0), u4(0)
        for i in range(m):
            if asked and shelf[u, i] & LENDER:
                b = soul[u, i] & u4(MARKS - 1)
                count = wanted[COUNT, b]
                if agrees(count, i8(soul[u, i]), wanted[LOW, b]) and agrees(count, i8(line[u, i]), wanted[HIGH, b]):
                    direct = wanted[LATER, b] < count
                    exposed[u, i] = BY_READER if direct else BY_HEARSAY
                    put(log, soul[u, i], line[u, i], event_named, DIRECTLY if direct else INDIRECTLY, u4(0))
            if licensed(post[u, i]) and status[u, i] == HOME and draw(key_read, soul[u, i]) < p.read:
                watching[u, i] = u1(watching[u, i] | READ)
                knowledge[u, i] = learnt(knowledge[u, i], p.from_book)
                if draw(key_lend, soul[u, i]) < lends(p.lend, fear[u, i], p.caution):
                    watching[u, i] = u1(watching[u, i] | LENT)
                    shelf[u, i] = u1(shelf[u, i] | LENDER)
                    put(log, soul[u, i], line[u, i], event_lent_book, u4(0), u4(0))
                    lot = draw(key_lot, soul[u, i])
                    if lot < best or (lot == best and soul[u, i] < first_soul):
                        best, hands = lot, i4(1)
                        first_soul, first_line = soul[u, i], line[u, i]
        if round_here:
            for j in range(i4(many + i4(1))):
                near = j == many
                v = link[u, i4(j) if not near else i4(0)]
                hop = i4(lent_hop[u]) if near else i4(lent_hop_all[v])
                if hop == i4(0):
                    continue
                from_soul = lent_soul[u] if near else lent_soul_all[v]
                from_line = lent_line[u] if near else lent_line_all[v]
                who, least = NOBODY, ONE + ONE
                for i in range(m):
                    if status[u, i] == HOME and i4(i4(month) - i4(born[u, i])) >= p.adult and not licensed(post[u, i]):
                        lot = draw(u4(key_choose ^ from_soul), soul[u, i])
                        if lot < least or (lot == least and soul[u, i] < soul[u, who]):
                            who, least = i4(i), lot
                if who == NOBODY or watching[u, who] & BORROWED:
                    continue
                me = soul[u, who]
                if draw(u4(key_borrow ^ from_soul), me) >= (p.borrow_near if near else p.borrow):
                    continue
                watching[u, who] = u1(watching[u, who] | BORROWED)
                knowledge[u, who] = learnt(knowledge[u, who], p.from_book)
                borrowed[i4(hop > i4(1))] += w
                put(log, me, line[u, who], event_borrowed, u4(hop), u4(0))
                if draw(key_onward, me) < p.onward:
                    lot = draw(key_lot, me)
                    if lot < best or (lot == best and from_soul < first_soul):
                        best, hands = lot, i4(min(i4(hop + i4(1)), LAST_HAND))
                        first_soul, first_line = from_soul, from_line
                if draw(key_find, me) < p.least + p.found * watch[province[u], BOOKS]:
                    exposed[u, who] = FOUND
                    says = draw(key_tell, me) < p.tells
                    put(log, me, line[u, who], event_found_reading, u4(says), u4(0))
                    if says:
                        b = from_soul & u4(MARKS - 1)
                        named[COUNT, b] += i8(1)
                        named[LOW, b] += i8(from_soul)
                        named[HIGH, b] += i8(from_line)
                        named[LATER, b] += i8(hop > i4(1))
        if hands:
            lent_soul_next[u], lent_line_next[u], lent_hop_next[u] = first_soul, first_line, u1(hands)
