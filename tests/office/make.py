"""Makes the files that people have of one notification, with the programs that people use.

    make.py TEXT OUT

TEXT is the text copy. A page as the e-service shows it is saved by Chromium as HTML, with its
files, as MHTML and as a PDF. A Word document is written by python-docx and converted by
LibreOffice. Of the form nothing is known here but how lines look.
"""

import base64
import fcntl
import html
import json
import os
import pathlib
import subprocess
import sys
import tempfile

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

CHROMIUM = os.environ.get("CHROMIUM", "chromium")
SOFFICE = os.environ.get("SOFFICE", "soffice")
MARKS = {"☒ ": True, "☐ ": False}
W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'


def lines_of(path):
    """Each line with the state of its box; None where it has none."""
    for line in path.read_text(encoding="utf-8-sig").splitlines():
        if line[:2] in MARKS:
            yield line[2:], MARKS[line[:2]]
        elif line.strip():
            yield line, None


def is_heading(line):
    number, dot, _ = line.partition(".")
    return bool(dot) and number.isdigit() and len(line) > 30


def page(lines):
    """The page, with what pages have around and between the text."""
    rows = []
    for at, (line, ticked) in enumerate(lines):
        words = html.escape(line, quote=False)
        if ticked is not None:
            state = " checked" if ticked else ""
            rows.append(
                f'<div class="rad"><input type="checkbox" id="r{at}"{state}>'
                f'<label for="r{at}"><span>{words}</span></label></div>'
            )
        elif is_heading(line):
            rows.append(f"<h3>{words}</h3>")
        else:
            rows.append(f"<div><span>{words}</span></div>")
    body = "\n".join(rows)
    return f"""<!DOCTYPE html>
<html lang="sv"><head><meta charset="utf-8"><title>Min anmälan</title>
<link rel="stylesheet" href="stil.css">
<style>.dold {{ display: none }} h3 {{ font-size: 1em }}</style>
<script>document.addEventListener("DOMContentLoaded", () => document.body.dataset.klar = "ja");</script>
</head><body><div class="dold">1. Meny</div><noscript>Slå på skript</noscript>
<main>{body}</main></body></html>"""


class Browser:
    """Chromium, spoken to through a pipe: each message ends with a zero byte."""

    def __init__(self, profile):
        to_read, self.write = os.pipe()
        self.read, to_write = os.pipe()

        def ends():
            # Moved out of the way first: the ends themselves may be 3 and 4.
            high = [fcntl.fcntl(end, fcntl.F_DUPFD, 10) for end in (to_read, to_write)]
            os.dup2(high[0], 3)
            os.dup2(high[1], 4)

        flags = ["--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe"]
        self.process = subprocess.Popen(
            [CHROMIUM, *flags, f"--user-data-dir={profile}", "about:blank"],
            preexec_fn=ends,
            close_fds=False,
            stderr=subprocess.DEVNULL,
        )
        os.close(to_read)
        os.close(to_write)
        self.number, self.rest = 0, b""

    def message(self):
        while b"\0" not in self.rest:
            piece = os.read(self.read, 1 << 16)
            if not piece:
                raise SystemExit("Chromium ended")
            self.rest += piece
        one, self.rest = self.rest.split(b"\0", 1)
        return json.loads(one)

    def ask(self, method, session=None, **params):
        self.number += 1
        asked = {"id": self.number, "method": method, "params": params}
        if session:
            asked["sessionId"] = session
        os.write(self.write, json.dumps(asked).encode() + b"\0")
        while (told := self.message()).get("id") != self.number:
            pass
        if "error" in told:
            raise SystemExit(f"{method}: {told['error']}")
        return told["result"]

    def save(self, url, out):
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.ask("Page.enable", session)
        self.ask("Page.navigate", session, url=url)
        while self.message().get("method") != "Page.loadEventFired":
            pass
        saved = self.ask("Page.captureSnapshot", session, format="mhtml")["data"]
        (out / "chromium.mhtml").write_bytes(saved.encode())
        printed = self.ask("Page.printToPDF", session, preferCSSPageSize=True)["data"]
        (out / "chromium.pdf").write_bytes(base64.b64decode(printed))
        source = "document.documentElement.outerHTML"
        told = self.ask("Runtime.evaluate", session, expression=source)["result"]["value"]
        # As "Save as, complete" does: the page beside a folder with what it needs.
        files = out / "chromium-complete_files"
        files.mkdir()
        (files / "stil.css").write_text("body { color: black }")
        whole = told.replace('href="stil.css"', f'href="./{files.name}/stil.css"')
        (out / "chromium-complete.html").write_text("<!DOCTYPE html>\n" + whole, encoding="utf-8")
        self.ask("Browser.close")
        self.process.wait(30)


def browse(source, out, profile):
    url = source.as_uri()
    flags = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={profile}"]
    dump = subprocess.run(
        [CHROMIUM, *flags, "--dump-dom", url],
        check=True,
        timeout=120,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    (out / "chromium-dom.html").write_bytes(dump.stdout)
    Browser(profile).save(url, out)


def control(ticked):
    """A check box as Word makes it."""
    state, sign = (1, "☒") if ticked else (0, "☐")
    return parse_xml(
        f"<w:sdt {nsdecls('w')} {W14}><w:sdtPr><w14:checkbox>"
        f'<w14:checked w14:val="{state}"/><w14:checkedState w14:val="2612"/>'
        f'<w14:uncheckedState w14:val="2610"/></w14:checkbox></w:sdtPr>'
        f"<w:sdtContent><w:r><w:t>{sign}</w:t></w:r></w:sdtContent></w:sdt>"
    )


def write(lines, path, struck):
    """The copy in Word: options in tables, a head and a foot. Words that were struck out under
    tracked changes follow each heading, unless they are none."""
    document = docx.Document()
    section = document.sections[0]
    section.header.paragraphs[0].text = "Kopia ur diariet"
    section.footer.paragraphs[0].text = "Sida 1 av 3"
    table = None
    for line, ticked in lines:
        if ticked is None:
            table = None
            paragraph = document.add_paragraph()
        else:
            table = table or document.add_table(rows=0, cols=1)
            paragraph = table.add_row().cells[0].paragraphs[0]
            paragraph._p.append(control(ticked))
            paragraph.add_run(" ")
        half = len(line) // 2
        paragraph.add_run(line[:half]).bold = is_heading(line)
        paragraph.add_run(line[half:])
        if struck and is_heading(line):
            gone = (
                f'<w:del {nsdecls("w")} w:id="1" w:author="A" w:date="2024-03-05T10:00:00Z">'
                f"<w:r><w:delText> {struck}</w:delText></w:r></w:del>"
            )
            paragraph._p.append(parse_xml(gone))
    document.save(path)


def convert(source, filters, profile, made):
    flags = [f"-env:UserInstallation={profile.as_uri()}", "--headless"]
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [SOFFICE, *flags, "--convert-to", filters, "--outdir", folder, str(source)],
            check=True,
            timeout=180,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        (one,) = pathlib.Path(folder).iterdir()
        made.write_bytes(one.read_bytes())


def main(text, out):
    lines = list(lines_of(pathlib.Path(text)))
    out = pathlib.Path(out).resolve()
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        room = pathlib.Path(folder).resolve()
        source = room / "anmalan.html"
        source.write_text(page(lines), encoding="utf-8")
        (room / "stil.css").write_text("body { color: black }")
        browse(source, out, room / "chromium")
        word = out / "python-docx.docx"
        write(lines, word, "struket")
        profile = room / "libreoffice"
        for ending in ["odt", "rtf", "docx", "doc"]:
            convert(word, ending, profile, out / f"libreoffice.{ending}")
        # In a page and on paper LibreOffice shows what was struck out.
        clean = room / "rent.docx"
        write(lines, clean, "")
        convert(clean, "html:HTML (StarWriter)", profile, out / "libreoffice.html")
        convert(clean, "pdf", profile, out / "libreoffice.pdf")


if __name__ == "__main__":
    main(*sys.argv[1:])
