//! A mail cut into sentences, and these into words. Lines are broken anywhere in mails, and
//! labels stand in lines of their own.

/// What one sentence says, or one line where lines are no sentences.
#[derive(Debug)]
pub(super) struct Sentence {
    pub(super) words: Vec<Word>,
    /// Whether it ends with a question mark.
    pub(super) asks: bool,
}

/// A word without the marks around it.
#[derive(Debug)]
pub(super) struct Word {
    /// As it is written.
    pub(super) raw: String,
    /// In small letters.
    pub(super) small: String,
    /// Whether what is said of one thing may end behind it, as at a comma.
    pub(super) ends_clause: bool,
}

/// A line of at least so many letters was broken where it was full.
const FULL: usize = 60;
/// What has no more words than this may be the label of the next line.
const LABEL: usize = 3;
/// Words before a full stop that ends no sentence.
const SHORT: [&str; 9] = ["kl", "nr", "dnr", "ref", "ca", "bl", "t", "ex", "den"];

/// The sentences of a text.
pub(super) fn sentences(text: &str) -> Vec<Sentence> {
    let mut paragraphs = Vec::new();
    let mut current = String::new();
    let (mut last, mut after_blank) = (0, false);
    for line in text.lines().map(str::trim) {
        if line.is_empty() {
            after_blank = true;
            continue;
        }
        let begins_number = line.starts_with(|c: char| c.is_ascii_digit());
        let goes_on = !current.ends_with(['.', '!', '?'])
            && if after_blank {
                begins_number && is_label(&current)
            } else {
                begins_number || line.starts_with(char::is_lowercase) || last >= FULL
            };
        if goes_on {
            current.push(' ');
        } else {
            paragraphs.push(std::mem::take(&mut current));
        }
        current.push_str(line);
        (last, after_blank) = (line.chars().count(), false);
    }
    paragraphs.push(current);
    paragraphs
        .iter()
        .flat_map(|text| of_paragraph(text))
        .collect()
}

/// Whether a text may be the label of what follows it.
fn is_label(text: &str) -> bool {
    text.ends_with(':') || !text.is_empty() && text.split_whitespace().count() <= LABEL
}

/// The sentences of what is written in one piece.
fn of_paragraph(text: &str) -> Vec<Sentence> {
    let mut sentences = Vec::new();
    let mut words = Vec::new();
    let mut pieces = text.split_whitespace().peekable();
    while let Some(piece) = pieces.next() {
        let raw = piece.trim_matches(|c: char| !c.is_alphanumeric());
        let end = piece.rsplit(char::is_alphanumeric).next().unwrap_or(piece);
        let ends_clause = end.contains([',', ';']) || raw.is_empty();
        if !raw.is_empty() {
            let (raw, small) = (raw.to_owned(), raw.to_lowercase());
            words.push(Word {
                raw,
                small,
                ends_clause,
            });
        } else if let Some(before) = words.last_mut() {
            before.ends_clause = true;
        }
        if ends(&words, end, pieces.peek().copied()) {
            sentences.push(Sentence {
                words: std::mem::take(&mut words),
                asks: end.contains('?'),
            });
        }
    }
    sentences.push(Sentence { words, asks: false });
    sentences.retain(|sentence| !sentence.words.is_empty());
    sentences
}

/// Whether a sentence ends with a word that has these marks behind it.
fn ends(words: &[Word], marks: &str, next: Option<&str>) -> bool {
    if marks.contains(['?', '!']) {
        return true;
    }
    let Some(last) = words.last().filter(|_| marks.contains('.')) else {
        return false;
    };
    // `5. mars`, `kl. 10`, `t. ex.`
    let is_ordinal = last.small.len() < 3 && last.small.bytes().all(|byte| byte.is_ascii_digit());
    let begins = |next: &str| {
        let first = next.chars().find(|c| c.is_alphanumeric());
        first.is_none_or(|first| !first.is_lowercase())
    };
    !is_ordinal && !SHORT.contains(&last.small.as_str()) && next.is_none_or(begins)
}
