"""Copies on aggregators, which count on the panel only where the board of the opening itself is not in it."""

from typing import Any

import ibis

from trends.mart.read import Mart


def standing(mart: Mart, seen: Any, *by: str) -> Any:
    """Return (vacancy, stand_in, …`by`): the posting that stands for an opening whose own board is not in the panel.

    `seen` says (board, …`by`, panel). Of several aggregators in the panel the one that saw the opening first counts.
    """
    own = seen.select("board", *by, own_panel=seen.panel)
    home = seen.select(*by, home=seen.board, home_panel=seen.panel)
    twins = mart.twins.join(own, "board").join(home, ["home", *by])
    twins = twins.filter(twins.own_panel & ~twins.home_panel)
    first = ibis.row_number().over(ibis.window(group_by=["vacancy", *by], order_by=["seen_on", "posting"])) == 0
    twins = twins.mutate(is_first=first)
    return twins.filter(twins.is_first).select("vacancy", *by, stand_in=twins.posting)


def on_the_panel(mart: Mart, ads: Any, seen: Any, *by: str, panel: str = "panel", stands: str = "stands") -> Any:
    """Return ads with the column `stands` filled, and with copies that do not stand for their vacancy off the `panel`.

    `stands` says for each ad of a vacancy that an aggregator speaks for whether it is the one; elsewhere it is null.
    """
    if not mart.has_twins:
        return ads.mutate(**{stands: ibis.null("boolean")})
    found = standing(mart, seen.select("board", *by, panel=seen[panel]), *by)
    ads = ads.left_join(found, ["vacancy", *by], rname="{name}_found")
    ads = ads.mutate(**{stands: ads.stand_in == ads.posting})
    copy = ads.posting.isin(mart.twins.posting)
    ads = ads.mutate(**{panel: ads[panel] & (~copy | ads[stands].fill_null(False))})
    return ads.drop("stand_in", *(f"{name}_found" for name in ("vacancy", *by)))
