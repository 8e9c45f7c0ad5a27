//! Blocks as Markdown. A summary must also read well on a terminal; other reports are
//! for viewers of Markdown alone.

use unicode_width::UnicodeWidthStr;

use crate::config::{Language, decimal};
use crate::report::block::{Block, Datum, Grid, Span};
use crate::statistics::thousands;
use crate::table::{Cell, span};

/// Where the text will be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reader {
    /// On a terminal too: columns line up, and names stand as they are.
    Terminal,
    /// In a viewer alone: no name becomes markup.
    Viewer,
}

/// The width of a bar for 100 %.
const BAR: i64 = 20;
/// The sign between the two ends of a span, and in place of a share that is not given.
const DASH: &str = "–";

/// The blocks as Markdown, with a blank line between them.
pub(crate) fn markdown(blocks: &[Block], language: Language, reader: Reader) -> String {
    let blocks = blocks.iter().map(|block| match block {
        Block::Title(text) => format!("# {}\n", reader.text(text)),
        Block::Heading(text) => format!("## {}\n", reader.text(text)),
        Block::Paragraph(spans) => {
            let spans = spans.iter().map(|span| match span {
                Span::Plain(text) => reader.text(text),
                Span::Strong(text) => format!("**{}**", reader.text(text)),
                Span::Break => "\n".to_owned(),
            });
            spans.collect::<String>() + "\n"
        }
        Block::Grid(grid) => reader.grid(grid, language),
        Block::List(items) => {
            let mark = if reader == Reader::Terminal { '-' } else { '*' };
            let item = |item: &String| format!("{mark} {}\n", reader.text(item));
            items.iter().map(item).collect()
        }
        Block::Code(text) => format!("```text\n{}\n```\n", text.trim_end()),
    });
    blocks.collect::<Vec<_>>().join("\n")
}

impl Reader {
    /// Text as it may stand anywhere but in a cell.
    fn text(self, text: &str) -> String {
        match self {
            Self::Terminal => text.to_owned(),
            Self::Viewer => escaped(text),
        }
    }

    fn grid(self, grid: &Grid, language: Language) -> String {
        let is_aligned = self == Self::Terminal;
        let cell = |text: &str| match self {
            Self::Terminal => text.replace('|', "\\|"),
            Self::Viewer => escaped(text),
        };
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

/// Text that is no markup, without control characters.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for sign in text.chars().filter(|sign| !sign.is_control()) {
        if matches!(sign, '|' | '\\' | '`' | '*' | '_' | '<' | '[' | '#') {
            out.push('\\');
        }
        out.push(sign);
    }
    out
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
            markdown(&blocks, Language::En, Reader::Terminal),
            "# T\n\none\ntwo_\n\n| a    |       b |      |\n|------|--------:|------|\n| x\\|y | 1–1\u{a0}000 | ██░░ |\n| *    |       – |      |\n\n- i\n\n```text\nc\n```\n"
        );
        assert_eq!(
            markdown(&blocks[1..4], Language::En, Reader::Viewer),
            "one\ntwo\\_\n\n| a | b |  |\n|---|---:|---|\n| x\\|y | 1–1\u{a0}000 | ██░░ |\n| \\* | – |  |\n\n* i\n"
        );
    }
}
