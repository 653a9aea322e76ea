"""What can go wrong with servers, as one sentence that says what to do."""


class ServiceError(Exception):
    """A server or the whole site cannot start; the message is meant for the person at the terminal."""


class BusyError(ServiceError):
    """Somebody else works on the folder."""
