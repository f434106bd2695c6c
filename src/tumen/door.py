"""The one door: whoever dies or goes is marked during the month and acts to its end; here, once a month, they leave.

Order: list the marked unit by unit; lift them out; close the holes; ask the mechanism that owns the reason where they
go (a function of identities and published arrays); seat groups in the order of (place, identity); write the rows.
Movers carry their share of conserved household columns; what the dead leave with no heir goes to the place's estate.
Between places of different weight persons are counted, not rows: arrivals fill a whole-number pool, and a group's rows
appear when the pool comes nearest to them, so persons = rows x weight + pools, exactly.
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from tumen import seats
from tumen.columns import HOUSES, Array, Column, Household
from tumen.mechanism import Routes

if TYPE_CHECKING:
    from tumen.country import Country

I4, I8, U8 = np.int32, np.int64, np.uint64
Ints = npt.NDArray[np.int64]


@dataclass
class Packets:
    """Who was lifted out this month, in the order of units and rows."""

    unit: Array
    row: Array
    values: dict[str, Array]
    reason: Array
    carried: dict[str, Ints] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.unit)


def mix_array(z: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """`mix64` for a whole array."""
    with np.errstate(over="ignore"):
        z = z + U8(0x9E3779B97F4A7C15)
        z = (z ^ (z >> U8(30))) * U8(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> U8(27))) * U8(0x94D049BB133111EB)
    return z ^ (z >> U8(31))


def identity(line: Array, soul: Array) -> npt.NDArray[np.uint64]:
    return (line.astype(U8) << U8(32)) | soul.astype(U8)


def lift(c: "Country") -> Packets:
    """Take the marked out of their rows, with their share of the household, and close the holes."""
    a, columns = c.tables.arrays, c.tables.columns(Column)
    leave, n = a["leave"], a["n"]
    total = seats.count_marked(leave, n)
    unit, row = np.empty(total, I4), np.empty(total, I4)
    seats.list_marked(leave, n, unit, row)
    members, leaving, moving = (np.empty(total, I4) for _ in range(3))
    first = np.empty(total, np.bool_)
    seats.kin(unit, row, a["house"], leave, n, c.moves, members, leaving, moving, first)

    def gather(name: str) -> tuple[str, Array]:
        out = np.empty(total, columns[name].dtype)
        seats.take(columns[name], unit, row, out)
        return name, out

    values = dict(c.each(gather, columns))
    packets = Packets(unit, row, values, values["leave"].copy())
    _share_out(c, packets, members, leaving, moving, first)

    source, target = np.empty((total, 2), I4), np.empty(total, I4)
    hit = np.unique(unit)
    before = n[hit].copy()
    shifted = seats.holes(unit, row, leave, n, source, target)
    after = n[hit]

    def close(name: str) -> None:
        start = columns[name].dtype.type(c.start_of(name))
        seats.shift(columns[name], source[:shifted], target[:shifted], hit, after, before, start)

    c.each(close, columns)
    return packets


def _share_out(c: "Country", packets: Packets, members: Array, leaving: Array, moving: Array, first: Array) -> None:
    """Movers carry their share of what the household has; the last to move takes all; the heirless leave an estate."""
    a, unit, house = c.tables.arrays, packets.unit, packets.values["house"]
    keys = unit.astype(I8) * HOUSES + house
    _, one, where = np.unique(keys, return_index=True, return_inverse=True)
    at = (unit[one], house[one])
    emptied, movers = members[one] == leaving[one], moving[one].astype(I8)
    goes = c.moves[packets.values["leave"]]
    for name in c.conserved:
        amount = a[name][at].astype(I8)
        share = amount // np.where(emptied, np.maximum(movers, 1), members[one])
        rest = np.where(emptied & (movers > 0), amount - share * movers, 0)
        packets.carried[name] = np.where(goes, share[where] + np.where(first, rest[where], 0), 0)
        a[name][at] -= (share * movers + rest).astype(a[name].dtype)
        heirless = np.where(emptied & (movers == 0), amount, 0)
        np.add.at(c.estate[name], a["place"][unit[one]], heirless * a["weight"][unit[one]])
    for name, column in c.tables.columns(Household).items():
        column[unit[one][emptied], house[one][emptied]] = c.start_of(name)


@dataclass
class Groups:
    """Those who are seated together, in the order of (place, identity of the smallest)."""

    packet: Ints  # packets in group order
    start: Ints
    size: Ints
    place: Ints
    smallest: npt.NDArray[np.uint64]
    want_unit: Ints
    want_house: Ints
    adopt: npt.NDArray[np.bool_]


def ask(c: "Country", packets: Packets, month: Any) -> tuple[Groups, Ints]:
    """Ask each reason's mechanism where its people go. Returns the groups that go, and the packets that go home."""
    v = packets.values
    who = identity(v["line"], v["soul"])
    total = len(packets)
    place, label = np.full(total, -1, I8), np.zeros(total, I8)
    want_unit, want_house = np.full(total, -1, I8), np.full(total, -1, I8)
    adopt, home = np.zeros(total, np.bool_), np.zeros(total, np.bool_)
    for code, (reason, mechanism) in c.reasons.items():
        k = np.flatnonzero(v["leave"] == code)
        if not len(k) or not c.moves[code]:
            continue
        seen = {name: values[k] for name, values in v.items()} | {
            "identity": who[k], "unit": packets.unit[k], "row": packets.row[k],
            "place": c.tables.arrays["place"][packets.unit[k]],
        }  # fmt: skip
        r: Routes = mechanism.route(reason, seen, c.lands[mechanism.name], c.numbers[mechanism.name], month)
        place[k], home[k] = r.place, np.asarray(r.place) < 0
        label[k] = np.unique(np.asarray(r.group), return_inverse=True)[1] + (code << 40)
        want_unit[k] = -1 if r.prefer_unit is None else r.prefer_unit
        want_house[k] = -1 if r.prefer_house is None else r.prefer_house
        adopt[k] = False if r.adopt is None else r.adopt
        for name, values in r.edits.items():
            v[name][k] = values
    go = np.flatnonzero(c.moves[v["leave"]] & ~home)
    order = go[np.lexsort((who[go], label[go]))]
    begin = np.flatnonzero(np.r_[True, label[order][1:] != label[order][:-1]]) if len(order) else np.empty(0, I8)
    lead = order[begin]
    groups = Groups(
        order, begin, np.diff(np.r_[begin, len(order)]), place[lead], who[lead],
        want_unit[lead], want_house[lead], adopt[lead],
    )  # fmt: skip
    return groups, np.flatnonzero(c.moves[v["leave"]] & home)


def convert(c: "Country", packets: Packets, g: Groups, month: int) -> tuple[Groups, Packets]:
    """Between weights, persons are counted: each group adds its persons to the destination's pool, and its rows are
    made as often as brings the pool nearest to nothing. Made rows have identities of their own."""
    source_weight = c.tables.arrays["weight"][packets.unit[g.packet[g.start]]].astype(I8) if len(g.size) else g.size
    weight = c.geo.weight[g.place].astype(I8)
    crossing = source_weight != weight
    if not crossing.any():
        return g, packets
    copies = np.where(crossing, 0, 1)
    for x in np.lexsort((g.smallest, g.place)):
        if crossing[x]:
            p, rows = g.place[x], g.size[x] * weight[x]
            c.pool[p] += g.size[x] * source_weight[x]
            copies[x] = max(0, (2 * c.pool[p] + rows) // (2 * rows))
            c.pool[p] -= copies[x] * rows
    again = np.repeat(np.arange(len(copies)), copies)  # which group each made group copies
    nth = np.arange(len(again)) - np.repeat(np.cumsum(copies) - copies, copies)
    size = g.size[again]
    start = np.cumsum(size) - size
    owner = np.repeat(np.arange(len(again)), size)  # made group of each made packet
    packet = g.packet[g.start[again][owner] + np.arange(len(owner)) - start[owner]]
    values = {name: column[packet].copy() for name, column in packets.values.items()}
    carried = {name: amounts[packet].copy() for name, amounts in packets.carried.items()}
    made = np.flatnonzero(crossing[again][owner])
    who = identity(values["line"], values["soul"])
    fresh = mix_array(mix_array(who[made]) + (8 * month + nth[owner[made]]).astype(U8))
    values["line"][made], values["soul"][made] = fresh >> U8(32), fresh & U8(0xFFFFFFFF)
    for name in c.conserved:  # what crosses goes through the estate, so that weights cannot make or lose a gram
        for x in np.flatnonzero(crossing):
            own = g.packet[g.start[x] : g.start[x] + g.size[x]]
            c.estate[name][g.place[x]] += int(packets.carried[name][own].sum()) * int(source_weight[x])
        for k in made:
            x = again[owner[k]]
            amount = min(int(carried[name][k]), max(0, int(c.estate[name][g.place[x]])) // int(weight[x]))
            carried[name][k] = amount
            c.estate[name][g.place[x]] -= amount * int(weight[x])
    groups = Groups(
        np.arange(len(packet)), start, size, g.place[again], g.smallest[again] + nth.astype(U8), g.want_unit[again],
        g.want_house[again], g.adopt[again],
    )  # fmt: skip
    return groups, Packets(packets.unit[packet], packets.row[packet], values, packets.reason[packet], carried)


def alone(c: "Country", packets: Packets, who: Ints) -> Groups:
    """Each packet a group of its own that asks for the unit and household it came from."""
    unit, v = packets.unit[who], packets.values
    return Groups(
        who, np.arange(len(who)), np.ones(len(who), I8), c.tables.arrays["place"][unit].astype(I8),
        identity(v["line"][who], v["soul"][who]), unit.astype(I8), v["house"][who].astype(I8),
        np.zeros(len(who), np.bool_),
    )  # fmt: skip


def unmake(c: "Country", packets: Packets, g: Groups, lost: Ints) -> Ints:
    """Of those who found no seat, rows made between weights become persons between rows again, who wait in the pool of
    their destination, and what they carried goes to its estate. Returns the others, who have a row to go home to."""
    place = np.zeros(len(packets), I8)
    place[g.packet] = np.repeat(g.place, g.size)
    to = place[lost]
    weight = c.geo.weight[to].astype(I8)
    made = c.tables.arrays["weight"][packets.unit[lost]] != weight
    np.add.at(c.pool, to[made], weight[made])
    for name in c.conserved:
        np.add.at(c.estate[name], to[made], packets.carried[name][lost[made]] * weight[made])
    home: Ints = lost[~made]
    return home


def settle(c: "Country", month: Any) -> None:
    """The whole door for one month: lift, ask, convert, seat, write. Whoever finds no seat goes home and is counted."""
    packets = lift(c)
    groups, home = ask(c, packets, month)
    used, known = np.zeros(c.units, U8), np.zeros(c.units, np.uint8)
    _seat_and_write(c, packets, alone(c, packets, home), used, known, month.index)
    groups, packets = convert(c, packets, groups, month.index)
    lost = _seat_and_write(c, packets, groups, used, known, month.index)
    if len(lost):
        c.counters["unseated"] += len(lost)
        lost = unmake(c, packets, groups, lost)
        if len(_seat_and_write(c, packets, alone(c, packets, lost), used, known, month.index)):
            raise RuntimeError(f"{month.label}: no room left in a unit; a place was given too few units")


def _seat_and_write(c: "Country", packets: Packets, g: Groups, used: Array, known: Array, month: int) -> Ints:
    """Seat groups and write their rows and goods. Returns the packets for whom there was no seat."""
    a, n = c.tables.arrays, c.tables.arrays["n"]
    if not len(g.size):
        return np.empty(0, I8)
    order = np.lexsort((g.smallest, g.place))
    luck = (mix_array(g.smallest + U8(month)) & U8(0xFFFFFFFF)).astype(np.uint32)
    unit, house = np.full(len(g.size), -1, I8), np.zeros(len(g.size), I8)
    before = n.copy()
    seats.seat(
        order, g.size, g.place, luck, g.want_unit, g.want_house, g.adopt,
        c.geo.first, c.geo.units, n, a["house"], used, known, unit, house,
    )  # fmt: skip
    owner = np.repeat(np.arange(len(g.size)), g.size)
    nth = np.arange(len(owner)) - np.repeat(np.cumsum(g.size) - g.size, g.size)
    packet = g.packet[g.start[owner] + nth]
    seated = unit[owner] >= 0
    rank = np.empty(len(order), I8)
    rank[order] = np.arange(len(order))
    sequence = np.flatnonzero(seated)[np.lexsort((nth[seated], rank[owner[seated]]))]
    packet_in, to_unit, to_house = packet[sequence], unit[owner[sequence]], house[owner[sequence]]
    row = before[to_unit] + _count_before(to_unit)
    packets.values["house"][packet_in] = to_house
    packets.values["leave"][packet_in] = 0
    moved = packet_in[packets.unit[packet_in] != to_unit]
    for name in c.resets:
        packets.values[name][moved] = c.start_of(name)

    def write(name: str) -> None:
        seats.put(a[name], to_unit, row, packets.values[name][packet_in])

    c.each(write, packets.values)
    for name in c.conserved:
        np.add.at(a[name], (to_unit, to_house), packets.carried[name][packet_in].astype(a[name].dtype))
    for onlooker in c.onlookers:
        onlooker.seated(to_unit, row, packets, packet_in)
    return np.sort(packet[~seated])


def _count_before(unit: Ints) -> Ints:
    """For each entry, how many earlier entries name the same unit: the row offset among this month's arrivals."""
    order = np.argsort(unit, kind="stable")
    ordered = unit[order]
    begin = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]]) if len(ordered) else np.empty(0, I8)
    offset = np.arange(len(ordered)) - np.repeat(begin, np.diff(np.r_[begin, len(ordered)]))
    out = np.empty(len(unit), I8)
    out[order] = offset
    return out
