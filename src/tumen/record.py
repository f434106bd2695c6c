"""The published figures that the charts set beside the model: parsed from the evidence tables, never typed in.

Only what may be compared is read here; each row keeps its source, so that a chart can say where a mark comes from.
"""

from __future__ import annotations

import re
from functools import cache

import pandas as pd

from tumen.evidence import table
from tumen.labels import AGES, PROVINCES

# What a witness says is shown as his words, not as an estimate: no table of figures holds it.
TOLD = {"estimate": "told by a former court poet: over three million", "low": 3e6, "high": 3e6,
        "first": 1994, "last": 1999, "kind": "told by a leaver", "source": "testimony", "grade": "C"}  # fmt: skip


def province_of(printed: str) -> str:
    """Tables print 'South Pyongan (incl. Nampo)': the name before the bracket is the label."""
    return printed.partition(" (")[0].strip()


@cache
def census() -> pd.DataFrame:
    """National totals: the two censuses as points, the United Nations series as a line."""
    out = []
    for row in table("population_by_year"):
        is_census = "census" in row["source"]
        year = int(row["year"][:4])
        if is_census:
            label = f"census {year}" if row["grade"] == "A" else f"census {year}, with soldiers (derived)"
            when = year + (int(row["year"][5:7]) - 0.5) / 12
        else:
            label, when = "United Nations estimate", year + 0.5
        if year >= 1990:
            out.append({"when": when, "persons": float(row["population"]), "label": label,
                        "kind": "census" if is_census else "estimate", "source": row["source"]})  # fmt: skip
    return pd.DataFrame(out)


@cache
def census_by_province() -> pd.DataFrame:
    """The ten rows of the censuses: civilians outside camps; North Hamgyong is printed with Rason."""
    out = [
        {"province": province_of(row["province"]), "year": year, "persons": float(row[f"pop_{year}"])}
        for row in table("province_population")
        for year in (1993, 2008)
        if province_of(row["province"]) in PROVINCES and row[f"pop_{year}"]
    ]
    return pd.DataFrame(out)


@cache
def age_sex(year: int) -> pd.DataFrame:
    """Shares by sex and five-year age group on 1 July, as the United Nations published them in 2019."""
    order = [f"{a}-{a + 4}" for a in range(0, 90, 5)] + ["90+"]
    out: dict[tuple[str, str], float] = {}
    for row in table("age_sex_structure"):
        if row["year"] == str(year):
            first = int(re.split(r"[-+]", row["age_group"])[0])
            age = order[min(first // 5, len(order) - 1)]
            for sex in ("men", "women"):
                count = float(row["male_thousand" if sex == "men" else "female_thousand"]) * 1000
                out[age, sex] = out.get((age, sex), 0.0) + count
    total = sum(out.values())
    return pd.DataFrame([{"age": a, "sex": s, "persons": n, "share": n / total} for (a, s), n in out.items()])


def five_years(age: str) -> str:
    """The vital tallies split the first five years; the published tables do not."""
    return "0-4" if age in AGES[:2] else age


@cache
def excess_estimates() -> pd.DataFrame:
    """Published totals of excess deaths with the years they speak of, census-based ones first."""
    out = []
    for row in table("famine_mortality"):
        low, high = _number(row["low"]), _number(row["high"])
        years = _years(row["period"])
        if low is None or high is None or years is None or high < 10_000:
            continue  # rates for a thousand and remarks on timing stand in the same table
        claimed = bool(re.search(r"official|defector|Good Friends|LA Times", row["estimate"]))
        out.append({"estimate": row["estimate"], "low": low, "high": high, "first": years[0], "last": years[1],
                    "kind": "reported or extrapolated" if claimed else "demographic estimate",
                    "source": row["source"], "grade": row["grade"]})  # fmt: skip
    for row in table("famine_mortality_addendum"):
        years, total = _years(row["indicator"]), _number(row["value"])
        if row["indicator"].startswith("excess deaths 199") and years and total and "WPP" not in row["indicator"]:
            out.append({"estimate": "Statistics Korea 2010", "low": total, "high": total, "first": years[0],
                        "last": years[1], "kind": "demographic estimate", "source": row["source"],
                        "grade": row["grade"]})  # fmt: skip
    out.append(TOLD)
    frame = pd.DataFrame(out)
    frame["label"] = [f"{e}, {a}–{b}" for e, a, b in zip(frame.estimate, frame["first"], frame["last"], strict=True)]
    return frame.sort_values(["kind", "high", "label"], ignore_index=True)


@cache
def rations() -> pd.DataFrame:
    """Rations reported, grams a person and day; a fall written 450->400 is two points in one year."""
    out = []
    for row in table("ration_actual"):
        said = row["grams_per_person_per_day"].replace("almost", "").strip()
        found = re.match(r"(\d+)(?:->(\d+))?", said)
        when = re.match(r"(\d{4})(?:-(\d{2}))?", row["period"])
        if not found or not when or "nominal" in row["period"]:
            continue
        steps = [float(g) for g in found.groups() if g]
        for k, grams in enumerate(steps):
            inside = (int(when[2]) - 0.5) / 12 if when[2] else (k + 0.5) / len(steps)
            out.append({"when": int(when[1]) + inside, "grams": grams, "source": row["source"],
                        "reported": row["period"]})  # fmt: skip
    return pd.DataFrame(out)


@cache
def prices() -> pd.DataFrame:
    """Rice and the dollar in Pyongyang by month. Won of the day: the table divides what precedes December 2009."""
    out = []
    for row in table("market_prices_monthly"):
        old = 100.0 if row["month"] < "2009-12" else 1.0
        out.append({
            "month": row["month"],
            "rice": (_number(row["rice_won_kg_pyongyang"]) or float("nan")) * old,
            "dollar": (_number(row["won_per_usd_pyongyang"]) or float("nan")) * old,
            "rice_usd": _number(row["rice_usd_per_t"]),
            "source": row["source"],
        })  # fmt: skip
    return pd.DataFrame(out)


@cache
def nutrition() -> pd.DataFrame:
    """National surveys of young children, percent; age ranges differ and are kept."""
    out = []
    for row in table("nutrition_surveys"):
        percent = _number(row["percent"])
        nation = row["place"] == "national" or "counties" in row["place"] or "nurseries" in row["place"]
        if percent is None or not nation or row["age_range"] == "12-24m":
            continue
        year = int(re.sub(r"\D", "", row["year"])[:4])
        out.append({"year": year, "indicator": row["indicator"], "percent": percent, "ages": row["age_range"],
                    "place": row["place"], "source": row["source"]})  # fmt: skip
    return pd.DataFrame(out)


@cache
def arrivals() -> pd.DataFrame:
    """Arrivals in the South by year and sex, as the ministry counted them, to 2011; before 2002 only the total."""
    out = []
    for row in table("defector_arrivals"):
        if row["period"] != "year":
            continue
        for sex, field in (("men", "male"), ("women", "female")):
            persons = _number(row[field])
            if persons is not None:
                out.append({"year": int(row["year"]), "part": sex, "persons": persons, "source": row["source"]})
    return pd.DataFrame(out)


@cache
def exports() -> pd.DataFrame:
    """Exports by year in billions of dollars, as the Bank of Korea estimates them; other years give the total alone."""
    return pd.DataFrame([
        {"year": int(row["year"]), "billions": float(row["exports_usd_bn"]), "source": row["source"],
         "grade": row["grade"]}
        for row in table("total_trade") if row["exports_usd_bn"]
    ])  # fmt: skip


@cache
def warheads() -> pd.DataFrame:
    """Warheads in January by SIPRI; what is counted changes in 2022 from material to assembled ones."""
    return pd.DataFrame([
        {"year": int(row["jan_of_year"]), "low_told": float(row["low"]), "high_told": float(row["high"]),
         "source": f"{row['source']} ({row['definition']})"}
        for row in table("nuclear_warheads_sipri")
    ])  # fmt: skip


def _number(text: str) -> float | None:
    try:
        return float(text.strip().replace(",", ""))
    except ValueError:
        return None


def _years(text: str) -> tuple[int, int] | None:
    if text.strip() == "1990s":
        return 1990, 1999
    found = re.search(r"(\d{4})-(\d{4}|\d{2})\b", text)
    if not found:
        return None
    first, last = int(found[1]), int(found[2])
    return first, last if last > 100 else first // 100 * 100 + last
