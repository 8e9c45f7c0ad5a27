"""An independent clustering of notifications, with plain sets. It knows nothing of the program:
texts are near if they share half of their rare pairs of words within sixty days, and those that
name one processor on one day of occurrence belong together where some of their texts are near.

usage: incidents.py NOTIFICATIONS.ndjson OUT.csv
"""

import collections
import csv
import datetime
import json
import re
import sys


def day(moment):
    try:
        return datetime.date.fromisoformat((moment or {}).get("date") or "").toordinal()
    except (ValueError, AttributeError):
        return None


def pairs(text):
    words = re.findall(r"\w+", (text or "").lower())
    return set(zip(words, words[1:])) if len(words) >= 20 else set()


def main(source, out):
    filed = []
    for number, line in enumerate(open(source, encoding="utf-8"), 1):
        own = json.loads(line)
        if own.get("supplements") or own.get("kind") == "supplement":
            continue
        incident = own.get("incident") or {}
        known, occurred = day(incident.get("discovered")), day(incident.get("occurred"))
        names = (own.get("processors") or {}).get("organisations") or []
        filed.append({
            "record": number,
            "day": known if known is not None else occurred,
            "occurred": occurred,
            "pairs": pairs(incident.get("description")),
            "processors": {name["name"] for name in names if name.get("name")},
            "controller": (own.get("controller") or {}).get("name"),
        })
    filed = [own for own in filed if own["day"] is not None and own["controller"]]
    having = collections.defaultdict(list)
    for at, own in enumerate(filed):
        for pair in own["pairs"]:
            having[pair].append(at)
    # What is found all year is a standing phrase.
    rare = set()
    for pair, where in having.items():
        days = sorted(filed[at]["day"] for at in where)
        middle = days[len(days) // 2]
        near = sum(abs(day - middle) <= 45 for day in days)
        if near * 10 >= len(days) * 7:
            rare.add(pair)
    parents = list(range(len(filed)))

    def find(one):
        while parents[one] != one:
            parents[one] = parents[parents[one]]
            one = parents[one]
        return one

    def near(one, other):
        a, b = filed[one], filed[other]
        if abs(a["day"] - b["day"]) > 60 and a["occurred"] != b["occurred"]:
            return False
        if a["processors"] and b["processors"] and not a["processors"] & b["processors"]:
            return False
        own, others = a["pairs"] & rare, b["pairs"] & rare
        return len(own & others) >= 8 and 2 * len(own & others) >= len(own | others)

    joined = set()
    for pair in sorted(rare):
        where = having[pair]
        for at, one in enumerate(where):
            for other in where[max(0, at - 4):at]:
                if find(one) != find(other) and near(one, other):
                    joined.update((one, other))
                    parents[find(one)] = find(other)
    same = collections.defaultdict(list)
    for at, own in enumerate(filed):
        if own["occurred"] is not None:
            for name in own["processors"]:
                same[name, own["occurred"]].append(at)
    for where in same.values():
        texts = [at for at in where if at in joined]
        if len(texts) >= 3 and len(texts) * 5 >= len(where):
            for at in where:
                parents[find(at)] = find(texts[0])
    groups = collections.defaultdict(list)
    for at in range(len(filed)):
        groups[find(at)].append(at)
    with open(out, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["record", "group"])
        for group, members in groups.items():
            if len({filed[at]["controller"] for at in members}) > 1:
                for at in members:
                    writer.writerow([filed[at]["record"], group])


main(*sys.argv[1:])
