"""Addresses under /api/v1/."""

from django.urls import path, re_path

from leaderboard.api import alerts, boards, efficiency, extraction, named, reading, root, submissions

app_name = "api"
_BOARD = "boards/<slug:benchmark>/<slug:metric>"

urlpatterns = [
    path("", root.RootView.as_view(), name="root"),
    path("schema/", root.SchemaView.as_view(), name="schema"),
    path("docs/", root.docs, name="docs"),
    path("papers/", reading.PapersView.as_view(), name="papers"),
    path("papers/<uuid:uid>/", reading.PaperView.as_view(), name="paper"),
    path("claims/", reading.ClaimsView.as_view(), name="claims"),
    path("claims/<uuid:uid>/", reading.ClaimView.as_view(), name="claim"),
    path("boards/", boards.BoardsView.as_view(), name="boards"),
    path(f"{_BOARD}/", boards.BoardView.as_view(), name="board"),
    path(f"{_BOARD}/rows/", boards.RowsView.as_view(), name="rows"),
    path("pareto/", boards.ParetoView.as_view(), name="pareto"),
    path("efficiency/", efficiency.EfficiencyBoardsView.as_view(), name="efficiency"),
    path("efficiency/<slug:family>/", efficiency.EfficiencyBoardView.as_view(), name="efficiency-board"),
    path("systems/", named.SystemsView.as_view(), name="systems"),
    path("systems/<slug:slug>/", named.SystemView.as_view(), name="system"),
    path("benchmarks/", named.BenchmarksView.as_view(), name="benchmarks"),
    path("benchmarks/<slug:slug>/", named.BenchmarkView.as_view(), name="benchmark"),
    path("metrics/", named.MetricsView.as_view(), name="metrics"),
    path("metrics/<slug:slug>/", named.MetricView.as_view(), name="metric"),
    path("tasks/", named.TasksView.as_view(), name="tasks"),
    path("tasks/<slug:slug>/", named.TaskView.as_view(), name="task"),
    path("contradictions/", named.ContradictionsView.as_view(), name="contradictions"),
    path("search/", named.SearchView.as_view(), name="search"),
    path("changes/", reading.ChangesView.as_view(), name="changes"),
    path("extract/", extraction.ExtractView.as_view(), name="extract"),
    path("jobs/<uuid:uid>/", submissions.JobView.as_view(), name="job"),
    path("alerts/", alerts.AlertsView.as_view(), name="alerts"),
    path("alerts/<uuid:uid>/", alerts.AlertView.as_view(), name="alert"),
    re_path(r"^(?P<path>(?s:.+))\Z", root.NothingView.as_view(), name="nothing"),
]
