"""Addresses under /api/v1/."""

from django.urls import path

from leaderboard.api import views

app_name = "api"
urlpatterns = [
    path("", views.RootView.as_view(), name="root"),
    path("papers/", views.PapersView.as_view(), name="papers"),
    path("papers/<uuid:uid>/", views.PaperView.as_view(), name="paper"),
    path("claims/", views.ClaimsView.as_view(), name="claims"),
    path("claims/<uuid:uid>/", views.ClaimView.as_view(), name="claim"),
    path("boards/", views.BoardsView.as_view(), name="boards"),
    path("boards/<slug:benchmark>/<slug:metric>/", views.BoardView.as_view(), name="board"),
    path("<path:path>", views.NothingView.as_view(), name="nothing"),
]
