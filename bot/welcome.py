"""How whoever runs the bot hands a cluster over: a link at the terminal, and a picture of it for a phone.

Not in the log: whoever has the link has the cluster.
"""

import sys

import click

from bot.one_bot import OneBot


class Welcome:
    """Told of each bot that is opened, it shows the link of its cluster, once, while nobody leads that."""

    def __init__(self) -> None:
        self._seen: set[int] = set()
        self._shown = 0

    async def __call__(self, bot: OneBot) -> None:
        """A second link for a cluster would put the first out of use, so two bots of one share theirs."""
        if bot.line.cluster_id in self._seen:
            return
        self._seen.add(bot.line.cluster_id)
        if link := await bot.claim_link():
            self.show(bot.application.bot.username, link)

    def show(self, username: str, link: str) -> None:
        """The first with a QR code; of many that would fill screens."""
        click.echo(f"\nNobody leads the cluster of @{username} yet. Within 30 minutes, open on your phone\n")
        click.echo(f"  {link}\n")
        if not self._shown:
            import segno  # noqa: PLC0415 - takes 1.4 MiB: only until somebody leads

            click.echo("or point its camera here. Each start shows a new link; only the newest works.\n")
            segno.make(link, error="l").terminal(out=sys.stdout, compact=True)
        self._shown += 1
        sys.stdout.flush()
