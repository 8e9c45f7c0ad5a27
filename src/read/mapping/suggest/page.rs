//! The text of a first mapping as it is written: TOML, with comments in the language of the
//! reader.

use std::fmt;

use crate::config::{Language, Message, Words};

/// A mapping in the making.
#[derive(Debug)]
pub(super) struct Page {
    text: String,
    language: Language,
}

impl Page {
    /// An empty one.
    pub(super) fn new(language: Language) -> Self {
        Self {
            text: String::new(),
            language,
        }
    }

    /// An empty one in the same language.
    pub(super) fn another(&self) -> Self {
        Self::new(self.language)
    }

    /// Appends TOML.
    pub(super) fn push_str(&mut self, toml: &str) {
        self.text.push_str(toml);
    }

    /// Appends a comment, or a part of one.
    pub(super) fn say(&mut self, words: impl Into<Message>) {
        self.text.push_str(&words.into().get(self.language));
    }

    /// The words in the language.
    pub(super) fn words(&self, words: Words) -> &'static str {
        words.get(self.language)
    }

    /// All that was written.
    pub(super) fn into_text(self) -> String {
        self.text
    }
}

impl fmt::Write for Page {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.text.push_str(text);
        Ok(())
    }
}

pub(super) const HEAD: Words = Words::new(
    "# En första mappning, gissad från namn och värden. Gå igenom varje rad, fyll i det som är\n# märkt med ? och ta bort det som inte behövs. `breach-audit guide mapping` förklarar nycklarna.\n\n[source]\n",
    "# A first mapping, guessed from names and values: look at every line, fill in what\n# is marked with ?, and delete what you do not need. `breach-audit guide mapping`\n# explains the keys.\n\n[source]\n",
);
pub(super) const ENCODING: Words = Words::new(
    "# encoding = \"{name}\"   # upptäckt\n",
    "# encoding = \"{name}\"   # detected\n",
);
pub(super) const UNSHOWN: Words = Words::new(
    "\n# ? kolumn {number} har ett namn som inte visas\n",
    "\n# ? column {number} has a name that is not shown\n",
);
pub(super) const DOUBT: Words = Words::new(
    "   # ? namnet är bara likt",
    "   # ? the name is only alike",
);
pub(super) const VAGUE: Words = Words::new(
    "   # ? bara en gissning: namnet kan betyda något annat",
    "   # ? only a guess: the name may mean something else",
);
pub(super) const REPEATS: Words = Words::new(
    "\n# ? samma nummer står på flera rader ({rows} rader, {numbers} nummer); om de är en anmälan, skriv:\n# [group]\n# by = [{name}]\n",
    "\n# ? numbers repeat ({rows} rows, {numbers} numbers); if the rows of a number are one notification, say:\n# [group]\n# by = [{name}]\n",
);
pub(super) const SEVERAL: Words = Words::new(
    "# ? en cell verkar ha flera värden; för att behålla alla, ange multiple för frågan i en\n# formulärfil (form = \"...\") och skriv:\n# {split}",
    "# ? a cell seems to hold several values; to keep them all, declare the question multiple in\n# a form file (form = \"...\") and say:\n# {split}",
);
pub(super) const NO_FORMAT: Words = Words::new(
    "# ? inget känt datumformat passar; skriv format = \"%d %B %Y\" eller liknande\n",
    "# ? no known format of dates fits; say format = \"%d %B %Y\" or the like\n",
);
pub(super) const SWAPPED: Words = Words::new(
    "# ? dag och månad kan stå i omvänd ordning: \"{swapped}\" passar också\n",
    "# ? day and month may be the other way round: \"{swapped}\" fits as well\n",
);
pub(super) const DOUBTFUL: Words = Words::new(
    "# ? datumen är skrivna på flera sätt som inte läser alla värden, eller läser några olika:\n# format = {formats}\n",
    "# ? the dates are written in several ways that do not read every value, or read some differently:\n# format = {formats}\n",
);
pub(super) const UNREAD: Words = Words::new(
    "# ? läses inte (antal olika: {count}): {values}\n",
    "# ? not read ({count} different): {values}\n",
);
pub(super) const UNCLEAR: Words = Words::new(
    "# ? kan läsas på flera sätt (antal olika: {count}): {values}\n",
    "# ? may be read in several ways ({count} different): {values}\n",
);
pub(super) const NO_NUMBER: Words = Words::new(
    "# ? några värden är varken tal eller intervall; skriv här dem som betyder ”vet inte”:\n# unknown = []\n",
    "# ? some values are no number and no band; those that mean \"don't know\":\n# unknown = []\n",
);
pub(super) const COMMA: Words = Words::new(
    "split = \",\"   # ? om ett komma skiljer värden åt\n",
    "split = \",\"   # ? if a comma parts values\n",
);
pub(super) const OPTIONS: Words = Words::new(
    "# alternativ: {codes}, (unknown), (blank)\n",
    "# options: {codes}, (unknown), (blank)\n",
);
pub(super) const EMPTY: Words = Words::new("# kolumnen är tom\n", "# the column is empty\n");
pub(super) const NUMBERS: Words = Words::new("# tal\n", "# numbers\n");
pub(super) const DATES: Words = Words::new("# datum\n", "# dates\n");

/// How many values are not shown.
pub(super) fn more(count: usize) -> Message {
    let words = match count {
        1 => Words::new(
            "# ? ett värde till, som inte visas\n",
            "# ? 1 more value, which is not shown\n",
        ),
        _ => Words::new(
            "# ? {count} värden till, som inte visas\n",
            "# ? {count} more values, which are not shown\n",
        ),
    };
    words.with("count", count)
}

/// How many different texts a column has.
pub(super) fn texts(count: usize) -> Message {
    let words = match count {
        1 => Words::new("# en enda text\n", "# a single text\n"),
        _ => Words::new("# {count} olika texter\n", "# {count} different texts\n"),
    };
    words.with("count", count)
}
