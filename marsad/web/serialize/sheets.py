"""What a screen shows, as flat rows for a spreadsheet; every row has the address of a claim behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

Json = dict[str, Any]
Sheet = list[dict[str, Any]]
Link = Callable[[str], str]


def _joined(values: Iterable[Any]) -> str | None:
    return " | ".join(str(value) for value in values if value is not None) or None


def _names(values: Iterable[Mapping[str, Any]]) -> str | None:
    return _joined(value["name"] for value in values)


def _claims(keys: list[str], link: Link) -> Json:
    return {"link": link(keys[0]) if keys else None, "claims": _joined(keys)}


def _group(row: Json) -> Json:
    group = row["group"]
    return {
        "harm": group["harm"],
        "victims": group["victims"],
        "affiliation": group["affiliation"],
        "scope": _names(group["scope"]),
    }


def casualties(body: Json, link: Link) -> Sheet:
    """One row a figure: a point of a running toll, or what a lineage says of an event. No row may be added to another
    without reading `do_not_add` and `part_of`."""
    return [*_series(body, link), *_tolls(body, link)]


def _series(body: Json, link: Link) -> Iterator[Json]:
    apart: dict[str, list[str]] = {}
    for pair in body["do_not_add"]:
        apart.setdefault(pair["a"], []).append(pair["b"])
        apart.setdefault(pair["b"], []).append(pair["a"])
    for run in body["series"]:
        for point in run["points"]:
            for figure in point["reported"]:
                yield {
                    "list": "running toll",
                    "id": run["id"],
                    **_group(run),
                    "cause": run["cause"],
                    "since": run["start"],
                    "day": point["day"],
                    **_figure(figure, link),
                    "state": run["state"],
                    "part_of": run["part_of"],
                    "checks": _joined(check["why"] for check in run["checks"]),
                    "do_not_add": _joined(apart.get(run["id"], ())),
                }


def _tolls(body: Json, link: Link) -> Iterator[Json]:
    for toll in body["events"]:
        for figure in toll["reported"]:
            yield {
                "list": "event",
                "id": toll["id"],
                **_group(toll),
                "cause": _joined(toll["causes"]),
                "since": toll["days"]["first"],
                "day": toll["days"]["last"],
                **_figure(figure, link),
                "state": toll["state"],
                "part_of": toll["part_of"],
                "checks": _joined(check["why"] for check in toll["checks"]),
                "do_not_add": None,
            }


def _figure(figure: Json, link: Link) -> Json:
    names = ("lineage", "low", "high", "qualifier", "text", "certainty", "published", "superseded")
    return {
        **{name: figure[name] for name in names},
        "outlets": _joined(figure["outlets"]),
        **_claims(figure["claims"], link),
    }


def control(body: Json, link: Link) -> Sheet:
    return [_state(row, link) for row in body["items"]]


def history(body: Json, link: Link) -> Sheet:
    """One row a state of a place, in the order of time."""
    return [_state(row, link) for found in body["items"] for row in found["rows"]]


def _state(row: Json, link: Link) -> Json:
    return {
        "place_id": row["place"]["id"],
        "place": row["place"]["name"],
        "place_ar": row["place"]["name_ar"],
        "lat": row["place"]["lat"],
        "lon": row["place"]["lon"],
        "state": row["state"],
        "besieged": row["besieged"],
        "holders": _names(row["holders"]),
        "besiegers": _names(row["besiegers"]),
        "since": row["since"],
        "until": row["until"],
        "last_asserted": row["last_asserted"],
        "lineages": _joined(row["lineages"]),
        "derived": row["derived"],
        "review": row["review"],
        **_claims(row["support"], link),
        "opposed": _joined(row["opposed"]),
        "pending": _joined(row["pending"]),
    }


def changes(body: Json, link: Link) -> Sheet:
    return [
        {
            "day": row["day"],
            "state_before": row["before"]["state"],
            "holders_before": _names(row["before"]["holders"]),
            **_state(row["after"], link),
        }
        for row in body["items"]
    ]


def diplomacy(body: Json, link: Link) -> Sheet:
    """One row a step of a track."""
    rows = []
    for track in body["items"]:
        verdicts = {plan["step"]: plan["verdict"] for plan in track["planned"]}
        for number, step in enumerate(track["steps"]):
            rows.append(
                {
                    "track": track["id"],
                    "what": track["what"]["en"],
                    "body": track["body"],
                    "sponsors": _names(track["sponsors"]),
                    "documents": _joined(track["documents"]),
                    "outcome": track["outcome"],
                    "stage": step["stage"],
                    "type": step["type"],
                    "first": step["days"]["first"],
                    "last": step["days"]["last"],
                    "certainty": step["certainty"],
                    "participants": _names(step["participants"]),
                    "votes": _joined(
                        "-".join("?" if v[k] is None else str(v[k]) for k in ("yes", "no", "abstain"))
                        for v in step["votes"]
                    ),
                    "verdict": verdicts.get(number),
                    "lineages": _joined(step["lineages"]),
                    "state": track["state"],
                    **_claims(step["claims"], link),
                }
            )
    return rows


def positions(body: Json, link: Link) -> Sheet:
    return [
        {
            "actor": row["actor"]["name"],
            "actor_ar": row["actor"]["name_ar"],
            "issue": row["issue"],
            "act": said["act"],
            "stance": said["stance"],
            "quote": said["quote"],
            "verbatim": said["verbatim"],
            "first": said["days"]["first"],
            "last": said["days"]["last"],
            "certainty": said["certainty"],
            "told_by": said["told_by"],
            "lineages": _joined(said["lineages"]),
            "outlets": _joined(said["outlets"]),
            "state": said["state"],
            **_claims(said["claims"], link),
        }
        for row in body["items"]
        for said in row["said"]
    ]


def reports(body: Json, link: Link) -> Sheet:
    names = ("id", "title", "outlet", "published", "lang", "url", "state", "claims", "echo_of", "echoes")
    return [{name: row[name] for name in names} for row in body["items"]]
