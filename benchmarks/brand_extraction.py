"""Accuracy of the brand part of Chinese company names on a file of one's own.

    python benchmarks/brand_extraction.py names.txt

One company a line: the full name, a blank, its brand part; a name alone has no brand of its own.
"""

import argparse
from pathlib import Path

from dagster_project.identity.names import clean_text, company_name


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--show", action="store_true", help="print what went wrong")
    parser.add_argument("--skip", type=int, default=0, help="leave out this many lines at the start")
    arguments = parser.parse_args()
    lines = [line.split() for line in arguments.file.read_text(encoding="utf-8").splitlines() if line.strip()]
    lines = lines[arguments.skip :]
    wrong = []
    for name, *brand in lines:
        expected, found = clean_text(brand[0]) if brand else "", company_name(name).brand
        if found != expected:
            wrong.append(f"{name}: expected {expected or '(none)'}, found {found or '(none)'}")
    if arguments.show:
        print("\n".join(wrong))
    print(f"{len(lines) - len(wrong)} of {len(lines)} right: {1 - len(wrong) / len(lines):.3f}")


if __name__ == "__main__":
    main()
