"""Addresses of the public pages; a slug or uid in an address never changes once published."""

from django.urls import path

from leaderboard.queries.things import Kind
from leaderboard.views import about, boards, claims, comparisons, contradictions, home, papers, search, things

urlpatterns = [
    path("", home.home, name="home"),
    path("boards/", boards.boards, name="boards"),
    path("boards/<slug:benchmark>/<slug:metric>/", boards.board, name="board"),
    path("papers/", papers.papers, name="papers"),
    path("papers/<uuid:uid>/", papers.paper, name="paper"),
    path("claims/<uuid:uid>/", claims.claim, name="claim"),
    path("systems/<slug:slug>/", things.system, name="system"),
    path("benchmarks/<slug:slug>/", things.benchmark, name="benchmark"),
    path("metrics/<slug:slug>/", things.metric, name="metric"),
    path("tasks/<slug:slug>/", things.task, name="task"),
    *(path(f"{kind}/", things.listed, {"kind": kind}, name=kind) for kind in Kind),
    path("compare/", comparisons.compare, name="compare"),
    path("contradictions/", contradictions.contradictions, name="contradictions"),
    path("search/", search.search, name="search"),
    path("search/suggest/", search.suggest, name="suggest"),
    path("search/description.xml", search.description, name="opensearch"),
    path("about/", about.about, name="about"),
]
