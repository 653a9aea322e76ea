"""Addresses of the desk of names."""

from django.urls import path

from leaderboard.admin import name_desk, name_facts, name_words

_THING = "<slug:kind>/<slug:slug>/"

urlpatterns = [
    path("", name_desk.desk, name="names"),
    path("changes/<uuid:uid>/", name_desk.change, name="name-change"),
    path("changes/<uuid:uid>/reread/", name_facts.reread, name="name-reread"),
    path("facts/<slug:slug>/", name_facts.facts, name="name-facts"),
    path("words/<slug:kind>/<slug:digest>/", name_words.words, name="name-words"),
    path(_THING, name_desk.thing, name="name-thing"),
    path(f"{_THING}confirm/", name_desk.confirm, name="name-confirm"),
    path(f"{_THING}rename/", name_desk.rename, name="name-rename"),
    path(f"{_THING}merge/", name_desk.merge, name="name-merge"),
    path(f"{_THING}unname/", name_desk.unname, name="name-unname"),
    path(f"{_THING}split/", name_desk.split, name="name-split"),
]
