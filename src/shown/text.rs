//! Text that is laid out in lines as it is gathered: blanks are folded, empty lines go, and
//! a mark stands before what it marks.

/// The mark of an option that is ticked, and of one that is not.
const MARKS: [&str; 2] = ["☐ ", "☒ "];

/// Lines as they grow.
#[derive(Debug, Default)]
pub(super) struct Text {
    done: String,
    /// Where the line that grows begins.
    start: usize,
    /// Whether a blank is due before the next word.
    blank: bool,
    /// How many elements are open whose blanks and line ends count.
    kept: usize,
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

    /// The mark of an option. It stands before the words that follow it.
    pub(super) fn mark(&mut self, is_ticked: bool) {
        self.blank |= !self.is_at_start();
        let mark = MARKS[usize::from(is_ticked)];
        mark.trim_end().chars().for_each(|char| self.sign(char));
        self.blank = true;
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
        if self.blank && !self.is_at_start() {
            self.done.push(' ');
        }
        self.blank = false;
        self.done.push(char);
    }
}
