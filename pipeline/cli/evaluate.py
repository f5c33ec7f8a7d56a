"""`jianbao evaluate`: output against gold."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli.exits import Exit, complain


@click.command("evaluate", short_help="Compare output with pages whose stories are known.")
@click.argument("out", type=click.Path(path_type=Path))
@click.argument("gold", type=click.Path(path_type=Path))
@click.option(
    "--floors",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Fail where a measure is worse than this TOML file says.",
)
@click.option(
    "--corpus",
    metavar="NAME",
    help="Whose floors of the file count (the one named like GOLD). Without --floors: jianbao's own.",
)
@click.option(
    "--tolerance",
    type=click.FloatRange(0, 0.5),
    default=0.0,
    metavar="SHARE",
    help="For scans: take a text as right that has up to this share of its characters misread, as in 0.05. The "
    "error rate counts them all the same.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
@click.option("--differences", is_flag=True, help="Say for each page what is wrong, in sentences.")
def command(
    out: Path,
    gold: Path,
    floors: Path | None,
    corpus: str | None,
    tolerance: float,
    as_json: bool,
    differences: bool,
) -> int:
    """Compare the stories in OUT with GOLD: how much of each page was cut rightly.

    GOLD is a file or a folder of files NAME.gold.json; each is compared with the page of that name in OUT. A
    measure goes from 0 to 1, and more is better, except where the table says otherwise.

    \b
    Examples:
      jianbao evaluate out fixtures
      jianbao evaluate out fixtures/clean-daily.gold.json --differences
    """
    import msgspec

    from pipeline.cli.safe import visible
    from pipeline.evaluate.floors import FLOORS, below, load_floors
    from pipeline.evaluate.report import evaluate

    wanted = load_floors(corpus or _corpus(gold), floors or FLOORS) if floors or corpus else {}
    report = evaluate(out, gold, tolerance)
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(report.as_dict()), indent=1).decode())
    else:
        click.echo(report.table(), nl=False)
        for page in report.pages if differences else ():
            click.secho(f"\n{visible(page.name)}", bold=True)
            for sentence in page.differences or ("nothing is wrong",):
                click.echo(f"  {visible(sentence)}")
    worse = below(report, wanted)
    for sentence in worse:
        complain(sentence)
    return Exit.SOME_FAILED if worse else Exit.DONE


def _corpus(gold: Path) -> str:
    name = gold.resolve().name
    return name.removesuffix(".json").removesuffix(".gold")
