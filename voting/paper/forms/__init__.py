"""What officials type: an urn and its sheets, a sheet by codes or by ticks, a reason."""

from voting.paper.forms.acts import CountForm, ReasonForm, UrnForm
from voting.paper.forms.sheets import SheetForm

__all__ = ["CountForm", "ReasonForm", "SheetForm", "UrnForm"]
