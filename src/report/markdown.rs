//! Blocks as Markdown. A summary must also read well on a terminal; other reports are
//! for viewers of Markdown alone.

use std::fmt::Write as _;

use unicode_width::UnicodeWidthStr;

use crate::report::block::{Block, Column, Datum, Grid, Span};
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
/// What parts the two ends of a span, and stands where no share is given.
const DASH: &str = "–";

/// The blocks as Markdown, with a blank line between them.
pub(crate) fn markdown(blocks: &[Block], reader: Reader) -> String {
    let blocks: Vec<String> = blocks.iter().map(|block| reader.block(block)).collect();
    blocks.join("\n")
}

impl Reader {
    fn block(self, block: &Block) -> String {
        match block {
            Block::Title(text) => format!("# {}\n", self.text(text)),
            Block::Heading(text) => format!("## {}\n", self.text(text)),
            Block::Paragraph(spans) => {
                let spans: String = spans.iter().map(|span| self.span(span)).collect();
                spans + "\n"
            }
            Block::Grid(grid) => self.grid(grid),
            Block::List(items) => {
                let mark = if self == Self::Terminal { '-' } else { '*' };
                let line = |item: &String| format!("{mark} {}\n", self.text(item));
                items.iter().map(line).collect()
            }
            Block::Code(text) => format!("```text\n{}\n```\n", text.trim_end()),
        }
    }

    fn span(self, span: &Span) -> String {
        match span {
            Span::Plain(text) => self.text(text),
            Span::Strong(text) => format!("**{}**", self.text(text)),
            Span::Break => "\n".to_owned(),
        }
    }

    /// Text as it may stand anywhere.
    fn text(self, text: &str) -> String {
        match self {
            Self::Terminal => text.to_owned(),
            Self::Viewer => escaped(text, &['|', '\\', '`', '*', '_', '<', '[', '#']),
        }
    }

    /// Text as it may stand in a cell.
    fn cell(self, text: &str) -> String {
        match self {
            Self::Terminal => text.replace('|', "\\|"),
            Self::Viewer => self.text(text),
        }
    }

    fn grid(self, grid: &Grid) -> String {
        let head = grid.columns.iter().map(|column| self.cell(column.head()));
        let row = |row: &Vec<Datum>| row.iter().map(|datum| self.cell(&text(datum))).collect();
        let mut lines = vec![head.collect::<Vec<_>>()];
        lines.extend(grid.rows.iter().map(row));
        let widths: Vec<usize> = (0..grid.columns.len())
            .map(|at| match self {
                Self::Terminal => lines
                    .iter()
                    .map(|line| line[at].width())
                    .max()
                    .unwrap_or(0)
                    .max(3),
                Self::Viewer => 0,
            })
            .collect();
        let mut out = String::new();
        for (at, line) in lines.iter().enumerate() {
            for ((cell, column), width) in line.iter().zip(&grid.columns).zip(&widths) {
                let pad = " ".repeat(width.saturating_sub(cell.width()));
                let _ = match column {
                    Column::Figures(_) => write!(out, "| {pad}{cell} "),
                    _ => write!(out, "| {cell}{pad} "),
                };
            }
            out.push_str("|\n");
            if at == 0 {
                self.rule(&grid.columns, &widths, &mut out);
            }
        }
        out
    }

    /// The line below the heads, which says how columns are set.
    fn rule(self, columns: &[Column], widths: &[usize], out: &mut String) {
        for (column, width) in columns.iter().zip(widths) {
            let end = match (column, self) {
                (Column::Figures(_), _) => ":",
                (_, Self::Terminal) => "-",
                (_, Self::Viewer) => "",
            };
            let _ = write!(out, "|{}{end}", "-".repeat((width + 1).max(3)));
        }
        out.push_str("|\n");
    }
}

/// Text with a backslash before these signs, without control characters.
fn escaped(text: &str, signs: &[char]) -> String {
    let mut out = String::with_capacity(text.len());
    for sign in text.chars().filter(|sign| !sign.is_control()) {
        if signs.contains(&sign) {
            out.push('\\');
        }
        out.push(sign);
    }
    out
}

fn text(datum: &Datum) -> String {
    match datum {
        Datum::Blank => String::new(),
        Datum::Text(text) => text.clone(),
        Datum::Count(ends) => ends_of(ends.map(|end| end.text(thousands))),
        Datum::Share(ends) => ends_of(ends.map(share)),
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

/// A share in percent.
pub(super) fn share(tenths: i64) -> String {
    Cell::Percent(tenths).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disclosure::Figure;

    #[test]
    fn every_block_is_written_for_both_readers() {
        let columns = vec![
            Column::Words("a".to_owned()),
            Column::Figures("b".to_owned()),
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
            Block::Grid(Grid { columns, rows }),
            Block::List(vec!["i".to_owned()]),
            Block::Code("c\n\n".to_owned()),
        ];
        assert_eq!(
            markdown(&blocks, Reader::Terminal),
            "# T\n\none\ntwo_\n\n| a    |       b |      |\n|------|--------:|------|\n| x\\|y | 1–1\u{a0}000 | ██░░ |\n| *    |       – |      |\n\n- i\n\n```text\nc\n```\n"
        );
        assert_eq!(
            markdown(&blocks[1..4], Reader::Viewer),
            "one\ntwo\\_\n\n| a | b |  |\n|---|---:|---|\n| x\\|y | 1–1\u{a0}000 | ██░░ |\n| \\* | – |  |\n\n* i\n"
        );
    }
}
