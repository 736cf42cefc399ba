"""A chart drawn as a picture that Telegram shows, with a font of our own: a small server may have none."""

from collections.abc import Callable
from pathlib import Path

from actions import poll_charts
from actions.turns import Transaction
from domain.attachments import File, Wanted

FONT = Path(__file__).parent / "fonts" / "DejaVuSans.ttf"


def sketch_chart(tx: Transaction, wanted: Wanted) -> Callable[[], File] | None:
    """A poll's result; None when there is none to show."""
    draw = poll_charts.sketch(tx, wanted)
    return draw and (lambda: File("resultat.png", png(draw())))


def png(svg: str) -> bytes:
    """The picture. Takes some hundredths of a second: not for the thread that writes the database."""
    import resvg_py  # noqa: PLC0415 - takes 0.9 MiB: only where somebody asks for a chart

    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg, font_files=[str(FONT)], skip_system_fonts=True, font_family="DejaVu Sans"
        )
    )
