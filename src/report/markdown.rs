//! Blocks as Markdown, in which no text becomes markup. A summary must also read well in a pipe;
//! other reports are for viewers of Markdown alone. Terminals have a layout of their own.

use unicode_width::UnicodeWidthStr;

use crate::config::{Language, decimal};
use crate::report::block::{Block, Datum, Grid, Span};
use crate::statistics::thousands;
use crate::table::{Cell, span};

/// Where the text will be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reader {
    /// As text too: columns line up.
    Text,
    /// In a viewer alone.
    Viewer,
}

/// The width of a bar for 100 %.
const BAR: i64 = 20;
/// The sign between the two ends of a span, and in place of a share that is not given.
const DASH: &str = "–";

/// The blocks as Markdown, with a blank line between them.
pub(crate) fn markdown(blocks: &[Block], language: Language, reader: Reader) -> String {
    let blocks = blocks.iter().map(|block| match block {
        Block::Title(text) => format!("# {}\n", within(text)),
        Block::Heading(text) => format!("## {}\n", within(text)),
        Block::Paragraph(spans) => {
            let spans = spans.iter().map(|span| match span {
                Span::Plain(text) => escaped(text, true),
                Span::Strong(text) => format!("**{}**", within(text)),
                Span::Break => "\n".to_owned(),
            });
            spans.collect::<String>() + "\n"
        }
        Block::Grid(grid) => reader.grid(grid, language),
        Block::List(items) => {
            let mark = if reader == Reader::Text { '-' } else { '*' };
            let item = |item: &String| format!("{mark} {}\n", escaped(item, true));
            items.iter().map(item).collect()
        }
        Block::Code(text) => {
            let fence = fence(text);
            format!("{fence}text\n{}\n{fence}\n", text.trim_end())
        }
    });
    blocks.collect::<Vec<_>>().join("\n")
}

impl Reader {
    fn grid(self, grid: &Grid, language: Language) -> String {
        let is_aligned = self == Self::Text;
        let cell = |text: &str| within(text).replace('|', "\\|");
        let heads = grid
            .columns
            .iter()
            .map(|column| cell(column.head(language)));
        let row = |row: &Vec<Datum>| {
            row.iter()
                .map(|datum| cell(&text(datum, language)))
                .collect()
        };
        let mut lines: Vec<Vec<String>> = vec![heads.collect()];
        lines.extend(grid.rows.iter().map(row));
        let mut rule = String::new();
        for (at, column) in grid.columns.iter().enumerate() {
            let is_right = column.is_figures();
            let width = lines
                .iter()
                .map(|line| line[at].width())
                .max()
                .unwrap_or(0)
                .max(3);
            for line in lines.iter_mut().filter(|_| is_aligned) {
                let cell = &mut line[at];
                let pad = " ".repeat(width - cell.width());
                let place = if is_right { 0 } else { cell.len() };
                cell.insert_str(place, &pad);
            }
            let dashes = "-".repeat(if is_aligned { width + 1 } else { 3 });
            let end = match (is_right, is_aligned) {
                (true, _) => ":",
                (false, true) => "-",
                (false, false) => "",
            };
            rule.extend(["|", &dashes, end]);
        }
        let mut lines = lines
            .iter()
            .map(|line| format!("| {} |\n", line.join(" | ")));
        lines.next().unwrap_or_default() + &rule + "|\n" + &lines.collect::<String>()
    }
}

/// Text within a line that is no markup.
fn within(text: &str) -> String {
    escaped(text, false)
}

/// Text that is no markup, without control characters, within a line or at its beginning. A sign
/// that is no markup where it stands, as the line within `case_number`, stays as it is, so that it
/// can be read as text, too.
fn escaped(text: &str, is_first: bool) -> String {
    let signs: Vec<char> = text.chars().filter(|sign| !sign.is_control()).collect();
    let start = signs.iter().take_while(|sign| **sign == ' ').count();
    let digits = signs[start..].iter();
    let digits = digits.take_while(|sign| sign.is_ascii_digit()).count();
    let is_rule = |own: char| {
        let mut signs = signs[start..].iter();
        signs.all(|sign| *sign == own || *sign == ' ')
    };
    let mut out = String::with_capacity(text.len());
    for (at, &sign) in signs.iter().enumerate() {
        let before = at.checked_sub(1).map(|before| signs[before]);
        let rest = &signs[at + 1..];
        let next = rest.first().copied();
        let is_word = |sign: Option<char>| sign.is_some_and(char::is_alphanumeric);
        let ends = next.is_none_or(|next| next == ' ');
        let is_markup = match sign {
            '\\' | '`' | '*' | '[' => true,
            '_' => !(is_word(before) && is_word(next)),
            '~' => next == Some('~') || before == Some('~'),
            // At the beginning of a line these make a quote, a heading or a list.
            '>' | '#' => is_first && at == start,
            '-' | '+' | '=' => is_first && at == start && (ends || is_rule(sign)),
            '.' | ')' => is_first && digits > 0 && at == start + digits && ends,
            _ => false,
        };
        match sign {
            // Not every viewer knows a backslash before these.
            '<' => out.push_str("&lt;"),
            '&' if is_entity(rest) => out.push_str("&amp;"),
            _ if is_markup => out.extend(['\\', sign]),
            _ => out.push(sign),
        }
    }
    out
}

/// Whether signs behind an ampersand make a name of a sign with it.
fn is_entity(rest: &[char]) -> bool {
    let is_name = |sign: &&char| sign.is_ascii_alphanumeric() || **sign == '#';
    let name = rest.iter().take_while(is_name).count();
    name > 0 && rest.get(name) == Some(&';')
}

/// What stands around text that stays as it is: longer than any row of its signs in it.
fn fence(text: &str) -> String {
    let rows = text.split(|sign: char| sign != '`').map(str::len);
    "`".repeat(rows.max().unwrap_or(0).max(2) + 1)
}

/// A datum as text.
pub(super) fn text(datum: &Datum, language: Language) -> String {
    match datum {
        Datum::Blank => String::new(),
        Datum::Text(text) => text.clone(),
        Datum::Count(ends) => ends_of(ends.map(|end| end.text(thousands))),
        Datum::Share(ends) => ends_of(ends.map(|tenths| share(tenths, language))),
        Datum::NoShare => DASH.to_owned(),
        Datum::Bar(ends) => {
            let [least, most] = ends.map(|tenths| ((tenths * BAR + 500) / 1000).max(0) as usize);
            "█".repeat(least) + &"░".repeat(most.saturating_sub(least))
        }
    }
}

fn ends_of([least, most]: [String; 2]) -> String {
    span(&least, &most, DASH)
}

/// A share in percent, with the decimal sign of the language.
pub(super) fn share(tenths: i64, language: Language) -> String {
    decimal(&Cell::Percent(tenths).to_string(), language)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Words;
    use crate::disclosure::Figure;
    use crate::report::block::Column;

    #[test]
    fn every_block_is_written_for_both_readers() {
        const COLUMNS: &[Column] = &[
            Column::Words(Words::new("a", "a")),
            Column::Figures(Words::new("b", "b")),
            Column::Bars,
        ];
        let rows = vec![
            vec![
                Datum::Text("x|y".to_owned()),
                Datum::Count([Figure::Told(1), Figure::Told(1000)]),
                Datum::Bar([100, 200]),
            ],
            vec![Datum::Text("*".to_owned()), Datum::NoShare, Datum::Blank],
        ];
        let blocks = [
            Block::Title("T".to_owned()),
            Block::lines(["one".to_owned(), "two_".to_owned()]),
            Block::Grid(Grid {
                columns: COLUMNS.into(),
                rows,
            }),
            Block::List(vec!["i".to_owned()]),
            Block::Code("c\n\n".to_owned()),
        ];
        assert_eq!(
            markdown(&blocks, Language::En, Reader::Text),
            "# T\n\none\ntwo\\_\n\n| a    |       b |      |\n|------|--------:|------|\n| x\\|y | 1–1\u{a0}000 | ██░░ |\n| \\*   |       – |      |\n\n- i\n\n```text\nc\n```\n"
        );
        assert_eq!(
            markdown(&blocks[1..4], Language::En, Reader::Viewer),
            "one\ntwo\\_\n\n| a | b |  |\n|---|---:|---|\n| x\\|y | 1–1\u{a0}000 | ██░░ |\n| \\* | – |  |\n\n* i\n"
        );
    }

    #[test]
    fn no_text_becomes_markup_and_plain_text_stays() {
        let told = [
            (
                "<script>alert(1)</script>",
                "&lt;script>alert(1)&lt;/script>",
            ),
            ("[x](javascript:y) ![z](u)", "\\[x](javascript:y) !\\[z](u)"),
            ("*a* _b_ `c` ~~d~~", "\\*a\\* \\_b\\_ \\`c\\` \\~\\~d\\~\\~"),
            (
                "&lt;b&gt; &#60; H&M AB; A & B",
                "&amp;lt;b&amp;gt; &amp;#60; H&M AB; A & B",
            ),
            ("# a", "\\# a"),
            ("==", "\\=="),
            ("  - a", "  \\- a"),
            ("---", "\\---"),
            ("> a", "\\> a"),
            ("1. Anmälan.txt: tom", "1\\. Anmälan.txt: tom"),
            ("a\n# b\u{1b}[1m", "a# b\\[1m"),
            // What is read as text, too, stays as it is.
            (
                "case_number i a.txt#1 (M001, M002)",
                "case_number i a.txt#1 (M001, M002)",
            ),
            ("-0,50 timmar; 2024.", "-0,50 timmar; 2024."),
            (
                "29,4 % > 2 = 1 + 1 - 0 ~ 1 #2",
                "29,4 % > 2 = 1 + 1 - 0 ~ 1 #2",
            ),
            ("--receipts FIL.csv", "--receipts FIL.csv"),
        ];
        for (text, shown) in told {
            assert_eq!(escaped(text, true), shown);
        }
        for cell in ["3. Betydande", "# a", "- a", "> a", "+"] {
            assert_eq!(within(cell), cell);
        }
        assert_eq!((fence("a ``` b").len(), fence("").len()), (4, 3));
    }
}
