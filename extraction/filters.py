"""Which quantities are no claims, and why."""

from extraction.claims import Reason
from extraction.numerals import Form
from extraction.quantities import Found
from extraction import units

_FORMS = {
    Form.NAME: Reason.PART_OF_NAME,
    Form.ORDINAL: Reason.RANK,
    Form.DIMENSION: Reason.RESOLUTION,
    Form.EXPONENT: Reason.FORMULA,
    Form.VERSION: Reason.VERSION,
}


def reject(found: Found, clean: str) -> Reason | None:
    """The reason why the quantity is no claim; None: it is one."""
    if found.first.form in _FORMS:
        return _FORMS[found.first.form]
    q = found.quantity
    if q.unit is None and q.value == q.value.to_integral_value() and found.first.form is Form.DIGITS:
        return Reason.COUNT
    if q.unit in units.COUNTED:
        return Reason.COUNT
    return None
