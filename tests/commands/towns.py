"""A small election in a file, and the command that counts it, for the tests of that command."""

import argparse
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO

from concejo.commands import count as command

#: Two ties: of c and a for the first turn, and then b costs what is left.
FILE = """META
key;value
description;A small town
country;Spain
unit;Ciudad Olmeda
instance;2027
num_projects;3
num_votes;5
budget;{budget}
currency;EUR
vote_type;{vote_type}
rule;{rule}
date_begin;2027
date_end;2027
PROJECTS
project_id;cost;name
c;{cost};Fuente
a;60;Árboles
b;50;Banco
VOTES
voter_id;vote
1;c,a
2;c,a
3;b
4;c,b
5;a
"""
RANKING = """3 1
4 1 2 3 0
3 2 3 1 0
2 3 2 1 0
0
"Ana"
"Bruno"
"Carla"
"One seat"
"""


def written(folder, rule="greedy", vote_type="approval", cost="40", budget="100"):
    file = folder / "town.pb"
    file.write_text(FILE.format(rule=rule, vote_type=vote_type, cost=cost, budget=budget))
    return file


def said(*words):
    """Run the command and give exit status, output and what was said on the standard error."""
    parser = argparse.ArgumentParser()
    command.register(parser.add_subparsers())
    arguments = parser.parse_args(["count", *map(str, words)])
    assert not arguments.needs_database
    status = 0
    with redirect_stdout(StringIO()) as out, redirect_stderr(StringIO()) as err:
        try:
            arguments.run(arguments)
        except SystemExit as leaving:
            status = leaving.code
    return status, out.getvalue(), err.getvalue()
