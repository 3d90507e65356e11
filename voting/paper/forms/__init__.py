"""What officials type: an urn and its sheets, a sheet by codes or by ticks, a reason."""

from voting.paper.forms.acts import MAX_SHEETS, CountForm, ReasonForm, UrnForm
from voting.paper.forms.sheets import SheetForm

__all__ = ["MAX_SHEETS", "CountForm", "ReasonForm", "SheetForm", "UrnForm"]
