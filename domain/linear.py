"""The one door to the solver, HiGHS: which columns to take so that it costs least."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate


@dataclass(frozen=True)
class Column:
    """Something to take, wholly or not at all: its cost, and how much it adds to which rows."""

    cost: float
    entries: tuple[tuple[int, int], ...]


def cheapest(columns: Sequence[Column], most: Sequence[float]) -> list[float]:
    """How much of each column to take, from 0 to 1, when row n may sum up to at most `most[n]`.

    Lets other threads run meanwhile. Raises ArithmeticError when the solver gives up.
    """
    import highspy  # noqa: PLC0415 - brings numpy along, 80 MB on disk: only who plans waits for it
    import numpy as np  # noqa: PLC0415 - as above

    programme = highspy.HighsLp()
    programme.num_col_, programme.num_row_ = len(columns), len(most)
    programme.col_cost_ = np.array([column.cost for column in columns])
    programme.col_lower_, programme.col_upper_ = np.zeros(len(columns)), np.ones(len(columns))
    programme.row_lower_, programme.row_upper_ = np.full(len(most), -highspy.kHighsInf), np.array(most)
    programme.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    programme.a_matrix_.start_ = np.array([0, *accumulate(len(column.entries) for column in columns)])
    programme.a_matrix_.index_ = np.array([row for column in columns for row, _ in column.entries])
    programme.a_matrix_.value_ = np.array([float(value) for column in columns for _, value in column.entries])
    solver = highspy.Highs()  # type: ignore[no-untyped-call]  # its only untyped corner
    solver.setOptionValue("output_flag", False)  # noqa: FBT003 - its signature
    solver.setOptionValue("threads", 1)
    solver.passModel(programme)
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        raise ArithmeticError(f"no plan: {solver.modelStatusToString(solver.getModelStatus())}")
    return list(solver.getSolution().col_value)
