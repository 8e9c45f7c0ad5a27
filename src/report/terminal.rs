//! Blocks laid out for a terminal: no markup, tables that fit the width, lines broken between
//! words, and bold where colour is allowed. What is written to a file or a pipe is Markdown.

use unicode_width::UnicodeWidthStr;

use crate::config::Language;
use crate::report::block::{Block, Column, Datum, Grid, Span};
use crate::report::markdown::text;

/// How a terminal shows text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Terminal {
    /// How many columns it has.
    pub(crate) width: usize,
    /// Whether text may be bold or dim.
    pub(crate) paints: bool,
}

/// Between two columns of a table.
const GAP: &str = "  ";
/// Before the rows of tables, and before items.
const INDENT: &str = "  ";
/// A column of words is never narrower, unless all its words are.
const LEAST: usize = 12;
/// Text is no wider than this: longer lines are hard to read.
const WIDEST: usize = 110;

const BOLD: &str = "1";
const DIM: &str = "2";
const HEADING: &str = "1;36";

/// The blocks as text, with a blank line between them.
pub(crate) fn terminal(blocks: &[Block], language: Language, terminal: Terminal) -> String {
    let shown = blocks.iter().map(|block| match block {
        Block::Title(title) => terminal.painted(BOLD, title) + "\n",
        Block::Heading(heading) => terminal.painted(HEADING, heading) + "\n",
        Block::Paragraph(spans) => terminal.paragraph(spans),
        Block::Grid(grid) => terminal.grid(grid, language),
        Block::List(items) => items.iter().map(|item| terminal.item(item)).collect(),
        Block::Code(code) => {
            let lines = code.trim_end().lines();
            lines.flat_map(|line| [INDENT, line, "\n"]).collect()
        }
    });
    shown.collect::<Vec<String>>().join("\n")
}

impl Terminal {
    fn painted(self, code: &str, text: &str) -> String {
        if self.paints && !text.is_empty() {
            format!("\x1b[{code}m{text}\x1b[0m")
        } else {
            text.to_owned()
        }
    }

    /// The widest line of text.
    fn measure(self) -> usize {
        self.width.clamp(20, WIDEST)
    }

    fn paragraph(self, spans: &[Span]) -> String {
        let mut out = String::new();
        for line in spans.split(|span| *span == Span::Break) {
            let is_strong = matches!(line, [Span::Strong(_)]);
            let text: String = line
                .iter()
                .map(|span| match span {
                    Span::Plain(text) | Span::Strong(text) => text.as_str(),
                    Span::Break => "",
                })
                .collect();
            for line in broken(&text, self.measure()) {
                out += &self.painted(if is_strong { BOLD } else { "" }, &line);
                out.push('\n');
            }
        }
        out
    }

    /// A line behind its sign, whose further lines stand below its first word.
    pub(crate) fn hanging(self, sign: &str, text: &str) -> String {
        let indent = " ".repeat(sign.width());
        let lines = broken(text, self.measure().saturating_sub(sign.width()));
        let line = |(at, line): (usize, String)| {
            let start = if at == 0 { sign } else { &indent };
            format!("{start}{line}\n")
        };
        lines.into_iter().enumerate().map(line).collect()
    }

    /// An item, whose further lines stand below its first word.
    fn item(self, item: &str) -> String {
        let lines = broken(item, self.measure().saturating_sub(INDENT.len() + 2));
        let mut lines = lines.into_iter();
        let first = lines.next().unwrap_or_default();
        let rest = lines.map(|line| format!("{INDENT}  {line}\n"));
        format!("{INDENT}- {first}\n") + &rest.collect::<String>()
    }

    /// A table: figures and bars keep their width, words share what is left. If even that is too
    /// little, bars go.
    fn grid(self, grid: &Grid, language: Language) -> String {
        let heads = grid.columns.iter();
        let heads = heads
            .map(|column| column.head(language).to_owned())
            .collect();
        let row = |row: &Vec<Datum>| row.iter().map(|datum| text(datum, language)).collect();
        let mut lines: Vec<Vec<String>> = vec![heads];
        lines.extend(grid.rows.iter().map(row));
        let mut shown: Vec<usize> = (0..grid.columns.len()).collect();
        let is_empty = |at: usize| lines.iter().all(|line| line[at].is_empty());
        shown.retain(|at| !is_empty(*at));
        let is_bar = |at: usize| matches!(grid.columns[at], Column::Bars);
        let is_word = |at: usize| matches!(grid.columns[at], Column::Words(_));
        let mut widths = self.widths(&lines, &shown, &is_word);
        if widths.is_none() && shown.iter().any(|at| is_bar(*at)) {
            shown.retain(|at| !is_bar(*at));
            widths = self.widths(&lines, &shown, &is_word);
        }
        let Some(widths) = widths else {
            return self.stacked(&lines);
        };
        let mut out = String::new();
        for (number, line) in lines.iter().enumerate() {
            let cells: Vec<Vec<String>> = shown
                .iter()
                .zip(&widths)
                .map(|(at, width)| broken(&line[*at], *width))
                .collect();
            let height = cells.iter().map(Vec::len).max().unwrap_or(0);
            for level in 0..height {
                let mut text = INDENT.to_owned();
                for ((at, cell), width) in shown.iter().zip(&cells).zip(&widths) {
                    let cell = cell.get(level).map_or("", String::as_str);
                    let pad = " ".repeat(width.saturating_sub(cell.width()));
                    let is_right = grid.columns[*at].is_figures();
                    text += &if is_right {
                        pad + cell
                    } else {
                        cell.to_owned() + &pad
                    };
                    text += GAP;
                }
                out += &self.painted(if number == 0 { DIM } else { "" }, text.trim_end());
                out.push('\n');
            }
        }
        out
    }

    /// The widths of the columns that are shown, within the width of the terminal; `None` where
    /// they do not fit.
    fn widths(
        self,
        lines: &[Vec<String>],
        shown: &[usize],
        is_word: &impl Fn(usize) -> bool,
    ) -> Option<Vec<usize>> {
        let longest = |at: usize, of: fn(&str) -> usize| {
            lines.iter().map(|line| of(&line[at])).max().unwrap_or(0)
        };
        let mut widths: Vec<usize> = shown
            .iter()
            .map(|at| longest(*at, UnicodeWidthStr::width))
            .collect();
        let least: Vec<usize> = shown
            .iter()
            .zip(&widths)
            .map(|(at, width)| {
                let head: fn(&str) -> usize = word;
                if is_word(*at) {
                    longest(*at, head).max(LEAST).min(*width)
                } else {
                    // A head may be broken, a figure may not.
                    let figures = lines[1..].iter().map(|line| line[*at].width());
                    figures.max().unwrap_or(0).max(word(&lines[0][*at]))
                }
            })
            .collect();
        let room = self
            .width
            .saturating_sub(INDENT.len() + GAP.len() * (shown.len() - 1));
        loop {
            let over = widths.iter().sum::<usize>().saturating_sub(room);
            if over == 0 {
                return Some(widths);
            }
            // The widest that can still give way gives way.
            let widest = (0..widths.len())
                .filter(|at| widths[*at] > least[*at])
                .max_by_key(|at| widths[*at])?;
            widths[widest] -= 1;
        }
    }

    /// A table that is too wide for the terminal: each row as lines of head and cell.
    fn stacked(self, lines: &[Vec<String>]) -> String {
        let Some((heads, rows)) = lines.split_first() else {
            return String::new();
        };
        let mut out = String::new();
        for row in rows {
            for (at, (head, cell)) in heads.iter().zip(row).enumerate() {
                if at == 0 {
                    out += &self.item(cell);
                } else if !cell.is_empty() && !head.is_empty() {
                    let pair = format!("{head}: {cell}");
                    let lines = broken(&pair, self.measure().saturating_sub(6));
                    let lines = lines.iter().flat_map(|line| [INDENT, INDENT, line, "\n"]);
                    out.extend(lines);
                }
            }
        }
        out
    }
}

/// The width of the longest word.
fn word(text: &str) -> usize {
    let words = text.split(' ').map(UnicodeWidthStr::width);
    words.max().unwrap_or(0)
}

/// Text in lines of a width, broken between words. A word that is wider is broken behind the
/// signs that part the names of a path, and has lines of its own.
pub(crate) fn broken(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for given in text.split('\n') {
        let mut line = String::new();
        for word in given.split(' ') {
            if !line.is_empty() && line.width() + 1 + word.width() > width {
                lines.push(std::mem::take(&mut line));
            } else if !line.is_empty() {
                line.push(' ');
            }
            if word.width() <= width {
                line += word;
                continue;
            }
            for name in word.split_inclusive(['/', '\\', '!']) {
                if !line.is_empty() && line.width() + name.width() > width {
                    lines.push(std::mem::take(&mut line));
                }
                line += name;
            }
        }
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Words;
    use crate::disclosure::Figure;

    const COLUMNS: &[Column] = &[
        Column::Words(Words::new("svar", "answer")),
        Column::Figures(Words::new("anmälningar", "notifications")),
        Column::Bars,
    ];

    fn grid(label: &str) -> Block {
        let row = vec![
            Datum::Text(label.to_owned()),
            Datum::Count([Figure::Told(7); 2]),
            Datum::Bar([500, 500]),
        ];
        Block::Grid(Grid {
            columns: COLUMNS.into(),
            rows: vec![row],
        })
    }

    fn shown(blocks: &[Block], width: usize) -> String {
        terminal(
            blocks,
            Language::Sv,
            Terminal {
                width,
                paints: false,
            },
        )
    }

    #[test]
    fn nothing_is_wider_than_the_terminal_and_no_word_is_broken() {
        let label = "Hälso- och sjukvård, tandvård och annan omsorg om patienter i hemmet";
        let blocks = [
            Block::Title("Granskning".to_owned()),
            Block::plain(label.repeat(4)),
            grid(label),
            Block::List(vec![label.to_owned()]),
        ];
        for width in [40, 60, 80, 120] {
            let text = shown(&blocks, width);
            assert!(
                text.lines().all(|line| line.width() <= width),
                "{width}:\n{text}"
            );
            let words: Vec<&str> = text.split_whitespace().collect();
            for word in label.split(' ').skip(1) {
                assert!(
                    words.iter().any(|own| own.starts_with(word)),
                    "{word} at {width}"
                );
            }
            assert!(!text.contains("**") && !text.contains('|') && !text.contains('#'));
        }
    }

    #[test]
    fn a_long_path_is_broken_between_its_names() {
        let path = "Personuppgiftsincidenter/2021/Kommunstyrelsen/Anmälan.pdf";
        assert_eq!(
            broken(&format!("i {path}"), 30),
            [
                "i",
                "Personuppgiftsincidenter/2021/",
                "Kommunstyrelsen/Anmälan.pdf"
            ]
        );
        assert_eq!(broken("ett-enda-ord", 5), ["ett-enda-ord"]);
    }

    #[test]
    fn bars_go_before_figures_do() {
        let text = shown(&[grid("Tandvård")], 30);
        assert!(text.contains('7') && !text.contains('█'), "{text}");
        let text = shown(&[grid("Tandvård")], 80);
        assert!(text.contains("█"), "{text}");
        let text = shown(&[grid("Tandvård")], 16);
        assert!(text.contains("anmälningar: 7"), "{text}");
    }

    #[test]
    fn colour_is_only_added() {
        let blocks = [Block::Heading("H".to_owned()), grid("a")];
        let paint = |paints| terminal(&blocks, Language::En, Terminal { width: 80, paints });
        let painted = paint(true);
        assert!(painted.contains("\x1b[1;36mH\x1b[0m"));
        let mut plain = String::new();
        let mut rest = painted.as_str();
        while let Some((before, after)) = rest.split_once('\x1b') {
            plain += before;
            rest = after.split_once('m').map_or("", |(_, rest)| rest);
        }
        assert_eq!(plain + rest, paint(false));
    }
}
