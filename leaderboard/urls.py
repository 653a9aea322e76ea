"""Addresses of the public pages; a slug or uid in an address never changes once published."""

from django.contrib.auth.views import LoginView, LogoutView
from django.urls import path

from leaderboard.queries.things import Kind
from leaderboard.views import (
    about,
    account,
    badges,
    boards,
    citations,
    claims,
    comparisons,
    contradictions,
    downloads,
    efficiency,
    embeds,
    exports,
    feeds,
    home,
    metadata,
    papers,
    pareto,
    search,
    sitemaps,
    things,
)

_BOARD = "<slug:benchmark>/<slug:metric>"

urlpatterns = [
    path("", home.home, name="home"),
    path("boards/", boards.boards, name="boards"),
    path("boards/<slug:benchmark>/<slug:metric>/", boards.board, name="board"),
    path("efficiency/", efficiency.boards, name="efficiency"),
    path("efficiency/<slug:family>/", efficiency.board, name="efficiency-board"),
    path("papers/", papers.papers, name="papers"),
    path("papers/<uuid:uid>/", papers.paper, name="paper"),
    path("claims/<uuid:uid>/", claims.claim, name="claim"),
    path("systems/<slug:slug>/", things.system, name="system"),
    path("benchmarks/<slug:slug>/", things.benchmark, name="benchmark"),
    path("metrics/<slug:slug>/", things.metric, name="metric"),
    path("tasks/<slug:slug>/", things.task, name="task"),
    *(path(f"{kind}/", things.listed, {"kind": kind}, name=kind) for kind in Kind),
    path("compare/", comparisons.compare, name="compare"),
    path("pareto/", pareto.pareto, name="pareto"),
    path("contradictions/", contradictions.contradictions, name="contradictions"),
    path("search/", search.search, name="search"),
    path("search/suggest/", search.suggest, name="suggest"),
    path("search/description.xml", search.description, name="opensearch"),
    path("about/", about.about, name="about"),
    path("account/login/", LoginView.as_view(template_name="account/login.html"), name="login"),
    path("account/logout/", LogoutView.as_view(), name="logout"),
    path("account/tokens/", account.tokens, name="tokens"),
    path("account/tokens/<uuid:uid>/revoke/", account.revoke, name="revoke token"),
    # What other sites and programs take.
    path("feeds/claims/", feeds.claims, name="feed of claims"),
    path("feeds/records/", feeds.records, name="feed of records"),
    path(f"boards/{_BOARD}/feed/", feeds.board, name="feed of board"),
    path(f"boards/{_BOARD}/records/feed/", feeds.board_records, name="feed of board records"),
    path(f"boards/{_BOARD}/table.csv", downloads.as_csv, name="table.csv"),
    path(f"boards/{_BOARD}/table.json", downloads.as_json, name="table.json"),
    path(f"embed/boards/{_BOARD}/", embeds.board, name="embed"),
    path(f"badges/{_BOARD}/<slug:system>.svg", badges.svg, name="badge.svg"),
    path(f"badges/{_BOARD}/<slug:system>.json", badges.shield, name="badge.json"),
    path("papers/<uuid:uid>/cite.bib", citations.cite, name="cite"),
    path("exports/", exports.exports, name="exports"),
    path("exports/<slug:name>/<str:file>", exports.file, name="export file"),
    path("robots.txt", metadata.robots, name="robots"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemaps/boards-<int:benchmark>-<int:metric>.xml", sitemaps.boards, name="sitemap of boards"),
    path("sitemaps/<slug:kind>-<int:number>.xml", sitemaps.part, name="sitemap part"),
]
