//! Text that is laid out in lines as it is gathered: blanks are folded, empty lines go, and
//! a mark stands before what it marks.

use super::lists;

/// The mark of an option that is ticked, and of one that is not.
const MARKS: [&str; 2] = ["☐ ", "☒ "];

/// What stands in place of letters that are not seen, however many they are.
const MASK: &str = "███";

/// The digits as signs that are raised by themselves.
const RAISED: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];

/// Lines as they grow.
#[derive(Debug, Default)]
pub(super) struct Text {
    done: String,
    /// Where the line that grows begins.
    start: usize,
    /// Whether a blank is due before the next word.
    blank: bool,
    /// Whether the words here are raised, and whether all of their line so far are.
    raised: bool,
    all_raised: bool,
    /// How many elements are open whose blanks and line ends count.
    kept: usize,
    /// The number of the item of a list that begins here.
    number: Option<u32>,
}

impl Text {
    /// Words of running text: any blanks are one.
    pub(super) fn words(&mut self, words: &str) {
        if self.kept > 0 {
            return self.lines(words);
        }
        for char in words.chars() {
            match char {
                ' ' | '\t' | '\n' | '\r' | '\u{c}' => self.blank = true,
                // Places where a word may be broken show nothing.
                '\u{ad}' | '\u{200b}' | '\u{feff}' => {}
                char => self.sign(char),
            }
        }
    }

    /// Text whose line ends count.
    pub(super) fn lines(&mut self, text: &str) {
        for (at, line) in text.split(['\n', '\r']).enumerate() {
            if at > 0 {
                self.end_line();
            }
            line.chars().for_each(|char| self.sign(char));
        }
    }

    /// Words that are there and not seen: a mask, whose length tells nothing.
    pub(super) fn masked(&mut self, words: &str) {
        for (at, line) in words.split(['\n', '\r']).enumerate() {
            match at {
                0 => {}
                _ if self.kept > 0 => self.end_line(),
                _ => self.blank = true,
            }
            self.blank |= line.starts_with(char::is_whitespace);
            if line.trim().is_empty() {
                continue;
            }
            // Masks with blanks between them are one.
            if !self.is_at_start() && self.done.ends_with(MASK) {
                self.blank = false;
            } else {
                MASK.chars().for_each(|char| self.sign(char));
            }
            self.blank |= line.ends_with(char::is_whitespace);
        }
    }

    /// Words as they look.
    pub(super) fn looking(&mut self, words: &str, is_seen: bool) {
        if is_seen {
            self.words(words);
        } else {
            self.masked(words);
        }
    }

    /// Whether the words that follow are raised above the line. Raised digits beside other words
    /// stay raised: they are the mark of a note, and no digits of the number there.
    pub(super) fn raise(&mut self, is_raised: bool) {
        self.raised = is_raised;
    }

    /// The mark of an option. It stands before the words that follow it.
    pub(super) fn mark(&mut self, is_ticked: bool) {
        self.blank |= !self.is_at_start();
        let mark = MARKS[usize::from(is_ticked)];
        mark.trim_end().chars().for_each(|char| self.sign(char));
        self.blank = true;
    }

    /// The number that the program puts before the words that follow, where they are an item of a
    /// list. It is a sign of its own, since only a heading of the form is read with it.
    pub(super) fn number(&mut self, number: Option<u32>) {
        self.number = number.filter(|_| self.is_at_start());
    }

    /// Ends the line; one without words is none.
    pub(super) fn end_line(&mut self) {
        self.blank = false;
        if !self.is_at_start() {
            self.done.push('\n');
            self.start = self.done.len();
        }
    }

    /// Ends the page.
    pub(super) fn end_page(&mut self) {
        self.end_line();
        self.done.push('\u{c}');
        self.start = self.done.len();
    }

    /// From here on blanks and line ends count, until [`Self::fold`].
    pub(super) fn keep(&mut self) {
        self.kept += 1;
    }

    /// Ends what [`Self::keep`] began.
    pub(super) fn fold(&mut self) {
        self.kept = self.kept.saturating_sub(1);
    }

    /// The text.
    pub(super) fn finish(mut self) -> String {
        self.end_line();
        self.done
    }

    fn is_at_start(&self) -> bool {
        self.start == self.done.len()
    }

    fn sign(&mut self, char: char) {
        if self.is_at_start() {
            self.all_raised = self.raised;
            let number = self.number.take().and_then(lists::sign);
            if let Some(number) = number {
                self.blank = false;
                self.done.push(number);
            }
        } else if self.all_raised && !self.raised {
            self.all_raised = false;
            let line = self.done.split_off(self.start);
            self.done.extend(line.chars().map(raised));
        }
        if self.blank && !self.is_at_start() {
            self.done.push(' ');
        }
        self.blank = false;
        self.done.push(if self.raised && !self.all_raised {
            raised(char)
        } else {
            char
        });
    }
}

/// A digit as a raised sign; any other sign as it is.
fn raised(sign: char) -> char {
    let digit = sign.to_digit(10);
    digit.map_or(sign, |digit| RAISED[digit as usize])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn raised_digits_behind_words_stay_raised() {
        let mut text = Text::default();
        for (words, is_raised) in [("12", false), ("1, 20)", true), (" st 5", false)] {
            text.raise(is_raised);
            text.words(words);
        }
        text.end_line();
        text.raise(true);
        text.words("1");
        text.raise(false);
        text.words(" Se bilaga");
        text.end_line();
        text.raise(true);
        text.words("1");
        assert_eq!(text.finish(), "12¹, ²⁰) st 5\n¹ Se bilaga\n1\n");
    }

    #[test]
    fn masks_tell_no_length_and_stay_in_their_lines() {
        let mut text = Text::default();
        text.words("Namn ");
        text.masked("Anna ");
        text.masked("A");
        text.masked(" ");
        text.words("ringde ");
        text.masked("hem\nigen");
        text.end_line();
        text.keep();
        text.masked("ett\ntvå");
        assert_eq!(text.finish(), "Namn ███ ringde ███\n███\n███\n");
    }
}
