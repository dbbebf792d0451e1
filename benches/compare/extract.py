"""Extracts the main content of every HTML file in a folder with one library: extract.py LIBRARY FOLDER."""

import sys
from pathlib import Path


def extractor(library):
    if library == "justext":
        import justext

        words = justext.get_stoplist("English")
        return lambda page: [found.text for found in justext.justext(page, words) if not found.is_boilerplate]
    if library == "trafilatura":
        import trafilatura

        return lambda page: trafilatura.extract(page.decode())
    from resiliparse.extract.html2text import extract_plain_text

    return lambda page: extract_plain_text(page.decode(), main_content=True)


library, folder = sys.argv[1:]
extract = extractor(library)
for path in sorted(Path(folder).rglob("*.html")):
    extract(path.read_bytes())
