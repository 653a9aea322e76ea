"""Addresses under /pwc/api/v1/, as `paperswithcode-client` asks for them."""

from django.urls import path

from leaderboard.api.pwc import catalogue, reading, tables

app_name = "pwc"
_TABLE = "evaluations/<str:table>"

urlpatterns = [
    path("search/", reading.SearchView.as_view(), name="search"),
    path("papers/", reading.PapersView.as_view(), name="papers"),
    path("papers/<str:paper>/", reading.PaperView.as_view(), name="paper"),
    path("papers/<str:paper>/datasets/", reading.PaperDatasetsView.as_view()),
    path("papers/<str:paper>/tasks/", reading.PaperTasksView.as_view()),
    path("papers/<str:paper>/results/", reading.PaperResultsView.as_view()),
    path("papers/<str:paper>/repositories/", reading.PaperNothingView.as_view()),
    path("papers/<str:paper>/methods/", reading.PaperNothingView.as_view()),
    path("repositories/", reading.NoneOfThemView.as_view()),
    path("repositories/<str:owner>", reading.NoneOfThemView.as_view()),  # the client leaves the slash out
    path("repositories/<str:owner>/", reading.NoneOfThemView.as_view()),
    path("repositories/<str:owner>/<str:name>/papers/", reading.NoneOfThemView.as_view()),
    path("conferences/<str:conference>/proceedings/", reading.NoneOfThemView.as_view()),
    path(
        "conferences/<str:conference>/proceedings/<str:proceeding>/papers/", reading.NoneOfThemView.as_view()
    ),
    path("authors/", reading.AuthorsView.as_view(), name="authors"),
    path("authors/<str:author>/", reading.AuthorView.as_view()),
    path("authors/<str:author>/papers/", reading.AuthorPapersView.as_view()),
    path("conferences/", reading.NoneOfThemView.as_view()),
    path("methods/", reading.NoneOfThemView.as_view()),
    path("areas/", reading.AreasView.as_view(), name="areas"),
    path("areas/<str:area>/", reading.AreaView.as_view()),
    path("areas/<str:area>/tasks/", reading.AreaTasksView.as_view()),
    path("tasks/", catalogue.TasksView.as_view(), name="tasks"),
    path("tasks/<str:task>/", catalogue.TaskView.as_view()),
    path("tasks/<str:task>/children/", catalogue.TaskChildrenView.as_view()),
    path("tasks/<str:task>/parents/", catalogue.TaskParentsView.as_view()),
    path("tasks/<str:task>/papers/", catalogue.TaskPapersView.as_view()),
    path("tasks/<str:task>/evaluations/", catalogue.TaskTablesView.as_view()),
    path("datasets/", catalogue.DatasetsView.as_view(), name="datasets"),
    path("datasets/<str:dataset>/", catalogue.DatasetView.as_view()),
    path("datasets/<str:dataset>/evaluations/", catalogue.DatasetTablesView.as_view()),
    path("evaluations/", tables.TablesView.as_view(), name="evaluations"),
    path(f"{_TABLE}/", tables.TableView.as_view(), name="evaluation"),
    path(f"{_TABLE}/metrics/", tables.MetricsView.as_view()),
    path(f"{_TABLE}/metrics/<str:metric>/", tables.MetricView.as_view()),
    path(f"{_TABLE}/results/", tables.ResultsView.as_view()),
    path(f"{_TABLE}/results/<uuid:result>/", tables.ResultView.as_view()),
    path("rpc/evaluation-synchronize/", tables.SynchronizeView.as_view(), name="synchronize"),
    path("<path:path>", reading.NoSuchThingView.as_view()),
]
