"""Reading over the wire: papers, authors, areas, and the lists of what this project has nothing of."""

from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from leaderboard.api.pwc import shapes
from leaderboard.api.pwc.wire import Asked, WireView, paged, there
from leaderboard.queries import evaluations, pwc
from leaderboard.queries.windows import Slice


class SearchView(WireView):
    """Papers by their words, without repositories: none are known."""

    read_throttle = "search"

    def get(self, request: Request) -> Response:
        """One page."""
        asked = Asked(request, "q")
        return paged(request, asked, pwc.papers(asked.at, asked=asked.filters), shape=shapes.found_paper)


class PapersView(WireView):
    """Papers."""

    def get(self, request: Request) -> Response:
        """One page, narrowed by words, arXiv number, title or abstract."""
        asked = Asked(request, "q", "arxiv_id", "title", "abstract")
        return paged(request, asked, pwc.papers(asked.at, asked=asked.filters), shape=shapes.paper)


class PaperView(WireView):
    """A paper, by its id or arXiv number."""

    def get(self, request: Request, paper: str) -> Response:
        """The paper."""
        return Response(shapes.paper(there(pwc.paper(paper), "paper")))


class PaperDatasetsView(WireView):
    """What a paper's results are about."""

    def get(self, request: Request, paper: str) -> Response:
        """One page."""
        asked = Asked(request)
        found = pwc.datasets_of_paper(there(pwc.paper(paper), "paper"), asked.at)
        return paged(request, asked, found, shape=shapes.dataset)


class PaperTasksView(WireView):
    """The tasks of a paper's results."""

    def get(self, request: Request, paper: str) -> Response:
        """One page."""
        asked = Asked(request)
        return paged(
            request, asked, pwc.tasks_of_paper(there(pwc.paper(paper), "paper"), asked.at), shape=shapes.task
        )


class PaperResultsView(WireView):
    """A paper's results: claims that have a rank, and rows that were handed in."""

    def get(self, request: Request, paper: str) -> Response:
        """One page."""
        asked = Asked(request)
        found = evaluations.results_of_paper(there(pwc.paper(paper), "paper"), asked.at)
        return paged(request, asked, found, shape=shapes.result)


class PaperNothingView(WireView):
    """Repositories and methods of a paper: none are known."""

    def get(self, request: Request, paper: str) -> Response:
        """An empty page, for papers that exist."""
        there(pwc.paper(paper), "paper")
        return _nothing(request, Asked(request))


class AuthorsView(WireView):
    """Authors: the names that papers give."""

    def get(self, request: Request) -> Response:
        """One page."""
        asked = Asked(request, "q", "full_name")
        return paged(request, asked, pwc.authors(asked.at, asked=asked.filters), shape=shapes.author)


class AuthorView(WireView):
    """An author."""

    def get(self, request: Request, author: str) -> Response:
        """The author."""
        return Response(shapes.author(there(pwc.author(author), "author")))


class AuthorPapersView(WireView):
    """The papers of an author."""

    def get(self, request: Request, author: str) -> Response:
        """One page."""
        asked = Asked(request)
        found = pwc.papers_of_author(there(pwc.author(author), "author"), asked.at)
        return paged(request, asked, found, shape=shapes.paper)


class AreasView(WireView):
    """Areas of research, as tasks name them."""

    def get(self, request: Request) -> Response:
        """One page."""
        asked = Asked(request, "q", "name")
        return paged(request, asked, pwc.areas(asked.at, asked=asked.filters), shape=shapes.area)


class AreaView(WireView):
    """An area."""

    def get(self, request: Request, area: str) -> Response:
        """The area."""
        return Response(shapes.area(there(pwc.area(area), "area")))


class AreaTasksView(WireView):
    """The tasks of an area."""

    def get(self, request: Request, area: str) -> Response:
        """One page."""
        asked = Asked(request)
        found = pwc.tasks(asked.at, asked={}, area=there(pwc.area(area), "area"))
        return paged(request, asked, found, shape=shapes.task)


class NoneOfThemView(WireView):
    """Repositories, conferences and methods: this project has none, and says so."""

    filters: tuple[str, ...] = ("q", "name", "full_name", "owner", "stars", "framework")

    def get(self, request: Request, **_: str) -> Response:
        """An empty page."""
        return _nothing(request, Asked(request, *self.filters))


class NoSuchThingView(WireView):
    """A single repository, conference, proceeding or method, and whatever else is not here."""

    def get(self, request: Request, **_: str) -> Response:
        """Never: there is none."""
        raise NotFound(
            "There is nothing at this address; repositories, conferences and methods are not kept here."
        )

    post = put = patch = delete = get


def _nothing(request: Request, asked: Asked) -> Response:
    none: Slice[str] = Slice(0)
    return paged(request, asked, none, shape=str)
