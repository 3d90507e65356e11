"""Addresses with numbers in them, however absurd, lead somewhere or nowhere: they never break."""

import pytest

ABSURD = ["0", "007", str(2**63), "9" * 25, "9" * 5000, "-1", "1.5", "٣"]


@pytest.mark.parametrize("number", ABSURD)
async def test_a_number_that_no_row_has_is_nothing_at_all(browser, process, number):
    for page in (
        f"/processes/{process.slug}/proposals/{number}",
        f"/processes/{process.slug}/proposals/{number}/edit",
        f"/processes/{process.slug}/vote/results/{number}.pb",
        f"/processes/{process.slug}/commitments/drafts/{number}",
        f"/data/{process.slug}/outcome-{number}.json",
    ):
        answer = await browser.get(page)

        assert answer.status_code == 404, page
