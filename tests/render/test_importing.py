"""Every module can be the first that is imported: which one is depends on what is run."""

from __future__ import annotations

import subprocess
import sys

_EACH_FIRST = """
import importlib, pkgutil, sys, bot.render
for one in list(pkgutil.walk_packages(bot.render.__path__, "bot.render.")):
    for known in [name for name in sys.modules if name.startswith("bot.render.")]:
        del sys.modules[known]
    importlib.import_module(one.name)
"""


def test_no_two_modules_of_words_need_each_other_first() -> None:
    subprocess.run([sys.executable, "-c", _EACH_FIRST], check=True)
